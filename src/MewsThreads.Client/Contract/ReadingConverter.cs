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

    public sealed override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Read(ref reader);

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => throw new NotSupportedException();

    /// <summary>Reads an object.</summary>
    public T Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new ContractException($"{What} came as {reader.TokenType}.");
        }

        var value = Create();
        try
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                ReadProperty(ref reader, value);
            }

            Check(value);
            return value;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException && IdOf(value) is { } id)
        {
            throw new ContractException($"{(e is ContractException ? e.Message : $"{What} came with a value that cannot be read.")} Its id is {id}.");
        }
    }

    /// <summary>One with nothing in it yet.</summary>
    protected abstract T Create();

    /// <summary>The id of one that is not read to its end; null where it is not known or there is none.</summary>
    protected virtual Guid? IdOf(T value) => null;

    /// <summary>Reads the property whose name the reader has come to, or skips it.</summary>
    protected abstract void ReadProperty(ref Utf8JsonReader reader, T value);

    /// <summary>Refuses one that lacks something.</summary>
    protected virtual void Check(T value)
    {
    }

    /// <summary>Goes from the name of a property to its value, unless the property was there before.</summary>
    protected static void Begin(ref Utf8JsonReader reader, bool isThere, string property)
    {
        Repeated.Refuse(isThere, property);
        reader.Read();
    }

    /// <summary>A text, or null.</summary>
    protected string? Text(ref Utf8JsonReader reader, string property) => reader.TokenType switch
    {
        JsonTokenType.String when reader.ValueSpan.Length > ResponseLimits.Text => throw new ContractException($"{What} came with a {property} that is too long."),
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Null => null,
        _ => throw Unfit(property),
    };

    /// <summary>True or false, or null.</summary>
    protected bool? Flag(ref Utf8JsonReader reader, string property) => reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        JsonTokenType.Null => null,
        _ => throw Unfit(property),
    };

    protected Guid Id(ref Utf8JsonReader reader, string property) =>
        reader.TokenType == JsonTokenType.String && reader.TryGetGuid(out var id) ? id : throw Unfit(property);

    protected ContractException Unfit(string property) => new($"{What} came with a {property} that is not of its kind.");

    /// <summary>Refuses an item without a property that the contract requires, so that none is ever emitted half filled.</summary>
    protected void Require(bool isThere, string property)
    {
        if (!isThere)
        {
            throw new ContractException($"{What} came without its required property {property}.");
        }
    }
}
