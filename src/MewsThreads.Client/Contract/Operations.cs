using System.Text.Json.Serialization.Metadata;

namespace MewsThreads.Contract;

/// <summary>The operations that the module calls, and what their responses must have.</summary>
internal static class Operations
{
    public static readonly Operation<ListRequest, Page<MessageThread>> GetMessageThreads = new(
        "messageThreads/getAll",
        ContractJson.Default.ListRequest,
        ContractJson.Default.PageMessageThread,
        response => response.Flaw());

    public static readonly Operation<ListRequest, Page<Message>> GetMessages = new(
        "messages/getAll", ContractJson.Default.ListRequest, ContractJson.Default.PageMessage, response => response.Flaw());

    public static readonly Operation<GetConfigurationRequest, GetConfigurationResponse> GetConfiguration = new(
        "configuration/get",
        ContractJson.Default.GetConfigurationRequest,
        ContractJson.Default.GetConfigurationResponse,
        response => response is not { NowUtc: { } now, Enterprise: { Id: not null, Name: not null } }
            ? "NowUtc, Enterprise.Id or Enterprise.Name is missing."
            : now.Year is < 2000 or > 9000 ? "NowUtc is no time that a clock can show." : null);

    // Those that write are made when they are called: the serializer prepares at once for what they send, which a list need not wait for.
    public static Operation<AddMessageThreadRequest, AddMessageThreadResponse> AddMessageThread => new(
        "messageThreads/add",
        ContractJson.Default.AddMessageThreadRequest,
        ContractJson.Default.AddMessageThreadResponse,
        response => response.MessageThreads is [not null] ? null : "MessageThreads does not hold the one thread created.");

    public static Operation<AddMessagesRequest, AddMessagesResponse> AddMessages => new(
        "messages/add", ContractJson.Default.AddMessagesRequest, ContractJson.Default.AddMessagesResponse, response => response.Flaw());
}

/// <summary>An operation of the API.</summary>
/// <param name="Name">Resource and action, such as <c>messageThreads/getAll</c>.</param>
/// <param name="RequestType">How to write its own properties.</param>
/// <param name="ResponseType">How to read its response.</param>
/// <param name="Flaw">Says what a response lacks of what the operation promises; null where it is whole.</param>
internal sealed record Operation<TRequest, TResponse>(
    string Name, JsonTypeInfo<TRequest> RequestType, JsonTypeInfo<TResponse> ResponseType, Func<TResponse, string?> Flaw);
