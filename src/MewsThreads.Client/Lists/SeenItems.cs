namespace MewsThreads.Lists;

/// <summary>Recognises the items of a list that came before, so that each is emitted once. Pages come in the order of the output.</summary>
/// <param name="keepsNewest">Whether older windows may have been read before the newest one was.</param>
internal sealed class SeenItems(bool keepsNewest)
{
    // Two windows by creation can hold the same item only where they meet.
    private readonly HashSet<Guid> _atEdges = [];

    // With an update filter, a segment that is cut begins anew, since its order is not documented.
    private HashSet<Guid> _ofOrigin = [];
    private Segment? _origin;

    // Of the newest window with an update filter: what is updated meanwhile moves there from an older one, whose page may be there already.
    private readonly HashSet<Guid> _ofNewest = [];
    private DateTimeOffset? _newestUpdate;

    private bool _isUnsorted;

    /// <summary>Whether an item of a segment was not there before. It is from now on.</summary>
    public bool IsNew(IItem item, Segment segment)
    {
        if (segment.ReadBefore?.Held(item) == true)
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

    /// <summary>The ids of the items near the end of a page, which what begins there holds again; null if they are not known.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="items">The items of its newest page.</param>
    /// <param name="isById">Whether the items themselves were asked for by id, so that nothing depends on their order.</param>
    public IReadOnlyCollection<Guid>? NearEnd(Segment segment, IReadOnlyList<IItem> items, bool isById)
    {
        // Messages of ids alone come newest first as well, as far as can be seen.
        var isOfIds = segment.Window == default && !isById;
        _isUnsorted |= isOfIds && !PageCheck.AreSorted(segment, items);
        if (!(segment.IsSorted || (isOfIds && !_isUnsorted)) || items.Count == 0)
        {
            return null;
        }

        // If all of the page lies there, others before it may: to keep all of them could take any amount of memory.
        var end = items[items.Count - 1].CreatedUtc;
        bool IsNear(IItem item) => (item.CreatedUtc - end).Duration() <= Reading.Near;
        if (IsNear(items[0]))
        {
            return null;
        }

        var ids = new List<Guid>();
        for (var at = items.Count - 1; IsNear(items[at]); at--)
        {
            ids.Add(items[at].Id);
        }

        return ids;
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
