namespace MewsThreads.Contract;

/// <summary>The body of <c>messageThreads/getAll</c> or <c>messages/getAll</c>, less what every request carries.</summary>
/// <param name="EnterpriseIds">The enterprises; null for all.</param>
/// <param name="MessageThreadIds">The ids of threads; null for whatever the intervals hold.</param>
/// <param name="CreatedUtc">When the items were created; null for any time.</param>
/// <param name="UpdatedUtc">When the items were updated; null for any time. Messages have none.</param>
/// <param name="Limitation">The page.</param>
internal sealed record ListRequest(
    IReadOnlyCollection<Guid>? EnterpriseIds,
    IReadOnlyCollection<Guid>? MessageThreadIds,
    Interval? CreatedUtc,
    Interval? UpdatedUtc,
    Limitation Limitation);

/// <summary>
/// A time interval as requests carry it. Mews reads it as half-open or, by its older pages, with both ends included,
/// so nothing may depend on what happens at <see cref="End"/>.
/// </summary>
internal readonly record struct Interval(DateTimeOffset Start, DateTimeOffset End)
{
    public override string ToString() => $"{UtcTimestampConverter.Format(Start)}..{UtcTimestampConverter.Format(End)}";
}

/// <summary>Which page a request asks for: at most <paramref name="Count"/> items, strictly after the item that the cursor names.</summary>
internal sealed record Limitation(int Count, string? Cursor)
{
    /// <summary>The most that a request may ask for, of items as of ids ("max 1000 items").</summary>
    public const int MaximumCount = 1000;
}

/// <summary>The body of <c>messages/add</c>, less what every request carries.</summary>
internal sealed record AddMessagesRequest(IReadOnlyCollection<MessageDraft> Messages);

/// <summary>The response of <c>messages/add</c>: the messages that were written.</summary>
internal sealed class AddMessagesResponse
{
    public List<AddedMessage?>? Messages
    {
        get;
        set => field = Repeated.Once(field, value, nameof(Messages));
    }

    /// <summary>Says what the response lacks; null where it is whole, which it is also without some of the messages that were sent.</summary>
    internal string? Flaw() =>
        Messages is null ? "Messages is missing."
        : Messages.Any(added => added?.Message is null) ? "an element of Messages has no Message."
        : null;
}

/// <summary>A message that was written, and what the caller called it.</summary>
internal sealed class AddedMessage
{
    public string? Identifier { get; set; }

    public Message? Message
    {
        get;
        set => field = Repeated.Once(field, value, nameof(Message));
    }
}

/// <summary>The body of <c>messageThreads/add</c>, less what every request carries.</summary>
internal sealed record AddMessageThreadRequest(string OriginalSender, string Subject, Guid? CustomerId = null);

/// <summary>The response of <c>messageThreads/add</c>: the thread that was created, as a list of one.</summary>
internal sealed class AddMessageThreadResponse
{
    public List<MessageThread?>? MessageThreads
    {
        get;
        set => field = Repeated.Once(field, value, nameof(MessageThreads));
    }
}

/// <summary>The body of <c>configuration/get</c>, less what every request carries: nothing.</summary>
internal sealed record GetConfigurationRequest;

/// <summary>What the module uses of the response of <c>configuration/get</c>.</summary>
internal sealed class GetConfigurationResponse
{
    /// <summary>The server's clock.</summary>
    public DateTimeOffset? NowUtc { get; set; }

    public EnterpriseConfiguration? Enterprise { get; set; }
}

/// <summary>The enterprise (property, or portfolio of properties) that an access token stands for.</summary>
internal sealed class EnterpriseConfiguration
{
    public Guid? Id { get; set; }

    public string? Name { get; set; }

    public bool? IsPortfolio { get; set; }
}

/// <summary>
/// The body of an error. Its third property, <c>Details</c>, is left unread: on development environments it repeats the request,
/// tokens included.
/// </summary>
internal sealed class ErrorResponse
{
    public string? Message { get; set; }

    public string? RequestId { get; set; }
}
