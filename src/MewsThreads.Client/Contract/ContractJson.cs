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
        typeof(MessageThreadConverter),
        typeof(MessageConverter),
        typeof(ThreadPageConverter),
        typeof(MessagePageConverter),
    ])]
[JsonSerializable(typeof(GetMessageThreadsRequest))]
[JsonSerializable(typeof(Page<MessageThread>))]
[JsonSerializable(typeof(GetMessagesRequest))]
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
