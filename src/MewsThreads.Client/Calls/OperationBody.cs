using System.Text.Json;

namespace MewsThreads.Calls;

/// <summary>An operation's own properties, as a script gives them.</summary>
internal sealed class OperationBody
{
    // The module writes these into every request, and only it.
    private static readonly string[] Reserved = ["ClientToken", "AccessToken", "Client"];

    private OperationBody(JsonElement json)
    {
        foreach (var property in json.EnumerateObject())
        {
            if (Reserved.FirstOrDefault(name => Is(property, name)) is { } name)
            {
                throw new ReservedPropertyException(name);
            }
        }

        Json = json;
        Limitation = OperationLimitation.Of(json);
    }

    /// <summary>As it is sent, less what every request carries.</summary>
    public JsonElement Json { get; }

    /// <summary>What it says of pages.</summary>
    public OperationLimitation Limitation { get; }

    /// <summary>Reads a body that is JSON text.</summary>
    /// <exception cref="ArgumentException">It cannot be sent.</exception>
    public static OperationBody OfText(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = WireWriter.MaximumDepth });
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new OperationBody(Written(document.RootElement.WriteTo))
                : throw NotAnObject();
        }
        catch (JsonException e)
        {
            // Its own message quotes the text.
            throw new ArgumentException(
                $"the text is not JSON, or nested more than {WireWriter.MaximumDepth} levels deep: "
                + $"line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.");
        }
        catch (InvalidOperationException)
        {
            throw new ArgumentException("a text in it is not valid Unicode.");
        }
    }

    /// <summary>Makes a body of a dictionary or an object.</summary>
    /// <param name="value">The value.</param>
    /// <param name="unwrap">See <see cref="WireWriter"/>.</param>
    /// <exception cref="ArgumentException">It cannot be sent.</exception>
    public static OperationBody OfValue(object value, Func<object, object?> unwrap)
    {
        var json = Written(writer => new WireWriter(writer, unwrap).Write(value));
        return json.ValueKind == JsonValueKind.Object ? new OperationBody(json) : throw NotAnObject();
    }

    /// <summary>It with a limitation in place of its own.</summary>
    public JsonElement With(int count, string? cursor) => Written(writer =>
    {
        writer.WriteStartObject();
        foreach (var property in Json.EnumerateObject().Where(property => !Is(property, OperationLimitation.Name)))
        {
            property.WriteTo(writer);
        }

        writer.WritePropertyName(OperationLimitation.Name);
        Limitation.Write(writer, count, cursor);
        writer.WriteEndObject();
    });

    /// <summary>Whether a property has this name in any letter case, since it is not known how Mews compares them.</summary>
    internal static bool Is(JsonProperty property, string name) => property.Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static JsonElement Written(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            write(writer);
        }

        using var document = JsonDocument.Parse(stream.ToArray());
        return document.RootElement.Clone();
    }

    private static ArgumentException NotAnObject() => new("it must be an object: a hashtable, an object with properties, or the text of a JSON object.");
}

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

/// <summary>A body sets a property that every request carries already.</summary>
/// <param name="property">Its name.</param>
internal sealed class ReservedPropertyException(string property) : ArgumentException($"it sets {property}, which every request carries already.")
{
    public string Property => property;
}
