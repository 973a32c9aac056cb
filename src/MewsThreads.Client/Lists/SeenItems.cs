namespace MewsThreads.Lists;

/// <summary>Recognises the items of a list that came before, so that each is emitted once. Pages come in the order of the output.</summary>
/// <param name="keepsNewest">Whether older windows may have been read before the newest one was.</param>
internal sealed class SeenItems(bool keepsNewest)
{
    // What a window that begins where a list has come to can hold again: that window ends up to two seconds later, and Mews prints whole ones.
    private static readonly TimeSpan NearEnd = TimeSpan.FromSeconds(3);

    // Two windows by creation can hold the same item only where they meet.
    private readonly HashSet<Guid> _atEdges = [];

    // With an update filter, a segment that is cut begins anew, since its order is not documented.
    private HashSet<Guid> _ofOrigin = [];
    private Segment? _origin;

    // Of the newest window with an update filter: what is updated meanwhile moves there from an older one, whose page may be there already.
    private readonly HashSet<Guid> _ofNewest = [];
    private DateTimeOffset? _newestUpdate;

    private readonly Dictionary<Guid, DateTimeOffset> _nearEnd = [];

    /// <summary>Whether all that lies near the end of the last page is known, so that a window that begins there can leave it out.</summary>
    public bool KnowsEnd { get; private set; }

    /// <summary>Whether an item of a segment was not there before. It is from now on.</summary>
    public bool IsNew(IItem item, Segment segment)
    {
        if (segment.IsSorted && _nearEnd.ContainsKey(item.Id))
        {
            return false;
        }

        if (SetOf(segment) is { } ofUpdates)
        {
            if (!ofUpdates.Add(item.Id) || (ofUpdates != _ofNewest && _ofNewest.Contains(item.Id)))
            {
                return false;
            }
        }

        return segment.Window.IsAtOlderEdge(item) ? _atEdges.Add(item.Id) : !_atEdges.Contains(item.Id);
    }

    /// <summary>A page of a segment was read.</summary>
    public void EndPage(Segment segment, IReadOnlyList<IItem> items)
    {
        KnowsEnd = false;
        if (!segment.IsSorted || items.Count == 0)
        {
            return;
        }

        // If all of the page lies there, others before it may: to keep all of them could take any amount of memory.
        var end = items[items.Count - 1].CreatedUtc;
        bool IsNear(DateTimeOffset created) => (created - end).Duration() <= NearEnd;
        KnowsEnd = !IsNear(items[0].CreatedUtc);
        if (!KnowsEnd)
        {
            return;
        }

        foreach (var far in _nearEnd.Where(seen => !IsNear(seen.Value)).ToList())
        {
            _nearEnd.Remove(far.Key);
        }

        for (var at = items.Count - 1; IsNear(items[at].CreatedUtc); at--)
        {
            _nearEnd[items[at].Id] = items[at].CreatedUtc;
        }
    }

    private HashSet<Guid>? SetOf(Segment segment)
    {
        if (segment.Origin.Window.Updated is not { } updated)
        {
            return null;
        }

        _newestUpdate ??= updated.End;
        if (keepsNewest && updated.End == _newestUpdate)
        {
            return _ofNewest;
        }

        if (_origin != segment.Origin)
        {
            _origin = segment.Origin;
            _ofOrigin = [];
        }

        return _ofOrigin;
    }
}
