namespace MewsThreads.Lists;

/// <summary>
/// Finds the ids that Mews refuses among some that it refused together, in few requests. It goes from the first id to the last, in groups that
/// are as likely to hold a bad id as not. A refused group is halved until its first bad id is known; a group that is not refused was read.
/// </summary>
/// <param name="ids">The ids, at least one of them bad.</param>
internal sealed class IdSearch(Guid[] ids)
{
    private readonly List<Guid> _bad = [];

    // Of the ids that are not settled, so many from the first one on hold a bad id for certain; 0 where that is not known of any.
    private int _suspects = ids.Length;
    private int _asked;
    private int _answeredInARow;
    private int _most = ids.Length;

    /// <summary>The bad ids, so far.</summary>
    public IReadOnlyList<Guid> Bad => _bad;

    /// <summary>How many ids are known to be good or bad, so far.</summary>
    public int Settled { get; private set; }

    /// <summary>The ids to ask for now; null at the end. What was asked for before was answered, unless something else was said.</summary>
    public Guid[]? Next()
    {
        if (_asked > 0)
        {
            Settled += _asked;
            _suspects = Math.Max(0, _suspects - _asked);
            _answeredInARow++;
        }

        // The other half was answered, so it must be this one.
        if (_suspects == 1)
        {
            Find();
        }

        _asked = Math.Min(Math.Min(Size(), _most), ids.Length - Settled);
        return _asked == 0 ? null : [.. ids.Skip(Settled).Take(_asked)];
    }

    /// <summary>What was asked for was refused: a bad id is among it.</summary>
    public void Refuse()
    {
        _suspects = _asked;
        _asked = 0;
        if (_suspects == 1)
        {
            Find();
        }
    }

    /// <summary>What was asked for, more than one id, was too much at once.</summary>
    public void AskForLess()
    {
        _most = _asked / 2;
        _asked = 0;
    }

    /// <summary>What was asked for is being asked for piece by piece: nothing can be concluded from it for the ids after it.</summary>
    public void Doubt() => _suspects = 0;

    private void Find()
    {
        _bad.Add(ids[Settled]);
        Settled++;
        _suspects = 0;
        _answeredInARow = 0;
    }

    private int Size()
    {
        if (_suspects > 1)
        {
            return _suspects / 2;
        }

        // One bad id does not say how far apart they lie, and is often the only one.
        if (_bad.Count <= 1)
        {
            return ids.Length;
        }

        var apart = (Settled - 1.0) / (_bad.Count - 1);
        var size = Math.Max(1, Math.Round(apart * Math.Log(2))) * Math.Pow(2, Math.Max(0, _answeredInARow - 1));
        return size < ids.Length ? (int)size : ids.Length;
    }
}
