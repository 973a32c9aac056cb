namespace MewsThreads.Connections;

/// <summary>
/// What a connection has created lately, and what it may have created: without it, a thread found after a lost response could be that
/// of an earlier call. Safe for several threads at once.
/// </summary>
internal sealed class RecentWrites
{
    // Far longer than any call lasts. A day, since the clock of Mews may be set back by hours, so that threads from before seem new.
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    private readonly Queue<(TimeSpan At, Guid Id)> _created = new();
    private readonly HashSet<Guid> _ids = [];
    private readonly Dictionary<(string OriginalSender, string Subject), int> _open = [];

    /// <summary>Begins a call, which is in doubt until it is known what it did.</summary>
    public Call Begin(string originalSender, string subject)
    {
        lock (_ids)
        {
            _open.TryGetValue((originalSender, subject), out var others);
            _open[(originalSender, subject)] = others + 1;
        }

        return new Call(this, (originalSender, subject));
    }

    /// <summary>A thread was created by a call whose response came, or was found.</summary>
    public void Remember(Guid id, TimeSpan now)
    {
        lock (_ids)
        {
            while (_created.Count > 0 && _created.Peek().At + Kept < now)
            {
                _ids.Remove(_created.Dequeue().Id);
            }

            _ids.Add(id);
            _created.Enqueue((now, id));
        }
    }

    /// <summary>Whether a thread is known to be of another call.</summary>
    public bool IsKnown(Guid id)
    {
        lock (_ids)
        {
            return _ids.Contains(id);
        }
    }

    /// <summary>A call in progress. One that ends in doubt, or is stopped, stays: a later, same call could not tell its thread from this one's.</summary>
    internal sealed class Call(RecentWrites writes, (string OriginalSender, string Subject) key) : IDisposable
    {
        private bool _isResolved;

        /// <summary>Whether another call for the same thread is in progress or in doubt.</summary>
        public bool HasOthers
        {
            get
            {
                lock (writes._ids)
                {
                    return writes._open[key] > 1;
                }
            }
        }

        /// <summary>The call did nothing, or what it did is known.</summary>
        public void Resolve() => _isResolved = true;

        public void Dispose()
        {
            if (!_isResolved)
            {
                return;
            }

            lock (writes._ids)
            {
                if (--writes._open[key] == 0)
                {
                    writes._open.Remove(key);
                }
            }
        }
    }
}
