namespace MewsThreads.Paging;

/// <summary>Judges whether the pages of a list hold what was asked for, each item once. They come in the order of the output.</summary>
internal sealed class PageScope
{
    private HashSet<Guid> _page = [];
    private HashSet<Guid> _pageBefore = [];
    private Guid[]? _ids;
    private HashSet<Guid>? _asked;

    /// <summary>Says what is wrong with a page of a part; null where nothing is.</summary>
    public string? Flaw(Part part, IReadOnlyList<IItem> items)
    {
        (_page, _pageBefore) = (_pageBefore, _page);
        _page.Clear();

        // An item that is updated meanwhile may move, and with it where a page begins.
        if (part.Cursor is null || part.Window.Updated is not null)
        {
            _pageBefore.Clear();
        }

        if (part.Ids != _ids)
        {
            _ids = part.Ids;
            _asked = _ids is null ? null : [.. _ids];
        }

        foreach (var item in items)
        {
            if (!_page.Add(item.Id) || _pageBefore.Contains(item.Id))
            {
                return "an item is there more than once.";
            }

            if (_asked?.Contains(item.ThreadId) == false)
            {
                return "an item in it belongs to a thread that was not asked for.";
            }

            if (!part.Window.Holds(item))
            {
                return "an item in it lies outside of the window of time that was asked for.";
            }
        }

        return part.IsSorted && !AreSorted(part, items) ? "its items are not sorted by creation, newest first." : null;
    }

    /// <summary>Whether a page of a part goes on from the one before it, newest first, as far as can be told from what is printed.</summary>
    public static bool AreSorted(Part part, IReadOnlyList<IItem> items)
    {
        var oldest = part.Reached;
        foreach (var item in items)
        {
            if (item.CreatedUtc - oldest > Window.PrintedPrecision)
            {
                return false;
            }

            oldest = item.CreatedUtc > oldest ? oldest : item.CreatedUtc;
        }

        return true;
    }
}
