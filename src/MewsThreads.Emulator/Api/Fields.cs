using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MewsThreads.Emulator.Api;

/// <summary>
/// Reads properties of a request. Names are matched exactly and nothing is converted: Mews' own API forgives more here and there, but
/// a client that passes the stricter reading passes both.
/// </summary>
internal static partial class Fields
{
    /// <summary>The property, unless it is absent or null.</summary>
    public static JsonElement? Get(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>A string; <see langword="null"/> when absent or null.</summary>
    public static string? OptionalString(JsonElement owner, string name) => Get(owner, name) is { } value ? Text(value, name) : null;

    /// <summary>A string of one character or more.</summary>
    public static string RequiredString(JsonElement owner, string name) => OptionalString(owner, name) switch
    {
        null => throw ApiError.Required(name),
        "" => throw ApiError.Empty(name),
        var text => text,
    };

    /// <summary>An object; <see langword="null"/> when absent or null.</summary>
    public static JsonElement? OptionalObject(JsonElement owner, string name) => Get(owner, name) switch
    {
        { ValueKind: not JsonValueKind.Object } => throw ApiError.NotObject(name),
        var value => value,
    };

    /// <summary>A uuid with dashes; <see langword="null"/> when absent or null.</summary>
    public static Guid? OptionalId(JsonElement owner, string name) => Get(owner, name) is { } value ? Id(value, name) : null;

    /// <summary>A required uuid with dashes.</summary>
    public static Guid RequiredId(JsonElement owner, string name) =>
        OptionalId(owner, name) ?? throw ApiError.Required(name);

    /// <summary>An array of 1 to 1000 uuids; <see langword="null"/> when absent or null.</summary>
    public static IReadOnlyList<Guid>? OptionalIds(JsonElement owner, string name) =>
        OptionalArray(owner, name) is { } items ? [.. items.Select(item => Id(item, name))] : null;

    /// <summary>An array of 1 to 1000 items; <see langword="null"/> when absent or null.</summary>
    public static IReadOnlyList<JsonElement>? OptionalArray(JsonElement owner, string name)
    {
        const int most = 1000;
        if (Get(owner, name) is not { } value)
        {
            return null;
        }
        if (value.ValueKind != JsonValueKind.Array)
        {
            throw ApiError.NotArray(name);
        }
        if (value.GetArrayLength() is < 1 or > most)
        {
            throw ApiError.NotCount(name, most);
        }
        return [.. value.EnumerateArray()];
    }

    /// <summary>A required whole number in a range.</summary>
    public static int RequiredInteger(JsonElement owner, string name, int least, int most)
    {
        var value = Get(owner, name) ?? throw ApiError.Required(name);
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least && number <= most
            ? number
            : throw ApiError.NotInteger(name, least, most);
    }

    /// <summary>
    /// An instant: ISO 8601 with seconds, up to 7 fractional digits, and an offset, without which it would not be one;
    /// <see langword="null"/> when absent or null.
    /// </summary>
    public static DateTimeOffset? OptionalInstant(JsonElement owner, string name)
    {
        if (OptionalString(owner, name) is not { } text)
        {
            return null;
        }
        return Iso8601().IsMatch(text)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var instant)
            ? instant
            : throw ApiError.NotInstant(name);
    }

    /// <summary>A string that is there.</summary>
    public static string Text(JsonElement value, string name) => value.ValueKind == JsonValueKind.String
        ? value.GetString()!
        : throw ApiError.NotText(name);

    private static Guid Id(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.String && value.TryGetGuid(out var id)
            ? id
            : throw ApiError.NotId(name);

    [GeneratedRegex(@"\A\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?(Z|[+-]\d\d:\d\d)\z", RegexOptions.ECMAScript)]
    private static partial Regex Iso8601();
}
