namespace MewsThreads.Transport;

/// <summary>
/// Keeps the requests of an access token within Mews' limit, over a sliding window, before Mews has to refuse one. Kept in the
/// connection and safe for several threads at once, so that all runspaces that share a connection share it.
/// </summary>
internal sealed class RequestLimiter(Clock clock, int limit, TimeSpan window)
{
    // How soon to look again where every request of the window is still under way.
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(100);

    // When each request of the window ended. It arrived at Mews before that, so it is counted here for no shorter than there.
    private readonly Queue<TimeSpan> _ended = new();
    private int _underWay;
    private TimeSpan _pausedUntil;

    /// <summary>Admits a request where there is room for it.</summary>
    /// <returns>Zero for one that is admitted, and must be ended; otherwise how long to wait before asking again.</returns>
    public TimeSpan TryBegin()
    {
        lock (_ended)
        {
            var now = clock.Elapsed;
            while (_ended.Count > 0 && _ended.Peek() + window <= now)
            {
                _ended.Dequeue();
            }

            if (_pausedUntil > now)
            {
                return _pausedUntil - now;
            }

            if (_ended.Count + _underWay < limit)
            {
                _underWay++;
                return TimeSpan.Zero;
            }

            return _ended.Count > 0 ? _ended.Peek() + window - now : LookAgain;
        }
    }

    /// <summary>Counts an admitted request from now on as one of the past.</summary>
    public void End()
    {
        lock (_ended)
        {
            _underWay--;
            _ended.Enqueue(clock.Elapsed);
        }
    }

    /// <summary>Admits nothing for so long: Mews has refused a request of this token, so it would refuse the others, too.</summary>
    public void Pause(TimeSpan duration)
    {
        lock (_ended)
        {
            var until = clock.Elapsed + duration;
            _pausedUntil = until > _pausedUntil ? until : _pausedUntil;
        }
    }
}
