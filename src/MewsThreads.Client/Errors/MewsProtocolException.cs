namespace MewsThreads;

/// <summary>
/// Mews answered with success, but not with what the contract of the operation promises: no JSON, a required property missing,
/// an item that was not asked for, far too much, the same page again. Going on would risk a response that only looks whole.
/// </summary>
public sealed class MewsProtocolException : MewsException
{
    internal MewsProtocolException(string operation, string what, string? requestId, Failure? failure = null)
        : base(
            failure ?? Failure.ContractBroken,
            $"{operation}: the answer breaks the contract of the Connector API: {what}{(requestId is null ? "" : $" (request id {requestId})")}",
            operation,
            requestId,
            innerException: null)
    {
    }
}
