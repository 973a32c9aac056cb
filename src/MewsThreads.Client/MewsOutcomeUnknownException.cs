namespace MewsThreads;

/// <summary>
/// The answer to a call that creates something was lost, and looking did not tell whether Mews has acted. It is not sent again, since
/// that could create it twice.
/// </summary>
public sealed class MewsOutcomeUnknownException : MewsException
{
    internal MewsOutcomeUnknownException(MewsException lost, string looked, string originalSender, string subject, DateTimeOffset? since)
        : base(
            $"It is not known whether the thread was created, and it was not sent again. {looked} What happened: {lost.Message}",
            lost.Operation,
            lost.RequestId,
            lost)
    {
        OriginalSender = originalSender;
        Subject = subject;
        Since = since;
    }

    /// <summary>The sender of the thread that may or may not be there.</summary>
    public string OriginalSender { get; }

    /// <summary>The subject of the thread that may or may not be there.</summary>
    public string Subject { get; }

    /// <summary>
    /// When it was sent, by the server's clock and at the earliest, so that the thread is not older; <see langword="null"/> where that clock
    /// is not known.
    /// </summary>
    public DateTimeOffset? Since { get; }
}
