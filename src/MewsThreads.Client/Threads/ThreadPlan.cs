using MewsThreads.Paging;

namespace MewsThreads.Threads;

/// <summary>Cuts a query into the fewest windows that the API accepts, newest first.</summary>
internal static class ThreadPlan
{
    // "optional, max length 3 months": https://docs.mews.com/connector-api/operations/messagethreads
    public const int MaximumMonths = 3;

    /// <summary>The windows of a query, computed as they are taken.</summary>
    /// <param name="query">The query.</param>
    /// <param name="byId">Whether ids are asked for: with them, no time filter is needed.</param>
    /// <param name="openEnd">Where an open newer end stops, frozen when the command starts.</param>
    public static IEnumerable<Window> Windows(ThreadQuery query, bool byId, DateTimeOffset openEnd)
    {
        if (byId && !query.Created.IsSet && !query.Updated.IsSet)
        {
            return [default];
        }

        var created = IntervalCut.Range(query.Created, openEnd);
        var updated = IntervalCut.Range(query.Updated, openEnd);
        if (!query.Updated.IsSet)
        {
            return IntervalCut.Cut(created, MaximumMonths).Select(interval => new Window(interval, null));
        }

        if (!query.Created.IsSet)
        {
            return IntervalCut.Cut(updated, MaximumMonths).Select(interval => new Window(null, interval));
        }

        // No thread is updated before it is created: what that rules out is not asked for.
        created = created with { End = IntervalCut.Min(created.End, updated.End) };
        updated = updated with { Start = IntervalCut.Max(updated.Start, created.Start) };
        return
            from c in IntervalCut.Cut(created, MaximumMonths)
            from u in IntervalCut.Cut(updated, MaximumMonths)
            where u.End > c.Start
            select new Window(c, u);
    }
}
