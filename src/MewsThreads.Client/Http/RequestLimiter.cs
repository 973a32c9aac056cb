using System.Runtime.CompilerServices;

namespace MewsThreads.Http;

/// <summary>
/// Keeps the requests of an access token within Mews' limit, over a sliding window, before Mews has to refuse one. Safe to be used by
/// several threads at once, since all connections of the process with the same token share it.
/// </summary>
internal sealed class RequestLimiter(Clock clock, TimeSpan window)
{
    // How soon to look again where every request of the window is still being sent.
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(100);

    // For each clock, so that tests on a clock of their own do not share them. None is removed: a process has few tokens, and a connection
    // that is made anew must still count the requests of the one before it.
    private static readonly ConditionalWeakTable<Clock, Dictionary<(Uri Address, string TokenDigest, TimeSpan Window), RequestLimiter>> All = new();

    // When each request of the window ended. It arrived at Mews before that, so it is counted here for no shorter than there.
    private readonly Queue<TimeSpan> _ended = new();
    private int _open;
    private TimeSpan _pausedUntil;

    /// <summary>The one that all connections with this access token, address and window share.</summary>
    public static RequestLimiter Shared(Clock clock, Uri platformAddress, Tokens tokens, TimeSpan window)
    {
        var limiters = All.GetOrCreateValue(clock);
        var key = (platformAddress, tokens.AccessTokenDigest(), window);
        lock (limiters)
        {
            return limiters.TryGetValue(key, out var limiter) ? limiter : limiters[key] = new RequestLimiter(clock, window);
        }
    }

    /// <summary>Admits a request where there is room for it.</summary>
    /// <param name="limit">How many requests the window may hold.</param>
    /// <returns>Zero for one that is admitted, and must be ended; otherwise how long to wait before asking again.</returns>
    public TimeSpan TryBegin(int limit)
    {
        lock (_ended)
        {
            var now = Forget();
            if (_pausedUntil > now)
            {
                return _pausedUntil - now;
            }

            if (_ended.Count + _open < limit)
            {
                _open++;
                return TimeSpan.Zero;
            }

            return _ended.Count > 0 ? _ended.Peek() + window - now : LookAgain;
        }
    }

    /// <summary>Whether four fifths of the requests that the window may hold are used.</summary>
    public bool IsNear(int limit)
    {
        lock (_ended)
        {
            Forget();
            return (_ended.Count + _open) * 5L >= limit * 4L;
        }
    }

    /// <summary>How many more requests the window may hold now.</summary>
    public int Left(int limit)
    {
        lock (_ended)
        {
            Forget();
            return Math.Max(0, limit - _ended.Count - _open);
        }
    }

    /// <summary>Counts an admitted request from now on as one of the past.</summary>
    public void End()
    {
        lock (_ended)
        {
            _open--;
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

    /// <summary>Forgets what has left the window, and says the time.</summary>
    private TimeSpan Forget()
    {
        var now = clock.Elapsed;
        while (_ended.Count > 0 && _ended.Peek() + window <= now)
        {
            _ended.Dequeue();
        }

        return now;
    }
}
