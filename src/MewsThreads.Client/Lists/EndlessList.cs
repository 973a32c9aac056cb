namespace MewsThreads.Lists;

/// <summary>Detects a sequence of pages that repeats itself forever, whatever its cursors are.</summary>
/// <param name="start">The cursor that it begins at; null for its newest item.</param>
internal sealed class EndlessList(string? start)
{
    private readonly HashSet<object> _ends = start is null ? [] : [start];
    private readonly HashSet<Guid> _seen = [];
    private int _repeated;

    /// <summary>A page was read, of items that keep their places.</summary>
    /// <param name="cursor">Where the next one begins.</param>
    /// <param name="end">What distinguishes its last item from all others; null for an empty page.</param>
    /// <returns>Whether no page before it ended there.</returns>
    public bool IsNewEnd(string cursor, object? end) => _ends.Add(cursor) && (end is null || _ends.Add(end));

    /// <summary>A page was read, of items that may move.</summary>
    /// <remarks>
    /// An item that is updated meanwhile can move to the front. If it is the one that the cursor names, the pages begin anew after it. So what was
    /// seen may come again, but not over and over without anything new.
    /// </remarks>
    /// <returns>Whether there was anything new lately.</returns>
    public bool HasNew(IEnumerable<Guid> ids)
    {
        foreach (var id in ids)
        {
            _repeated = _seen.Add(id) ? 0 : _repeated + 1;
        }

        return _repeated <= 2 * _seen.Count;
    }
}
