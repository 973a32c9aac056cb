namespace MewsThreads;

/// <summary>
/// An operation of the Connector API did not succeed. Neither the message nor any property or inner exception contains the request
/// that was sent, since a request body always holds the tokens.
/// </summary>
public abstract class MewsException : Exception
{
    private protected MewsException(string message, string operation, string? requestId, Exception? innerException)
        : base(message, innerException)
    {
        Operation = operation;
        RequestId = requestId;
    }

    /// <summary>The operation that was called, such as <c>messageThreads/getAll</c>.</summary>
    public string Operation { get; }

    /// <summary>
    /// The identifier that Mews gave the request, for its support; <see langword="null"/> where no answer with one came.
    /// </summary>
    public string? RequestId { get; }
}
