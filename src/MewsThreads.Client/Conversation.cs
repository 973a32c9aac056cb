using System.Collections.ObjectModel;

namespace MewsThreads;

/// <summary>
/// A message thread with all that was said in it, and what follows from that: who wrote last, whether the guest is waiting, and since when.
/// Like the thread, it is a picture of the moment it was read.
/// </summary>
public sealed class Conversation : IItem
{
    private readonly MessageThread _thread;

    /// <param name="thread">The thread.</param>
    /// <param name="messages">Its messages, oldest first.</param>
    internal Conversation(MessageThread thread, IList<Message> messages)
    {
        _thread = thread;
        Messages = new MessageList(messages);
        DateTimeOffset? asked = null;
        DateTimeOffset? waiting = null;
        foreach (var message in messages)
        {
            if (message.IsReply)
            {
                FirstReplyAfter ??= message.CreatedUtc - asked;
                waiting = null;
            }
            else
            {
                asked ??= message.CreatedUtc;
                waiting ??= message.CreatedUtc;
            }
        }

        WaitingSince = IsResolved == true ? null : waiting;
    }

    /// <summary>Unique identifier of the thread.</summary>
    public Guid Id => _thread.Id;

    /// <summary>Name of the guest who started the thread, as it was given when the thread was created.</summary>
    public string OriginalSender => _thread.OriginalSender;

    /// <summary>Subject of the thread, at least one character long.</summary>
    public string Subject => _thread.Subject;

    /// <summary>Instant at which the thread was created, with offset zero.</summary>
    public DateTimeOffset CreatedUtc => _thread.CreatedUtc;

    /// <summary>Instant of the thread's last change, with offset zero.</summary>
    public DateTimeOffset UpdatedUtc => _thread.UpdatedUtc;

    /// <summary>Whether the property has marked the thread as resolved; <see langword="null"/> where Mews did not say.</summary>
    public bool? IsResolved => _thread.IsResolved;

    /// <summary>Instant at which the first message was written; <see langword="null"/> where there is no message.</summary>
    public DateTimeOffset? FirstMessageUtc => Messages.Count == 0 ? null : Messages[0].CreatedUtc;

    /// <summary>Instant at which the last message was written; <see langword="null"/> where there is no message.</summary>
    public DateTimeOffset? LastMessageUtc => Messages.Count == 0 ? null : Messages[Messages.Count - 1].CreatedUtc;

    /// <summary>Who wrote last, as in <see cref="Message.Sender"/>; <see langword="null"/> where there is no message.</summary>
    public string? LastSender => Messages.Count == 0 ? null : Messages[Messages.Count - 1].Sender;

    /// <summary>
    /// Since when the guest has been waiting: the first message of the guest after the last reply of the property. <see langword="null"/>
    /// where the property wrote last, where the thread is resolved, and where there is no message. Every sender but <c>Enterprise</c> is the
    /// guest's side.
    /// </summary>
    public DateTimeOffset? WaitingSince { get; }

    /// <summary>
    /// How long after the first message of the guest the property first replied; <see langword="null"/> where it has not.
    /// </summary>
    public TimeSpan? FirstReplyAfter { get; }

    /// <summary>What was said, oldest first.</summary>
    public IReadOnlyList<Message> Messages { get; }

    Guid IItem.ThreadId => Id;

    /// <summary>The subject, its sender and the id of the thread: what a terminal would obey is escaped.</summary>
    /// <returns>A line such as <c>Late check-in (Jane Doe), 7f9325f6-ef44-4911-89a8-ae51010a5aa4</c>.</returns>
    public override string ToString() => _thread.ToString();

    /// <summary>Messages that are a text where a list is none: in a cell of a file, and in a view.</summary>
    private sealed class MessageList(IList<Message> messages) : ReadOnlyCollection<Message>(messages)
    {
        /// <summary>A line for each message; line breaks in one are escaped, so that it does not look like two.</summary>
        public override string ToString() =>
            string.Join("\n", this.Select(message => DisplayText.Escape($"{message.CreatedUtc:u} {message.Sender}: {message.Text}")));
    }
}
