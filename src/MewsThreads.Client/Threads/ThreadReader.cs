using MewsThreads.Contract;
using MewsThreads.Paging;
using MewsThreads.Transport;

namespace MewsThreads.Threads;

/// <summary>Reads threads: those in the windows of a query, or those of some ids.</summary>
internal sealed class ThreadReader(
    ConnectorClient client, ThreadQuery query, DateTimeOffset openEnd, IRequestObserver observer, CancellationToken cancellation)
    : PageReader<MessageThread>(client, Operations.GetMessageThreads.Name, query, observer, cancellation)
{
    /// <summary>Reads the threads in the query's windows.</summary>
    /// <param name="wanted">
    /// The ids to ask for, at most 1000; those that are found or refused are taken out. Null to read whatever the windows hold.
    /// </param>
    /// <param name="enterprises">The enterprises to ask for, at most 1000; null for those of the query.</param>
    public IEnumerable<ItemPage<MessageThread>> Read(HashSet<Guid>? wanted = null, IReadOnlyCollection<Guid>? enterprises = null)
    {
        foreach (var window in ThreadPlan.Windows(query, wanted is not null, openEnd))
        {
            foreach (var batch in enterprises is null ? EnterpriseBatches : [enterprises])
            {
                if (IsComplete(wanted))
                {
                    yield break;
                }

                var ids = wanted?.ToArray();
                var part = new Part(window, batch, ids, Cursor: null, Reached: null, Emitted: window.Updated is null ? null : []);
                foreach (var page in ReadPart(part, wanted))
                {
                    yield return page;
                }
            }
        }
    }

    protected override ApiResponse<PageResponse<MessageThread>> Send(Part part, Limitation limitation, Repeat repeat)
    {
        var request = new GetMessageThreadsRequest(part.EnterpriseIds, part.Ids, part.Window.Created, part.Window.Updated, limitation);
        var response = Client.Send(Operations.GetMessageThreads, request, repeat, Observer, Cancellation);
        return new(response.Body, response.RequestId, response.Duration);
    }

    protected override bool Passes(MessageThread item) =>
        query.Created.IsBeforeEnd(item.CreatedUtc) && query.Updated.IsBeforeEnd(item.UpdatedUtc);
}
