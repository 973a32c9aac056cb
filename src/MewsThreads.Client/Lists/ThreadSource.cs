using MewsThreads.Contract;
using MewsThreads.Http;

namespace MewsThreads.Lists;

/// <summary>Message threads: those in the windows of a query, or those of some ids.</summary>
/// <param name="client">Sends the requests.</param>
/// <param name="query">What is wanted.</param>
/// <param name="openEnd">Where an open newer end stops, frozen when the command starts.</param>
internal sealed class ThreadSource(ConnectorClient client, ListQuery query, DateTimeOffset openEnd) : IListSource<MessageThread>
{
    // "optional, max length 3 months": https://docs.mews.com/connector-api/operations/messagethreads
    private const int MostMonths = 3;

    public string Operation => Operations.GetMessageThreads.Name;

    public int? MaximumMonths => MostMonths;

    public bool IsLimitNear => client.IsLimitNear;

    public int RequestsLeft => client.RequestsLeft;

    /// <summary>The segments of the query's windows, computed as they are taken.</summary>
    /// <param name="enterprises">The enterprises to ask for, at most 1000; null for those of the query.</param>
    public IEnumerable<Segment> Plan(IReadOnlyCollection<Guid>? enterprises = null)
    {
        Interval? range = query.Updated.IsSet ? null : IntervalCut.Range(query.Created, openEnd);
        return SegmentPlan.Of(query, Windows(byId: false), range, () => null, enterprises);
    }

    /// <summary>The segments of batches of ids in the query's windows, computed as they are taken.</summary>
    /// <param name="batches">The ids, at most 1000 in each.</param>
    /// <param name="wanted">Those that are still to be asked for when a segment is taken.</param>
    public IEnumerable<Segment> Plan(IEnumerable<Guid[]> batches, HashSet<Guid> wanted) => batches.SelectMany(
        batch => SegmentPlan.Of(query, Windows(byId: true), range: null, () => [.. batch.Where(wanted.Contains)]));

    public Task<ApiResponse<Page<MessageThread>>> SendAsync(Segment segment, Limitation limitation, Repeat repeat, CallContext context) => client.SendAsync(
        Operations.GetMessageThreads, new(segment.EnterpriseIds, segment.Ids, segment.Window.Created, segment.Window.Updated, limitation), repeat, context);

    public bool Passes(MessageThread item) => query.Created.IsBeforeEnd(item.CreatedUtc) && query.Updated.IsBeforeEnd(item.UpdatedUtc);

    /// <summary>The fewest windows that the API accepts, newest first.</summary>
    /// <param name="byId">Whether ids are asked for: with them, no time filter is needed.</param>
    public IEnumerable<Window> Windows(bool byId)
    {
        if (byId && !query.Created.IsSet && !query.Updated.IsSet)
        {
            return [default];
        }

        var created = IntervalCut.Range(query.Created, openEnd);
        var updated = IntervalCut.Range(query.Updated, openEnd);
        if (!query.Updated.IsSet)
        {
            return IntervalCut.Cut(created, MostMonths).Select(interval => new Window(interval, null));
        }

        if (!query.Created.IsSet)
        {
            return IntervalCut.Cut(updated, MostMonths).Select(interval => new Window(null, interval));
        }

        // No thread is updated before it is created: what that rules out is not asked for.
        created = created with { End = IntervalCut.Min(created.End, updated.End) };
        updated = updated with { Start = IntervalCut.Max(updated.Start, created.Start) };
        return
            from c in IntervalCut.Cut(created, MostMonths)
            from u in IntervalCut.Cut(updated, MostMonths)
            where u.End > c.Start
            select new Window(c, u);
    }
}
