using MewsThreads.Contract;

namespace MewsThreads.Threads;

/// <summary>Cuts a query into the fewest windows that the API accepts, newest first.</summary>
internal static class ThreadPlan
{
    /// <summary>The operation exists since 2022, so no thread is older.</summary>
    public static readonly DateTimeOffset Earliest = new(2022, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // "optional, max length 3 months": https://mews-systems.gitbook.io/connector-api/operations/messagethreads
    private const int MaximumMonths = 3;

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

        var created = Range(query.Created, openEnd);
        var updated = Range(query.Updated, openEnd);
        if (!query.Updated.IsSet)
        {
            return Cut(created).Select(interval => new Window(interval, null));
        }

        if (!query.Created.IsSet)
        {
            return Cut(updated).Select(interval => new Window(null, interval));
        }

        // No thread is updated before it is created: what that rules out is not asked for.
        created = created with { End = Min(created.End, updated.End) };
        updated = updated with { Start = Max(updated.Start, created.Start) };
        return
            from c in Cut(created)
            from u in Cut(updated)
            where u.End > c.Start
            select new Window(c, u);
    }

    /// <summary>
    /// The earliest start, not before <paramref name="floor"/>, of an interval that ends at <paramref name="end"/> and is three
    /// months at most, counted from either of its ends.
    /// </summary>
    internal static DateTimeOffset EarliestStart(DateTimeOffset end, DateTimeOffset floor)
    {
        var start = Max(end.AddMonths(-MaximumMonths), floor);

        // From the last days of a long month, three months on fall back to the last day of a short one, before the end. The first of
        // the next month is then the earliest start that counts as three months both ways.
        return start.AddMonths(MaximumMonths) >= end
            ? start
            : new DateTimeOffset(start.Year, start.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(1);
    }

    private static Interval Range(TimeFilter filter, DateTimeOffset openEnd) => new(
        Max((filter.After ?? Earliest).ToUniversalTime(), Earliest),
        Min((filter.Before ?? openEnd).ToUniversalTime(), openEnd));

    private static IEnumerable<Interval> Cut(Interval range)
    {
        for (var end = range.End; end > range.Start;)
        {
            var start = EarliestStart(end, range.Start);
            yield return new Interval(start, end);
            end = start;
        }
    }

    private static DateTimeOffset Min(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;

    private static DateTimeOffset Max(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
