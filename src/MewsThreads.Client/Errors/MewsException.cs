namespace MewsThreads;

/// <summary>
/// An operation of the Connector API did not succeed. Neither the message nor any property or inner exception contains the request
/// that was sent, since a request body always holds the tokens.
/// </summary>
public abstract class MewsException : Exception
{
    private protected MewsException(Failure failure, string message, string operation, string? requestId, Exception? innerException)
        : base(message, innerException)
    {
        Failure = failure;
        Operation = operation;
        RequestId = requestId;
    }

    /// <summary>What happened, and how often it was tried where that was more than once.</summary>
    public override string Message => Attempts > 1 ? $"{base.Message} Tried {Attempts} times." : base.Message;

    /// <summary>How often the request was sent before it was given up; 1 if sending it again cannot help.</summary>
    public int Attempts { get; internal init; } = 1;

    /// <summary>What it means.</summary>
    internal Failure Failure { get; }

    /// <summary>Whether Mews may have carried out the operation although no good response came.</summary>
    internal bool MayHaveActed => Failure.MayHaveActed;

    /// <summary>The operation that was called, such as <c>messageThreads/getAll</c>.</summary>
    public string Operation { get; }

    /// <summary>
    /// The identifier that Mews gave the request, for its support; <see langword="null"/> where no response with one came.
    /// </summary>
    public string? RequestId { get; }
}

/// <summary>No complete response came: the address could not be reached, the connection broke, or the time ran out.</summary>
public sealed class MewsTransportException : MewsException
{
    internal MewsTransportException(Failure failure, string operation, Uri platformAddress, string what, bool isTimeout)
        : base(failure, $"{operation}: {platformAddress.Authority} {what}", operation, requestId: null, innerException: null) =>
        IsTimeout = isTimeout;

    /// <summary>Whether the time for the request ran out, as against a connection that was refused or broke.</summary>
    public bool IsTimeout { get; }

    /// <summary>Whether the connection was never made, so that Mews cannot have seen the request.</summary>
    public bool NeverSent => Failure == Failure.NeverSent;
}

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

/// <summary>A file could not be synced, for a reason that has to do with the file, its state or its folder. The file was left as it was.</summary>
public sealed class MewsSyncException : MewsException
{
    internal MewsSyncException(Failure failure, string path, string message, Exception? innerException = null)
        : base(failure, DisplayText.Escape(message), "messageThreads/getAll", requestId: null, innerException) => Path = path;

    /// <summary>The full path of the file.</summary>
    public string Path { get; }
}

/// <summary>Mews refused most of the ids that it was asked for, so that asking for the rest would have used up the requests of the access token.</summary>
public sealed class MewsUnknownIdsException : MewsException
{
    internal MewsUnknownIdsException(MewsApiException refusal, int refused, int settled)
        : base(
            Failure.UnknownIds,
            $"{refusal.Operation}: {refused} of the first {settled} ids of a batch were refused, and most requests that the access token may send are used. "
            + $"The rest was not asked for. What happened last: {refusal.Message}",
            refusal.Operation,
            refusal.RequestId,
            refusal)
    {
        Refused = refused;
    }

    /// <summary>How many ids of the batch were refused.</summary>
    public int Refused { get; }
}
