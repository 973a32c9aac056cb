namespace MewsThreads.Lists;

/// <summary>
/// Counts the requests that a list by creation would have taken so far if its pages had been read one after the other, to measure what it costs to
/// read them at the same time.
/// </summary>
/// <param name="maximumMonths">The most months that a request may span.</param>
internal sealed class SequentialRequests(int maximumMonths)
{
    private Segment? _origin;
    private DateTimeOffset _start;
    private double _pagesOfWindow;
    private int _ofWindowsBefore;

    /// <summary>How many requests it would have taken.</summary>
    public double Count => _ofWindowsBefore + _pagesOfWindow;

    /// <summary>A page was read.</summary>
    /// <param name="origin">The segment of the plan that it belongs to.</param>
    /// <param name="items">Its items, newest first.</param>
    /// <param name="count">How many it could hold.</param>
    /// <param name="reached">How far back in time it reaches.</param>
    public void Read(Segment origin, IReadOnlyList<IItem> items, int count, DateTimeOffset reached)
    {
        if (_origin != origin)
        {
            EndWindow(_origin);
            _origin = origin;
            _start = StartOf(origin, origin.Window.Created!.Value.End);
        }

        foreach (var item in items)
        {
            PassTo(item.CreatedUtc);
            _pagesOfWindow += 1.0 / count;
        }

        PassTo(reached);
    }

    private void PassTo(DateTimeOffset instant)
    {
        while (instant < _start)
        {
            EndWindow(_origin);
            _start = StartOf(_origin!, _start);
        }
    }

    private void EndWindow(Segment? origin)
    {
        // The last page of a window is one with room left, even if that is an empty one.
        _ofWindowsBefore += origin is null ? 0 : (int)(_pagesOfWindow + 1e-6) + 1;
        _pagesOfWindow = 0;
    }

    private DateTimeOffset StartOf(Segment origin, DateTimeOffset end) =>
        end <= origin.Window.Created!.Value.Start
            ? DateTimeOffset.MinValue
            : IntervalCut.EarliestStart(end, origin.Window.Created!.Value.Start, maximumMonths);
}
