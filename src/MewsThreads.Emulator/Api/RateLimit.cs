using System.Globalization;
using MewsThreads.Emulator.Worlds;

namespace MewsThreads.Emulator.Api;

/// <summary>
/// The sliding request limit of each access token. A rejected request does not count, so a client that waits as told is let in.
/// </summary>
internal sealed class RateLimit(EmulatorOptions options, LiveWorld live)
{
    private readonly Dictionary<string, Queue<DateTimeOffset>> _admitted = [];
    private readonly Lock _lock = new();

    /// <summary>The 429 of a request that is one too many; <see langword="null"/> for one that is let in.</summary>
    public ApiError? Refusal(string accessToken)
    {
        if (options.LimitRequests == 0)
        {
            return null;
        }

        DateTimeOffset free;
        // A window that the setting of the clock could stretch would be no limit.
        var now = live.Clock.SteadyUtcNow;
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

        var retryAfter = RetryAfterHeader.Value(live.World.RetryAfter, (free - now).TotalSeconds, now + live.Clock.Offset);
        return ApiError.LimitReached(options.LimitRequests, options.LimitWindow, retryAfter);
    }
}

/// <summary>Values of <c>Retry-After</c>.</summary>
internal static class RetryAfterHeader
{
    /// <summary>
    /// The value that asks for so long a wait. Both forms have whole seconds; they are rounded up, since coming back too early is
    /// what they are to prevent.
    /// </summary>
    public static string? Value(RetryAfterStyle style, double seconds, DateTimeOffset now) => style switch
    {
        RetryAfterStyle.Seconds => Math.Ceiling(seconds).ToString("0", CultureInfo.InvariantCulture),
        RetryAfterStyle.Date => Date(now, seconds),
        _ => null,
    };

    private static string Date(DateTimeOffset now, double seconds)
    {
        // More than the calendar has, and less than overflows.
        const double most = 4e11;
        var ticks = now.UtcTicks + (long)Math.Ceiling(Math.Clamp(seconds, -most, most) * TimeSpan.TicksPerSecond);
        var last = DateTimeOffset.MaxValue.UtcTicks / TimeSpan.TicksPerSecond;
        var wholeSeconds = Math.Clamp((ticks + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond, 0, last);
        return new DateTimeOffset(wholeSeconds * TimeSpan.TicksPerSecond, TimeSpan.Zero).ToString("R", CultureInfo.InvariantCulture);
    }
}
