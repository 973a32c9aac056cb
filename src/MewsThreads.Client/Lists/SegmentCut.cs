namespace MewsThreads.Lists;

/// <summary>
/// Cuts a segment that is sorted by creation to about a page, so that several pages of it can be requested at once, by how densely items lay in
/// the pages before it.
/// </summary>
/// <param name="maximumMonths">The most months that a request may span.</param>
internal sealed class SegmentCut(int maximumMonths)
{
    // Chance lets some windows hold more than is expected, and what does not fit into a page costs a request of its own. So many standard
    // deviations of a count by chance leave that to one in a hundred.
    private const double Margin = 2.4;

    // What is left of a segment must be worth a request.
    private const double LeastRest = 0.05;

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(2);

    private readonly Density _density = new();

    /// <summary>A page of a segment was read.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="items">How many items the page held.</param>
    /// <param name="newest">When the newest of them was created; null if there is none.</param>
    /// <param name="reached">When the last of them was created; null if nothing is left of the segment.</param>
    public void Learn(Segment segment, int items, DateTimeOffset? newest, DateTimeOffset? reached)
    {
        if (segment.IsSorted)
        {
            // An open end is later than anything there is.
            var end = _density.IsUnknown ? newest ?? End(segment) : End(segment);
            _density.Learn(items, end - (reached ?? segment.Window.Created!.Value.Start));
        }
    }

    /// <summary>How many pages a segment is expected to hold.</summary>
    public double PagesIn(Segment segment, int pageSize) => segment.IsSorted ? _density.ItemsIn(End(segment) - segment.Window.Created!.Value.Start) / pageSize : 0;

    /// <summary>Where to cut a segment; null if it can be asked for as it is.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="count">How many items the page may hold.</param>
    /// <param name="toPage">Whether the newer piece is to be about a page, or as long as a request may be.</param>
    public DateTimeOffset? At(Segment segment, int count, bool toPage)
    {
        if (!segment.IsSorted)
        {
            return null;
        }

        var window = segment.Window.Created!.Value;
        var floor = IntervalCut.EarliestStart(window.End, window.Start, maximumMonths);
        if (_density.IsUnknown || !toPage)
        {
            return floor > window.Start ? floor : null;
        }

        var span = _density.SpanOf(Math.Max(count / 2.0, count - (Margin * Math.Sqrt(count))));
        span = span < Shortest ? Shortest : span;

        // No finer than Mews prints instants.
        var at = End(segment) - span;
        at = IntervalCut.Max(floor, at.AddTicks(-(at.Ticks % TimeSpan.TicksPerSecond)));
        return floor == window.Start && (at - floor).TotalSeconds < span.TotalSeconds * LeastRest ? null : at;
    }

    /// <summary>Where what is left of a segment ends; never outside its window, whatever a response says.</summary>
    private static DateTimeOffset End(Segment segment)
    {
        var window = segment.Window.Created!.Value;
        return segment.Reached is { } reached ? IntervalCut.Max(window.Start, IntervalCut.Min(reached, window.End)) : window.End;
    }
}

/// <summary>How densely items lie in time, learned from the pages of a list, newest first, to tell how far back the next page will reach.</summary>
internal sealed class Density
{
    // What several pages say is more exact than what one does.
    private const double Memory = 0.75;

    // A page further from what was expected than this shows that the density has changed, and not that chance was at work.
    private const double Tolerance = 0.15;
    private const double ToleranceOfFew = 20;

    // How much further than what was seen one may ask at once: a quiet night is not the beginning of time.
    private const double Growth = 8;

    private double _items;
    private double _seconds;

    /// <summary>Whether no page was seen yet.</summary>
    public bool IsUnknown => _seconds == 0;

    /// <summary>A page held so many items in so much time.</summary>
    public void Learn(int items, TimeSpan span)
    {
        var seconds = Math.Max(1, span.TotalSeconds);
        var expected = ItemsIn(span);
        var kept = Math.Abs(items - expected) <= (Tolerance * expected) + ToleranceOfFew ? Memory : 0;
        _items = (_items * kept) + items;
        _seconds = (_seconds * kept) + seconds;
    }

    /// <summary>How many items are to be expected in so much time.</summary>
    public double ItemsIn(TimeSpan span) => IsUnknown ? 0 : span.TotalSeconds * _items / _seconds;

    /// <summary>In how much time so many items are to be expected.</summary>
    public TimeSpan SpanOf(double items) => TimeSpan.FromSeconds(_items * Growth < items ? _seconds * Growth : items * _seconds / _items);
}
