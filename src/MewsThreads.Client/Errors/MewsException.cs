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

    /// <summary>How often the request was sent before it was given up; 1 where the failure is one that sending again cannot mend.</summary>
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
