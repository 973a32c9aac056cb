using MewsThreads.Contract;

namespace MewsThreads.Lists;

/// <summary>Makes segments of windows, enterprises and ids, in the order of the output.</summary>
internal static class SegmentPlan
{
    /// <summary>The segments of a query, computed as they are taken.</summary>
    /// <param name="query">What is wanted.</param>
    /// <param name="windows">Its windows.</param>
    /// <param name="range">All of them as one, if they are of one filter by creation.</param>
    /// <param name="ids">The ids of a request; null if none are asked for. Where none are left to ask for, there is no request.</param>
    /// <param name="enterprises">The enterprises to ask for, at most 1000; null for those of the query.</param>
    public static IEnumerable<Segment> Of(
        ListQuery query, IEnumerable<Window> windows, Interval? range, Func<Guid[]?> ids, IReadOnlyCollection<Guid>? enterprises = null)
    {
        // If segments are cut by what they hold, the windows need not be; with several batches each window comes once for every batch.
        var batches = enterprises is null ? Batches(query.EnterpriseIds) : [enterprises];
        var isCut = range is { } all && all.End > all.Start && query.ThrottleLimit != 1 && batches.Count == 1;
        return
            from window in isCut ? [new Window(range, null)] : windows
            from batch in batches
            let left = ids()
            where left is not { Length: 0 }
            select new Segment(window, batch, left);
    }

    /// <summary>At most 1000 enterprises at a time; one batch of null for all of them.</summary>
    private static List<IReadOnlyCollection<Guid>?> Batches(IReadOnlyCollection<Guid>? enterprises)
    {
        if (enterprises is null)
        {
            return [null];
        }

        var batches = new List<IReadOnlyCollection<Guid>?>();
        var rest = enterprises.Distinct().ToList();
        for (var at = 0; at < rest.Count; at += Limitation.MaximumCount)
        {
            batches.Add(rest.GetRange(at, Math.Min(Limitation.MaximumCount, rest.Count - at)));
        }

        return batches;
    }
}
