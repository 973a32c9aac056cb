namespace MewsThreads.Paging;

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
