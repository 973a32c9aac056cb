using MewsThreads.Contract;
using MewsThreads.Paging;
using MewsThreads.Transport;

namespace MewsThreads.Threads;

/// <summary>Reads threads: those in the windows of a query, or those of some ids.</summary>
internal sealed class ThreadReader(
    ConnectorClient client, ThreadQuery query, DateTimeOffset openEnd, IRequestObserver observer, CancellationToken cancellation)
    : ItemReader<MessageThread>(Operations.GetMessageThreads.Name, query, ThreadPlan.MaximumMonths, observer, cancellation)
{
    protected override bool IsLimitNear => client.IsLimitNear;

    /// <summary>Reads the threads in the query's windows.</summary>
    /// <param name="wanted">
    /// The ids to ask for, at most 1000; those that are found or refused are taken out. Null to read whatever the windows hold.
    /// </param>
    /// <param name="enterprises">The enterprises to ask for, at most 1000; null for those of the query.</param>
    public IEnumerable<ItemPage<MessageThread>> Read(HashSet<Guid>? wanted = null, IReadOnlyCollection<Guid>? enterprises = null)
    {
        Interval? range = wanted is null && !query.Updated.IsSet ? IntervalCut.Range(query.Created, openEnd) : null;
        return Read(Parts(ThreadPlan.Windows(query, wanted is not null, openEnd), range, () => wanted?.ToArray(), enterprises), wanted);
    }

    protected override async Task<ApiResponse<Page<MessageThread>>> SendAsync(
        Part part, Limitation limitation, Repeat repeat, CancellationToken cancellation)
    {
        var request = new GetMessageThreadsRequest(part.EnterpriseIds, part.Ids, part.Window.Created, part.Window.Updated, limitation);
        var response = await client.SendAsync(Operations.GetMessageThreads, request, repeat, Observer, Pipeline, cancellation).ConfigureAwait(false);
        return response.As(response.Body.ToPage());
    }

    protected override bool Passes(MessageThread item) =>
        query.Created.IsBeforeEnd(item.CreatedUtc) && query.Updated.IsBeforeEnd(item.UpdatedUtc);
}
