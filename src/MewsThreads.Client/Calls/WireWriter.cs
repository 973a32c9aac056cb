using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Security;
using System.Text.Json;
using System.Xml;
using MewsThreads.Contract;

namespace MewsThreads.Calls;

/// <summary>
/// Writes values of a script as JSON. What it refuses it names by its place in the body, never by its value, which may be a guest's.
/// </summary>
/// <param name="json">Where to.</param>
/// <param name="unwrap">
/// Takes a value out of what a shell wraps it in; an object becomes a dictionary of its properties.
/// </param>
internal sealed class WireWriter(Utf8JsonWriter json, Func<object, object?> unwrap)
{
    /// <summary>Deeper than any body that Mews takes; what is deeper most likely contains itself.</summary>
    public const int MaximumDepth = 32;

    /// <exception cref="ArgumentException">The value, or one in it, has no form in JSON.</exception>
    public void Write(object? value) => Write(value, "it", 1);

    private void Write(object? value, string place, int depth)
    {
        switch (value is null ? null : unwrap(value))
        {
            case null or DBNull:
                json.WriteNullValue();
                break;
            case SecureString:
                throw new ArgumentException($"{place} is a secure string, which is never sent.");
            case IDictionary properties:
                WriteObject(properties, place, Deeper(place, depth));
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case byte[] bytes:
                json.WriteBase64StringValue(bytes);
                break;
            case { } scalar when Text(scalar) is { } text:
                json.WriteStringValue(text);
                break;
            case IEnumerable items:
                WriteArray(items, place, Deeper(place, depth));
                break;
            case { } number when Number(number, place) is { } digits:
                json.WriteRawValue(digits);
                break;
            case { } other:
                throw new ArgumentException($"{place} is a {other.GetType()}, which has no form in JSON.");
        }
    }

    private void WriteObject(IDictionary properties, string place, int depth)
    {
        json.WriteStartObject();
        foreach (DictionaryEntry property in properties)
        {
            var name = Convert.ToString(unwrap(property.Key), CultureInfo.InvariantCulture)!;
            json.WritePropertyName(name);
            Write(property.Value, depth == 2 ? name : $"{place}.{name}", depth);
        }

        json.WriteEndObject();
    }

    private void WriteArray(IEnumerable items, string place, int depth)
    {
        json.WriteStartArray();
        var at = 0;
        foreach (var item in items)
        {
            Write(item, $"{place}[{at++}]", depth);
        }

        json.WriteEndArray();
    }

    private static int Deeper(string place, int depth) => depth <= MaximumDepth
        ? depth + 1
        : throw new ArgumentException($"it is nested more than {MaximumDepth} levels deep, or contains itself, at {place}.");

    private static string? Text(object value) => value switch
    {
        string text => text,
        char character => character.ToString(),
        Guid id => id.ToString(),
        Enum name => name.ToString(),
        DateTimeOffset instant => UtcTimestampConverter.Format(instant),

        // One that does not say where it is from is local, as PowerShell takes it everywhere.
        DateTime time => UtcTimestampConverter.Format(new DateTimeOffset(time.ToUniversalTime())),
        TimeSpan duration => XmlConvert.ToString(duration),
        Uri address => address.OriginalString,
        Version version => version.ToString(),

        // Not there on Windows PowerShell 5.1.
        IFormattable date when date.GetType().FullName is "System.DateOnly" or "System.TimeOnly" => date.ToString("O", CultureInfo.InvariantCulture),
        _ => null,
    };

    /// <summary>The digits of a number, the same on both editions; null for what is none.</summary>
    private static string? Number(object value, string place) => value switch
    {
        double number when double.IsNaN(number) || double.IsInfinity(number) => throw NotANumber(place),
        float number when float.IsNaN(number) || float.IsInfinity(number) => throw NotANumber(place),
        double or float => ((IFormattable)value).ToString("R", CultureInfo.InvariantCulture),
        sbyte or byte or short or ushort or int or uint or long or ulong or decimal or BigInteger =>
            ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
        _ => null,
    };

    private static ArgumentException NotANumber(string place) => new($"{place} is not a finite number, which has no form in JSON.");
}
