using System.Text.Json;
using System.Text.Json.Serialization;

namespace MewsThreads.Contract;

/// <summary>
/// Reads what comes in numbers by hand, straight from the bytes; a serializer would look up each property and check each value in more steps. What
/// it reads is never written.
/// </summary>
internal abstract class ReadingConverter<T> : JsonConverter<T>
{
    /// <summary>What is read, with its article, for errors.</summary>
    protected abstract string What { get; }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => throw new NotSupportedException();

    protected void BeginObject(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException($"{What} came as {reader.TokenType}.");
        }
    }

    /// <summary>A text, or null.</summary>
    protected string? Text(ref Utf8JsonReader reader, string property) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Null => null,
        _ => throw Unfit(property),
    };

    protected Guid Id(ref Utf8JsonReader reader, string property) =>
        reader.TokenType == JsonTokenType.String && reader.TryGetGuid(out var id) ? id : throw Unfit(property);

    protected JsonException Unfit(string property) => new($"{What} came with a {property} that is not of its kind.");

    /// <summary>Refuses an item without a property that the contract requires, so that none is ever emitted half filled.</summary>
    protected void Require(bool isThere, string property)
    {
        if (!isThere)
        {
            throw new JsonException($"{What} came without its required property {property}.");
        }
    }
}
