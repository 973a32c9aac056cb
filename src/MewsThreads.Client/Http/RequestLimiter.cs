using System.Runtime.CompilerServices;

namespace MewsThreads.Http;

/// <summary>
/// Keeps the requests of an access token within Mews' limit, over a sliding window, before Mews has to refuse one. Safe to be used by
/// several threads at once, since all connections of the process with the same token share it. Where several commands send requests, none
/// takes more than twice its equal share, so that of two each gets at least a third.
/// </summary>
internal sealed class RequestLimiter(Clock clock, TimeSpan window)
{
    // How soon to look again where every request of the window is still being sent.
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(100);

    // A command that has not asked for so long does without its share.
    private static readonly TimeSpan Recent = TimeSpan.FromSeconds(3);

    // For each clock, so that tests on a clock of their own do not share them. None is removed: a process has few tokens, and a connection
    // that is made anew must still count the requests of the one before it.
    private static readonly ConditionalWeakTable<Clock, Dictionary<(Uri Address, string TokenDigest, TimeSpan Window), RequestLimiter>> All = new();

    // When each request of the window ended. It arrived at Mews before that, so it is counted here for no shorter than there.
    private readonly Queue<(TimeSpan At, object Command)> _ended = new();
    private readonly Dictionary<object, Use> _uses = [];
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
    /// <param name="command">What the request is a part of.</param>
    /// <returns>Zero for one that is admitted, and must be ended; otherwise how long to wait before asking again.</returns>
    public TimeSpan TryBegin(int limit, object command)
    {
        lock (_ended)
        {
            var now = Forget();
            var use = _uses.TryGetValue(command, out var known) ? known : _uses[command] = new Use();
            use.Asked = now;
            if (_pausedUntil > now)
            {
                return _pausedUntil - now;
            }

            if (_ended.Count + _open >= limit)
            {
                return _ended.Count > 0 ? _ended.Peek().At + window - now : LookAgain;
            }

            foreach (var idle in _uses.Where(other => other.Value.Requests == 0 && other.Value.Asked + Recent <= now).ToList())
            {
                _uses.Remove(idle.Key);
            }

            var commands = _uses.Values.Count(other => other.Asked + Recent > now);
            if (use.Requests > 0 && use.Requests * (commands + 1L) >= limit * 2L)
            {
                return Recent;
            }

            use.Requests++;
            _open++;
            return TimeSpan.Zero;
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

    /// <summary>Counts an admitted request of a command from now on as one of the past.</summary>
    public void End(object command)
    {
        lock (_ended)
        {
            _open--;
            _ended.Enqueue((clock.Elapsed, command));
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
        while (_ended.Count > 0 && _ended.Peek().At + window <= now)
        {
            var command = _ended.Dequeue().Command;
            if (--_uses[command].Requests == 0)
            {
                _uses.Remove(command);
            }
        }

        return now;
    }

    /// <summary>What a command uses of the limit.</summary>
    private sealed class Use
    {
        /// <summary>Its requests in the window, those that are being sent included.</summary>
        public int Requests { get; set; }

        /// <summary>When it asked for room last.</summary>
        public TimeSpan Asked { get; set; }
    }
}
