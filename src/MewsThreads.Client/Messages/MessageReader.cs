using MewsThreads.Contract;
using MewsThreads.Paging;
using MewsThreads.Transport;

namespace MewsThreads.Messages;

/// <summary>Reads the messages of threads, some threads at a time.</summary>
internal sealed class MessageReader(
    ConnectorClient client, MessageQuery query, DateTimeOffset openEnd, IRequestObserver observer, CancellationToken cancellation)
    : PageReader<Message>(client, Operations.GetMessages.Name, query, observer, cancellation)
{
    // "optional, max length 1 month": https://mews-systems.gitbook.io/connector-api/operations/messages
    private const int MaximumMonths = 1;

    /// <summary>Reads the messages of these threads, at most 1000; of each in the query's windows, newest first.</summary>
    public IEnumerable<ItemPage<Message>> Read(Guid[] threadIds)
    {
        foreach (var window in Windows())
        {
            foreach (var enterprises in EnterpriseBatches)
            {
                // A thread that was refused once is not asked for again.
                Guid[] ids = Rejected.Count == 0 ? threadIds : [.. threadIds.Except(Rejected.Select(rejected => rejected.Id))];
                if (IsDone || ids.Length == 0)
                {
                    yield break;
                }

                foreach (var page in ReadPart(new Part(window, enterprises, ids, Cursor: null, Reached: null, Emitted: null), wanted: null))
                {
                    yield return page;
                }
            }
        }
    }

    protected override ApiResponse<PageResponse<Message>> Send(Part part, Limitation limitation, Repeat repeat)
    {
        var request = new GetMessagesRequest(part.EnterpriseIds, part.Ids!, part.Window.Created, limitation);
        var response = Client.Send(Operations.GetMessages, request, repeat, Observer, Cancellation);
        return new(response.Body, response.RequestId, response.Duration);
    }

    protected override bool Passes(Message item) => query.Created.IsBeforeEnd(item.CreatedUtc);

    private IEnumerable<Window> Windows() => query.Created.IsSet
        ? IntervalCut.Cut(IntervalCut.Range(query.Created, openEnd), MaximumMonths).Select(interval => new Window(interval, null))
        : [default];
}
