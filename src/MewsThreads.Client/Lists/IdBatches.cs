using MewsThreads.Contract;

namespace MewsThreads.Lists;

/// <summary>The ids of a command, each once, in batches of as many as a request may ask for.</summary>
internal sealed class IdBatches
{
    private readonly HashSet<Guid> _asked = [];
    private readonly List<Guid[]> _full = [];
    private readonly List<Guid> _batch = [];

    /// <summary>How many ids there were so far, of all batches.</summary>
    public int Count => _asked.Count;

    /// <summary>Whether some ids wait to be sent.</summary>
    public bool HasRest => _batch.Count > 0 || _full.Count > 0;

    /// <summary>The batches of ids that are all known already.</summary>
    public static Guid[][] Of(IEnumerable<Guid> ids)
    {
        var batches = new IdBatches();
        foreach (var id in ids)
        {
            batches.Add(id, atOnce: int.MaxValue);
        }

        return batches.Take();
    }

    /// <summary>Adds an id, unless it came before.</summary>
    /// <param name="id">The id.</param>
    /// <param name="atOnce">How many batches are to be sent at the same time.</param>
    /// <returns>Whether so many are full, and are to be taken.</returns>
    public bool Add(Guid id, int atOnce)
    {
        if (!_asked.Add(id))
        {
            return false;
        }

        _batch.Add(id);
        if (_batch.Count < Limitation.MaximumCount)
        {
            return false;
        }

        EndBatch();
        return _full.Count >= atOnce;
    }

    /// <summary>Takes the batches that there are, the last of them perhaps not full.</summary>
    public Guid[][] Take()
    {
        if (_batch.Count > 0)
        {
            EndBatch();
        }

        Guid[][] batches = [.. _full];
        _full.Clear();
        return batches;
    }

    private void EndBatch()
    {
        _full.Add([.. _batch]);
        _batch.Clear();
    }
}
