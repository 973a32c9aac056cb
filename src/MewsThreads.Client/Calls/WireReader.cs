using System.Globalization;
using System.Numerics;
using System.Text.Json;
using MewsThreads.Contract;

namespace MewsThreads.Calls;

/// <summary>
/// JSON as values that say the same on every edition: texts stay texts, whatever they look like, and numbers keep their digits.
/// </summary>
/// <param name="makeObject">Makes an object of its properties, in the order of the wire.</param>
/// <param name="cancellation">Ends the making of a large one.</param>
internal sealed class WireReader(Func<IReadOnlyList<KeyValuePair<string, object?>>, object> makeObject, CancellationToken cancellation)
{
    // What a decimal holds exactly, whatever the digits are.
    private const int DecimalDigits = 28;

    /// <exception cref="InvalidOperationException">A text is not valid Unicode.</exception>
    /// <exception cref="ContractException">An object has a name more than once.</exception>
    public object? Read(JsonElement json)
    {
        cancellation.ThrowIfCancellationRequested();
        return json.ValueKind switch
        {
            JsonValueKind.Object => Object(json),
            JsonValueKind.Array => json.EnumerateArray().Select(Read).ToArray(),
            JsonValueKind.String => json.GetString(),
            JsonValueKind.Number => Number(json.GetRawText()),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => null,
        };
    }

    private object Object(JsonElement json)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var properties = new List<KeyValuePair<string, object?>>();
        foreach (var property in json.EnumerateObject())
        {
            var name = property.Name;
            properties.Add(names.Add(name)
                ? new(name, Read(property.Value))
                : throw new ContractException("an object in it has the same name more than once."));
        }

        return makeObject(properties);
    }

    /// <summary>
    /// A whole number as <see cref="long"/>, a larger one as <see cref="BigInteger"/>; any other as <see cref="decimal"/>. Its text where it has
    /// very many digits, or where a decimal would have to round it.
    /// </summary>
    private static object Number(string text)
    {
        if (text.Length > ResponseLimits.Digits)
        {
            return text;
        }

        if (text.IndexOfAny(['.', 'e', 'E']) >= 0)
        {
            return FitsDecimal(text) ? decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture) : text;
        }

        // As objects, or else the compiler makes both the larger type.
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? (object)number
            : BigInteger.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
    }

    /// <summary>Counted, not tried: editions differ in how they parse and print what does not fit.</summary>
    private static bool FitsDecimal(string text)
    {
        var end = text.IndexOfAny(['e', 'E']);
        var exponent = 0;
        if (end >= 0 && !int.TryParse(text.Substring(end + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
        {
            return false;
        }

        var mantissa = (end < 0 ? text : text.Substring(0, end)).TrimStart('-');
        var point = mantissa.IndexOf('.');
        var fraction = point < 0 ? 0 : mantissa.Length - point - 1;
        var digits = mantissa.Replace(".", "").TrimStart('0').Length;
        var scale = (long)fraction - exponent;
        return scale is >= -DecimalDigits and <= DecimalDigits && digits + Math.Max(0, -scale) <= DecimalDigits;
    }
}
