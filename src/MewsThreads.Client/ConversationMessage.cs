namespace MewsThreads;

/// <summary>A message with the thread that it belongs to: a row of a file of conversations.</summary>
public sealed class ConversationMessage : IItem
{
    /// <summary>Identifier of the thread that it belongs to.</summary>
    public Guid MessageThreadId { get; internal set; }

    /// <summary>Subject of the thread.</summary>
    public string Subject { get; internal set; } = null!;

    /// <summary>Name of the guest who started the thread.</summary>
    public string OriginalSender { get; internal set; } = null!;

    /// <summary>Unique identifier of the message.</summary>
    public Guid Id { get; internal set; }

    /// <summary>Instant at which it was written, with offset zero; up to 7 fractional digits.</summary>
    public DateTimeOffset CreatedUtc { get; internal set; }

    /// <summary>Who wrote it, as in <see cref="Message.Sender"/>.</summary>
    public string Sender { get; internal set; } = null!;

    /// <summary>What was written.</summary>
    public string Text { get; internal set; } = null!;

    Guid IItem.ThreadId => MessageThreadId;

    DateTimeOffset IItem.UpdatedUtc => CreatedUtc;

    /// <summary>The subject, the message's sender, its text and its id, in one line: what a terminal would obey is escaped.</summary>
    /// <returns>A line such as <c>Late check-in: Enterprise: It is open. (7f9325f6-ef44-4911-89a8-ae51010a5aa4)</c>.</returns>
    public override string ToString() => DisplayText.Escape($"{Subject}: {Sender}: {Text} ({Id})");

    /// <summary>The messages of a conversation.</summary>
    internal static IEnumerable<ConversationMessage> Of(Conversation conversation) =>
        from message in conversation.Messages
        select new ConversationMessage
        {
            MessageThreadId = conversation.Id,
            Subject = conversation.Subject,
            OriginalSender = conversation.OriginalSender,
            Id = message.Id,
            CreatedUtc = message.CreatedUtc,
            Sender = message.Sender,
            Text = message.Text,
        };
}
