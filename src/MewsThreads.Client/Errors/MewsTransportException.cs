namespace MewsThreads;

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
