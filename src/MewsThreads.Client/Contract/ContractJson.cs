using System.Text.Json;
using System.Text.Json.Serialization;

namespace MewsThreads.Contract;

/// <summary>Reads and writes the bodies of the Connector API; generated at build time, names exactly as on the wire.</summary>
[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters =
    [
        typeof(AnyResponseConverter),
        typeof(UtcTimestampConverter),
        typeof(ListRequestConverter),
        typeof(ConfigurationConverter),
        typeof(MessageThreadConverter),
        typeof(MessageConverter),
        typeof(ThreadPageConverter),
        typeof(MessagePageConverter),
    ])]
[JsonSerializable(typeof(ListRequest))]
[JsonSerializable(typeof(Page<MessageThread>))]
[JsonSerializable(typeof(Page<Message>))]
[JsonSerializable(typeof(AddMessagesRequest))]
[JsonSerializable(typeof(AddMessagesResponse))]
[JsonSerializable(typeof(AddMessageThreadRequest))]
[JsonSerializable(typeof(AddMessageThreadResponse))]
[JsonSerializable(typeof(GetConfigurationRequest))]
[JsonSerializable(typeof(GetConfigurationResponse))]
[JsonSerializable(typeof(ErrorResponse))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(string))]
internal sealed partial class ContractJson : JsonSerializerContext;

/// <summary>
/// Reads a response of any form. It is looked through before anything is made of it, since its values take many times the memory of their bytes.
/// </summary>
internal sealed class AnyResponseConverter : JsonConverter<JsonElement>
{
    public override JsonElement Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var ahead = reader;
        var values = 0;
        do
        {
            if (++values > ResponseLimits.Values)
            {
                throw new ContractException($"it has more than {ResponseLimits.Values} values.");
            }

            if (ahead.ValueSpan.Length > ResponseLimits.Text)
            {
                throw new ContractException($"a text or number in it has more than {ResponseLimits.Text} bytes.");
            }
        }
        while (ahead.Read());

        return JsonElement.ParseValue(ref reader);
    }

    public override void Write(Utf8JsonWriter writer, JsonElement value, JsonSerializerOptions options) => value.WriteTo(writer);
}
