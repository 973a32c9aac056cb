using MewsThreads.Emulator.Worlds;

namespace MewsThreads.Emulator.Api;

/// <summary>
/// The sliding request limit of each access token. A rejected request does not count, so a client that waits as told is let in.
/// </summary>
internal sealed class RequestLimiter(EmulatorOptions options, LiveWorld live)
{
    private readonly Dictionary<string, Queue<DateTimeOffset>> _admitted = [];
    private readonly Lock _lock = new();

    /// <summary>The 429 of a request that is one too many; <see langword="null"/> for one that is let in.</summary>
    public ApiException? Refusal(string accessToken)
    {
        if (options.LimitRequests == 0)
        {
            return null;
        }

        DateTimeOffset free;
        // A window that the setting of the clock could stretch would be no limit.
        var now = live.Clock.TrueUtcNow;
        lock (_lock)
        {
            if (!_admitted.TryGetValue(accessToken, out var admitted))
            {
                _admitted.Add(accessToken, admitted = new Queue<DateTimeOffset>());
            }
            while (admitted.TryPeek(out var oldest) && now - oldest >= options.LimitWindow)
            {
                admitted.Dequeue();
            }
            if (admitted.Count < options.LimitRequests)
            {
                admitted.Enqueue(now);
                return null;
            }
            free = admitted.Peek() + options.LimitWindow;
        }

        return new ApiException(
            StatusCodes.Status429TooManyRequests,
            $"Too many requests: at most {options.LimitRequests} within {options.LimitWindow.TotalSeconds:0.###} seconds.")
        {
            RetryAfter = RetryAfterHeader.Value(live.World.RetryAfter, (free - now).TotalSeconds, now + live.Clock.Offset),
        };
    }
}
