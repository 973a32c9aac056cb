namespace MewsThreads.Contract;

/// <summary>The body of <c>messageThreads/add</c>, less what every request carries.</summary>
internal sealed record AddMessageThreadRequest(string OriginalSender, string Subject, Guid? CustomerId = null);

/// <summary>The answer of <c>messageThreads/add</c>: the thread that was created, as a list of one.</summary>
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
