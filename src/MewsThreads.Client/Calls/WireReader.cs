using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace MewsThreads.Calls;

/// <summary>
/// JSON as values that say the same on every edition: texts stay texts, whatever they look like, and numbers keep their digits.
/// </summary>
/// <param name="makeObject">Makes an object of its properties, in the order of the wire; a name may come more than once.</param>
internal sealed class WireReader(Func<IReadOnlyList<KeyValuePair<string, object?>>, object> makeObject)
{
    // What a decimal holds exactly, whatever the digits are.
    private const int DecimalDigits = 28;

    /// <exception cref="InvalidOperationException">A text is not valid Unicode.</exception>
    public object? Read(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => makeObject(
            [.. json.EnumerateObject().Select(property => new KeyValuePair<string, object?>(property.Name, Read(property.Value)))]),
        JsonValueKind.Array => json.EnumerateArray().Select(Read).ToArray(),
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number => Number(json.GetRawText()),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>
    /// A whole number as <see cref="long"/>, a larger one as <see cref="BigInteger"/>; any other as <see cref="decimal"/>, or as its text
    /// where a decimal would have to round it.
    /// </summary>
    private static object Number(string text)
    {
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
