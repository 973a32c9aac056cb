namespace MewsThreads;

/// <summary>
/// Mews answered with success, but not with what the contract of the operation promises: no JSON, a required property missing,
/// an item that was not asked for, far too much, the same page again. Going on would risk an answer that only looks whole.
/// </summary>
public sealed class MewsProtocolException : MewsException
{
    internal MewsProtocolException(string operation, string what, string? requestId)
        : base(
            $"{operation}: the answer breaks the contract of the Connector API: {what}{(requestId is null ? "" : $" (request id {requestId})")}",
            operation,
            requestId,
            innerException: null)
    {
    }

    /// <summary>Whether asking again would only bring the same.</summary>
    internal bool IsLasting { get; init; }

    /// <summary>Whether it is not from Mews but from a gateway, so that asking again may well bring what was asked for.</summary>
    internal bool IsOfGateway { get; init; }
}
