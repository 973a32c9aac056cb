namespace MewsThreads;

/// <summary>
/// The answer to a call that changes something was lost, and it could not be told whether Mews has acted. It is not sent again, since
/// that could do it twice.
/// </summary>
public sealed class MewsOutcomeUnknownException : MewsException
{
    internal MewsOutcomeUnknownException(MewsException lost, string looked, string originalSender, string subject, DateTimeOffset? since)
        : base(
            Failure.OutcomeUnknown,
            $"It is not known whether the thread was created, and it was not sent again. {looked} What happened: {lost.Message}",
            lost.Operation,
            lost.RequestId,
            lost)
    {
        OriginalSender = originalSender;
        Subject = subject;
        Since = since;
    }

    internal MewsOutcomeUnknownException(MewsException lost, IReadOnlyCollection<MessageDraft> messages, DateTimeOffset? since)
        : base(
            Failure.OutcomeUnknown,
            $"It is not known whether the batch of {messages.Count} was written, and it was not sent again: {MessageDraft.List(messages)} "
            + $"What happened: {lost.Message}",
            lost.Operation,
            lost.RequestId,
            lost)
    {
        Messages = messages;
        Since = since;
    }

    /// <summary>Any other call that may or may not have been carried out.</summary>
    internal MewsOutcomeUnknownException(MewsException lost)
        : base(
            Failure.OutcomeUnknown,
            $"It is not known whether {lost.Operation} was carried out, and it was not sent again. What happened: {lost.Message}",
            lost.Operation,
            lost.RequestId,
            lost)
    {
    }

    /// <summary>
    /// The sender of the thread that may or may not be there; <see langword="null"/> where the call was of another operation.
    /// </summary>
    public string? OriginalSender { get; }

    /// <summary>
    /// The subject of the thread that may or may not be there; <see langword="null"/> where the call was of another operation.
    /// </summary>
    public string? Subject { get; }

    /// <summary>
    /// The messages that may or may not have been written; <see langword="null"/> where the call was of another operation.
    /// </summary>
    public IReadOnlyCollection<MessageDraft>? Messages { get; }

    /// <summary>
    /// When it was sent, by the server's clock and at the earliest, so that what it did is not older; <see langword="null"/> where that clock
    /// is not known.
    /// </summary>
    public DateTimeOffset? Since { get; }
}
