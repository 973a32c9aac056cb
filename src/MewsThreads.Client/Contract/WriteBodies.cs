namespace MewsThreads.Contract;

/// <summary>The body of <c>messages/add</c>, less what every request carries.</summary>
internal sealed record AddMessagesRequest(IReadOnlyCollection<MessageDraft> Messages);

/// <summary>The response of <c>messages/add</c>: the messages that were written.</summary>
internal sealed class AddMessagesResponse
{
    public List<AddedMessage?>? Messages
    {
        get;
        set
        {
            Repeated.Refuse(field is not null, nameof(Messages));
            field = value;
        }
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
        set
        {
            Repeated.Refuse(field is not null, nameof(Message));
            field = value;
        }
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
        set
        {
            Repeated.Refuse(field is not null, nameof(MessageThreads));
            field = value;
        }
    }
}
