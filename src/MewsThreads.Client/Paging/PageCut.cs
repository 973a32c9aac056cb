namespace MewsThreads.Paging;

/// <summary>
/// Cuts a part that is sorted by creation to about a page, so that several pages of it can be under way at once, by how densely items lay in
/// the pages before it.
/// </summary>
/// <param name="maximumMonths">The most months that a request may span.</param>
internal sealed class PageCut(int maximumMonths)
{
    // Chance lets some windows hold more than is expected, and what does not fit into a page costs a request of its own. So many standard
    // deviations of a count by chance leave that to one in a hundred.
    private const double Margin = 2.4;

    // What is left of a part must be worth a request.
    private const double LeastRest = 0.05;

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(2);

    private readonly Density _density = new();

    /// <summary>A page of a part was read.</summary>
    /// <param name="part">The part.</param>
    /// <param name="items">How many items the page held.</param>
    /// <param name="newest">When the newest of them was created; null where there is none.</param>
    /// <param name="rest">What is left of the part; null where nothing is.</param>
    public void Learn(Part part, int items, DateTimeOffset? newest, Part? rest)
    {
        if (part.IsSorted)
        {
            // An open end is later than anything there is.
            var end = _density.IsUnknown ? newest ?? End(part) : End(part);
            _density.Learn(items, end - (rest?.Reached ?? part.Window.Created!.Value.Start));
        }
    }

    /// <summary>How many pages a part is expected to hold.</summary>
    public double PagesIn(Part part, int pageSize) => part.IsSorted ? _density.ItemsIn(End(part) - part.Window.Created!.Value.Start) / pageSize : 0;

    /// <summary>Where to cut a part; null where it can be asked for as it is.</summary>
    /// <param name="part">The part.</param>
    /// <param name="count">How many items the page may hold.</param>
    /// <param name="toPage">Whether the newer piece is to be about a page, or as long as a request may be.</param>
    public DateTimeOffset? At(Part part, int count, bool toPage)
    {
        if (!part.IsSorted)
        {
            return null;
        }

        var window = part.Window.Created!.Value;
        var floor = IntervalCut.EarliestStart(window.End, window.Start, maximumMonths);
        if (_density.IsUnknown || !toPage)
        {
            return floor > window.Start ? floor : null;
        }

        var span = _density.SpanOf(Math.Max(count / 2.0, count - (Margin * Math.Sqrt(count))));
        span = span < Shortest ? Shortest : span;

        // No finer than Mews prints instants.
        var at = End(part) - span;
        at = IntervalCut.Max(floor, at.AddTicks(-(at.Ticks % TimeSpan.TicksPerSecond)));
        return floor == window.Start && (at - floor).TotalSeconds < span.TotalSeconds * LeastRest ? null : at;
    }

    /// <summary>Where what is left of a part ends; never outside its window, whatever a response says.</summary>
    private static DateTimeOffset End(Part part)
    {
        var window = part.Window.Created!.Value;
        return part.Reached is { } reached ? IntervalCut.Max(window.Start, IntervalCut.Min(reached, window.End)) : window.End;
    }
}
