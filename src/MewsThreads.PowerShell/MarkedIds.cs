using System.Runtime.CompilerServices;

namespace MewsThreads.PowerShell;

/// <summary>Remembers of arguments that became ids what they were, for as long as they are in use.</summary>
internal sealed class MarkedIds
{
    private readonly ConditionalWeakTable<Guid[], object> _marked = new();

    /// <summary>Marks ids, and returns them.</summary>
    public Guid[] Mark(Guid[] ids)
    {
        _marked.Add(ids, ids);
        return ids;
    }

    /// <summary>Whether an argument that was bound is one of those.</summary>
    public bool Are(Guid[]? ids) => ids is not null && _marked.TryGetValue(ids, out _);
}
