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
                throw new ArgumentException(
                    $"it sets {name}, which the module writes into every request by itself. "
                    + $"{(name == "Client" ? "Use -ClientName" : "Give tokens as secure strings")} of Connect-Mews.");
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
