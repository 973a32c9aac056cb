using System.Text.Json.Serialization.Metadata;

namespace MewsThreads.Transport;

/// <summary>An operation of the API.</summary>
/// <param name="Name">Resource and action, such as <c>messageThreads/getAll</c>.</param>
/// <param name="RequestType">How to write its own properties.</param>
/// <param name="ResponseType">How to read its answer.</param>
/// <param name="Flaw">Says what an answer lacks of what the operation promises; null where it is whole.</param>
internal sealed record Operation<TRequest, TResponse>(
    string Name, JsonTypeInfo<TRequest> RequestType, JsonTypeInfo<TResponse> ResponseType, Func<TResponse, string?> Flaw);
