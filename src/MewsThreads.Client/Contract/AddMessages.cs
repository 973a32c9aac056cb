namespace MewsThreads.Contract;

/// <summary>The body of <c>messages/add</c>, less what every request carries.</summary>
internal sealed record AddMessagesRequest(IReadOnlyCollection<MessageDraft> Messages);

/// <summary>The answer of <c>messages/add</c>: the messages that were written.</summary>
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

    /// <summary>Says what the answer to so many messages lacks; null where it is whole.</summary>
    internal string? Flaw(int sent) =>
        Messages is null ? "Messages is missing."
        : Messages.Any(added => added?.Message is null) ? "an element of Messages has no Message."
        : Messages.Count != sent ? $"{sent} messages were sent, and it holds {Messages.Count}."
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
