using MewsThreads.Contract;

namespace MewsThreads.Lists;

/// <summary>The ids of a command, each once, in batches of as many as a request may ask for.</summary>
internal sealed class IdBatches
{
    private readonly HashSet<Guid> _asked = [];
    private readonly List<Guid> _batch = [];

    /// <summary>How many ids there were so far, of all batches.</summary>
    public int Count => _asked.Count;

    /// <summary>Whether some ids wait for their batch to be sent.</summary>
    public bool HasRest => _batch.Count > 0;

    /// <summary>Adds an id, unless it came before.</summary>
    /// <returns>Whether the batch is full, and is to be taken.</returns>
    public bool Add(Guid id)
    {
        if (!_asked.Add(id))
        {
            return false;
        }

        _batch.Add(id);
        return _batch.Count == Limitation.MaximumCount;
    }

    /// <summary>Takes the batch, and begins the next.</summary>
    public Guid[] Take()
    {
        Guid[] batch = [.. _batch];
        _batch.Clear();
        return batch;
    }
}
