using MewsThreads.Contract;
using MewsThreads.Paging;
using MewsThreads.Transport;

namespace MewsThreads.Messages;

/// <summary>Reads the messages of threads, some threads at a time.</summary>
internal sealed class MessageReader(
    ConnectorClient client, MessageQuery query, DateTimeOffset openEnd, IRequestObserver observer, CancellationToken cancellation)
    : ItemReader<Message>(Operations.GetMessages.Name, query, MaximumMonths, observer, cancellation)
{
    // "optional, max length 1 month": https://docs.mews.com/connector-api/operations/messages
    private const int MaximumMonths = 1;

    private readonly HashSet<Guid> _withoutMessage = [];

    /// <summary>Of the threads that were asked for last, those of which no message was read so far.</summary>
    public IReadOnlyCollection<Guid> WithoutMessage => _withoutMessage;

    protected override bool IsLimitNear => client.IsLimitNear;

    /// <summary>Reads the messages of these threads, at most 1000; of each in the query's windows, newest first.</summary>
    public IEnumerable<ItemPage<Message>> Read(Guid[] threadIds)
    {
        _withoutMessage.Clear();
        _withoutMessage.UnionWith(threadIds);
        Interval? range = query.Created.IsSet ? IntervalCut.Range(query.Created, openEnd) : null;
        var windows = range is { } all ? IntervalCut.Cut(all, MaximumMonths).Select(interval => new Window(interval, null)) : [default];
        return Read(Parts(windows, range, () => threadIds), wanted: null);
    }

    protected override async Task<ApiResponse<Page<Message>>> SendAsync(
        Part part, Limitation limitation, Repeat repeat, CancellationToken cancellation)
    {
        var request = new GetMessagesRequest(part.EnterpriseIds, part.Ids!, part.Window.Created, limitation);
        var response = await client.SendAsync(Operations.GetMessages, request, repeat, Observer, Pipeline, cancellation).ConfigureAwait(false);
        return response.As(response.Body.ToPage());
    }

    protected override IReadOnlyList<Message> Fresh(Part part, IReadOnlyList<Message> items)
    {
        _withoutMessage.ExceptWith(items.Select(message => message.MessageThreadId));
        return base.Fresh(part, items);
    }

    protected override bool Passes(Message item) => query.Created.IsBeforeEnd(item.CreatedUtc);
}
