namespace MewsThreads;

/// <summary>
/// The response to a call that changes something was lost, and it could not be told whether Mews has acted. It is not sent again, since
/// that could do it twice.
/// </summary>
public sealed class MewsOutcomeUnknownException : MewsException
{
    internal MewsOutcomeUnknownException(MewsException lost, UnconfirmedWrite write, DateTimeOffset? since = null)
        : base(
            Failure.OutcomeUnknown,
            $"It is not known whether {write.Described(lost.Operation)} What happened: {lost.Message}",
            lost.Operation,
            lost.RequestId,
            lost)
    {
        Write = write;
        Since = since;
    }

    /// <summary>What may or may not have been written.</summary>
    internal UnconfirmedWrite Write { get; }

    /// <summary>
    /// The sender of the thread that may or may not be there; <see langword="null"/> where the call was of another operation.
    /// </summary>
    public string? OriginalSender => (Write as UnconfirmedThread)?.OriginalSender;

    /// <summary>
    /// The subject of the thread that may or may not be there; <see langword="null"/> where the call was of another operation.
    /// </summary>
    public string? Subject => (Write as UnconfirmedThread)?.Subject;

    /// <summary>
    /// The messages that may or may not have been written; <see langword="null"/> where the call was of another operation.
    /// </summary>
    public IReadOnlyCollection<MessageDraft>? Messages => (Write as UnconfirmedMessages)?.Messages;

    /// <summary>
    /// When it was sent, by the server's clock and at the earliest, so that what it did is not older; <see langword="null"/> where that clock
    /// is not known.
    /// </summary>
    public DateTimeOffset? Since { get; }
}

/// <summary>A write of which it is not known whether Mews carried it out.</summary>
internal abstract record UnconfirmedWrite
{
    /// <summary>What is said of it, after "whether".</summary>
    public abstract string Described(string operation);
}

/// <summary>A thread.</summary>
/// <param name="OriginalSender">Its sender.</param>
/// <param name="Subject">Its subject.</param>
/// <param name="Looked">Why it was not found, or could not be told from others.</param>
internal sealed record UnconfirmedThread(string OriginalSender, string Subject, string Looked) : UnconfirmedWrite
{
    public override string Described(string operation) => $"the thread was created, and it was not sent again. {Looked}";
}

/// <summary>A batch of messages, all or some of which may have been written.</summary>
/// <param name="Messages">The messages.</param>
internal sealed record UnconfirmedMessages(IReadOnlyCollection<MessageDraft> Messages) : UnconfirmedWrite
{
    public override string Described(string operation) =>
        $"the batch of {Messages.Count} was written, and it was not sent again: {MessageDraft.List(Messages)}";
}

/// <summary>A call of any other operation.</summary>
internal sealed record UnconfirmedCall : UnconfirmedWrite
{
    public override string Described(string operation) => $"{operation} was carried out, and it was not sent again.";
}
