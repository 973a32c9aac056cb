using MewsThreads.Contract;

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
    private const double Margin = 2.2;

    // What is left of a segment must be worth a request.
    private const double LeastRest = 0.05;

    // How many more requests there may be than if pages were read one after the other: a tenth, some of it kept for windows that turn out empty.
    private const double Budget = 0.088;
    private const double Slack = 0.8;

    // Where items end all at once, whatever is cut ahead of there is requested in vain. So many may be, and more as the list grows longer.
    private const int Safe = 4;
    private const double SafeShare = 0.2;

    // A window that holds less of a page shows that the ones behind it are cut too short.
    private const double Least = 0.75;

    // Windows that are expected to hold no more pages than this are read at the same time as they are.
    private const double Few = 1.5;

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(2);

    private readonly Density _density = new();
    private readonly SequentialRequests _sequential = new(maximumMonths);
    private int _requested;

    // How many requests of a sequential list a window that was cut to about a page has replaced lately.
    private double _worth = 1;
    private bool _isTooShort;

    /// <summary>A page was requested.</summary>
    public void Requested() => _requested++;

    /// <summary>A page of a segment was read.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="items">The items, newest first.</param>
    /// <param name="count">How many items the page could hold.</param>
    /// <param name="isOver">Whether nothing is left of the segment.</param>
    public void Learn(Segment segment, IReadOnlyList<IItem> items, int count, bool isOver)
    {
        if (!segment.IsSorted)
        {
            return;
        }

        // An open end is later than anything there is.
        var end = _density.IsUnknown && items.Count > 0 ? items[0].CreatedUtc : End(segment);
        var reached = isOver ? segment.Window.Created!.Value.Start : items[items.Count - 1].CreatedUtc;
        _density.Learn(items.Count, end - reached);
        _sequential.Read(segment.Origin, items, count, reached);

        if (segment.IsAboutAPage)
        {
            // What is left of a full page takes another request.
            _worth = (_worth * 0.8) + (isOver ? 0.2 * items.Count / count : 0.1);
        }

        // A page that is full, or all that a request may span, shows how densely items lie now.
        _isTooShort = isOver && (segment.IsAboutAPage ? items.Count < count * Least : _isTooShort && segment.Reached is not null);
    }

    /// <summary>Whether what is left of a segment is worth that pages behind it are given up.</summary>
    public bool IsWorthRoom(Segment segment, int pageSize, int limit) =>
        segment.IsSorted && PagesIn(segment, pageSize) >= limit;

    /// <summary>Whether a segment that is not cut to a page may be requested behind others, and be in nobody's way while it waits.</summary>
    public bool HoldsFewPages(Segment segment, int pageSize)
    {
        if (!segment.IsSorted)
        {
            return true;
        }

        return _density.ItemsIn(End(segment) - Floor(segment.Window.Created!.Value)) <= Few * pageSize;
    }

    /// <summary>Whether windows may be cut to a page now, by how well that went so far.</summary>
    /// <param name="ahead">How many pages are requested and not read yet.</param>
    /// <param name="count">How many items a page may hold.</param>
    public bool MayCut(int ahead, int count)
    {
        var worth = Math.Min(_worth, Aim(count) / count);
        var sequential = _sequential.Count + (worth * ahead);

        // Of few items, chance makes so much that windows cut to a page of them cost too much at first.
        var slack = Aim(count) < count * Least ? 0 : Slack;
        return !_isTooShort
            && ahead < Math.Max(Safe, _sequential.Count * SafeShare)
            && _requested + 1 - worth <= slack + (sequential * (1 + Budget));
    }

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
        var floor = Floor(window);
        if (_density.IsUnknown || !toPage)
        {
            return floor > window.Start ? floor : null;
        }

        var span = _density.SpanOf(Aim(count));
        span = span < Shortest ? Shortest : span;

        // No finer than Mews prints instants.
        var at = End(segment) - span;
        at = IntervalCut.Max(floor, at.AddTicks(-(at.Ticks % TimeSpan.TicksPerSecond)));
        return floor == window.Start && (at - floor).TotalSeconds < span.TotalSeconds * LeastRest ? null : at;
    }

    /// <summary>How many items a window that is cut to a page is to hold, so that chance does not make it too full.</summary>
    private static double Aim(int count) => Math.Max(count / 2.0, count - (Margin * Math.Sqrt(count)));

    /// <summary>The earliest instant that one request for a window may reach back to.</summary>
    private DateTimeOffset Floor(Interval window) => IntervalCut.EarliestStart(window.End, window.Start, maximumMonths);

    private double PagesIn(Segment segment, int pageSize) => _density.ItemsIn(End(segment) - segment.Window.Created!.Value.Start) / pageSize;

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
    private const double Memory = 0.9;

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
