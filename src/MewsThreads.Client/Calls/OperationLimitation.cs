using System.Text.Json;

namespace MewsThreads.Calls;

/// <summary>The property <c>Limitation</c> of a body, which says where a page begins and how many items it has.</summary>
internal sealed class OperationLimitation
{
    public const string Name = "Limitation";

    private readonly JsonElement _json;

    private OperationLimitation(JsonElement json) => _json = json;

    /// <summary>That of a body; empty where it has none.</summary>
    /// <exception cref="ArgumentException">The body has more than one, or one that is no object.</exception>
    public static OperationLimitation Of(JsonElement body)
    {
        var json = Get(body, Name, Name);
        return json.ValueKind is JsonValueKind.Object or JsonValueKind.Undefined
            ? new OperationLimitation(json)
            : throw new ArgumentException($"{Name} must be an object with Count and Cursor.");
    }

    /// <summary>Whether the body has one.</summary>
    public bool IsGiven => _json.ValueKind == JsonValueKind.Object;

    /// <summary>How many items a page has at most; null where it does not say.</summary>
    /// <exception cref="ArgumentException">It is no such number.</exception>
    public int? Count()
    {
        var count = Get("Count");
        return count.ValueKind == JsonValueKind.Undefined ? null
            : count.ValueKind == JsonValueKind.Number && count.TryGetInt32(out var number) && number > 0 ? number
            : throw new ArgumentException($"{Name}.Count must be a whole number of at least 1.");
    }

    /// <summary>After which item the first page begins; null for the newest.</summary>
    /// <exception cref="ArgumentException">It is no text.</exception>
    public string? Cursor()
    {
        var cursor = Get("Cursor");
        return cursor.ValueKind == JsonValueKind.Undefined ? null
            : cursor.ValueKind == JsonValueKind.String ? cursor.GetString()
            : throw new ArgumentException($"{Name}.Cursor must be a text.");
    }

    /// <summary>Writes it with another count and cursor, and with whatever else it says.</summary>
    public void Write(Utf8JsonWriter writer, int count, string? cursor)
    {
        writer.WriteStartObject();
        if (_json.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in _json.EnumerateObject()
                .Where(property => !OperationBody.Is(property, "Count") && !OperationBody.Is(property, "Cursor")))
            {
                property.WriteTo(writer);
            }
        }

        writer.WriteNumber("Count", count);
        if (cursor is not null)
        {
            writer.WriteString("Cursor", cursor);
        }

        writer.WriteEndObject();
    }

    private JsonElement Get(string name) =>
        _json.ValueKind == JsonValueKind.Undefined ? default : Get(_json, name, $"{Name}.{name}");

    /// <summary>A property that may be there once, in any letter case; undefined where it is absent or null.</summary>
    private static JsonElement Get(JsonElement owner, string name, string place)
    {
        var found = owner.EnumerateObject().Where(property => OperationBody.Is(property, name)).Select(property => property.Value).ToList();
        return found.Count > 1 ? throw new ArgumentException($"{place} is there more than once.")
            : found.Count == 0 || found[0].ValueKind == JsonValueKind.Null ? default
            : found[0];
    }
}
