using MewsThreads.Contract;

namespace MewsThreads.Lists;

/// <summary>Cuts what a user asks of an instant into the fewest intervals that the API accepts, newest first.</summary>
internal static class IntervalCut
{
    /// <summary>The operations on threads exist since 2022, so nothing is older.</summary>
    public static readonly DateTimeOffset Earliest = new(2022, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The instants of a filter that there can be anything at.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="openEnd">Where an open newer end stops, frozen when the command starts.</param>
    public static Interval Range(TimeFilter filter, DateTimeOffset openEnd) => new(
        Max((filter.After ?? Earliest).ToUniversalTime(), Earliest),
        Min((filter.Before ?? openEnd).ToUniversalTime(), openEnd));

    /// <summary>The intervals, computed as they are taken.</summary>
    public static IEnumerable<Interval> Cut(Interval range, int maximumMonths)
    {
        for (var end = range.End; end > range.Start;)
        {
            var start = EarliestStart(end, range.Start, maximumMonths);
            yield return new Interval(start, end);
            end = start;
        }
    }

    /// <summary>
    /// The earliest start, not before <paramref name="floor"/>, of an interval that ends at <paramref name="end"/> and has so many
    /// months at most, counted from either of its ends.
    /// </summary>
    public static DateTimeOffset EarliestStart(DateTimeOffset end, DateTimeOffset floor, int maximumMonths)
    {
        var start = Max(end.AddMonths(-maximumMonths), floor);

        // From the last days of a long month, some months on fall back to the last day of a short one, before the end. The first of
        // the next month is then the earliest start that counts as so many months both ways.
        return start.AddMonths(maximumMonths) >= end
            ? start
            : new DateTimeOffset(start.Year, start.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(1);
    }

    public static DateTimeOffset Min(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;

    public static DateTimeOffset Max(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
