namespace MewsThreads.Http;

/// <summary>
/// The server's clock, as the last response told it. It is counted on by time that never jumps, so that it stays right when the local
/// clock is corrected. Safe to be used by several threads at once.
/// </summary>
internal sealed class ServerClock(Clock clock)
{
    // Responses tell whole seconds, so the clock may have shown up to this much more.
    private static readonly TimeSpan ToldPrecision = TimeSpan.FromSeconds(1);

    // Mews may store whole seconds, too, so what it dates may seem up to this much older than it is.
    private static readonly TimeSpan StoredPrecision = TimeSpan.FromSeconds(1);

    // For a server's clock that is set forward after the last response.
    private static readonly TimeSpan Margin = TimeSpan.FromDays(1);

    // For a local clock that is slow, before any response has told the server's.
    private static readonly TimeSpan MarginUnknown = TimeSpan.FromDays(31);

    private const int EarliestYear = 2000;
    private const int LatestYear = 9000;

    // A machine that sleeps may not count the time. The longest that is made up for.
    private static readonly TimeSpan LongestSleep = TimeSpan.FromDays(90);

    private volatile Reading? _last;

    /// <summary>Raised on any thread when a response told the time: the server's, and when it came, by <see cref="Clock.Elapsed"/>.</summary>
    public event Action<DateTimeOffset, TimeSpan>? Told;

    /// <summary>A response told the time.</summary>
    /// <param name="told">The server's time of day, at some moment between the sending of the request and now.</param>
    /// <param name="sent">When the request was sent, by <see cref="Clock.Elapsed"/>.</param>
    public void Learn(DateTimeOffset told, TimeSpan sent)
    {
        // A header can say anything, and a time that cannot be reckoned with would end the command.
        if (told.Year is < EarliestYear or > LatestYear)
        {
            return;
        }

        var reading = new Reading(told.ToUniversalTime(), sent, clock.Elapsed, clock.UtcNow);
        _last = reading;
        Told?.Invoke(reading.Told, reading.Received);
    }

    /// <summary>
    /// The earliest date that Mews can have given to what it did at an instant, in whole seconds; null where no response has told the time.
    /// </summary>
    /// <param name="elapsed">The instant, by <see cref="Clock.Elapsed"/>.</param>
    public DateTimeOffset? EarliestDateAt(TimeSpan elapsed) =>
        _last is { } last ? WholeSecond(last.Told + (elapsed - last.Received) - StoredPrecision) : null;

    /// <summary>The server's time, as near as responses tell it; the local one where none has.</summary>
    public DateTimeOffset Now => _last is { } last ? last.Told + (clock.Elapsed - last.Received) : clock.UtcNow.ToUniversalTime();

    /// <summary>The latest date that Mews can have given to what it did until now; null where no response has told the time.</summary>
    public DateTimeOffset? LatestDate() => _last is { } last ? last.Told + ToldPrecision + (clock.Elapsed - last.Sent) : null;

    /// <summary>
    /// An end, in whole seconds, of what the server can date now. What follows it costs nothing, since there is nothing there yet.
    /// </summary>
    public DateTimeOffset OpenEnd()
    {
        var now = clock.UtcNow.ToUniversalTime();
        if (_last is not { } last)
        {
            return WholeSecond(now + MarginUnknown);
        }

        var latest = last.Told + ToldPrecision;
        var counted = clock.Elapsed - last.Sent;
        var byTimeOfDay = now - last.ReceivedAt;
        var slept = byTimeOfDay > counted ? byTimeOfDay - counted : TimeSpan.Zero;
        return WholeSecond(latest + counted + (slept < LongestSleep ? slept : LongestSleep) + Margin);
    }

    private static DateTimeOffset WholeSecond(DateTimeOffset instant) => instant.AddTicks(-(instant.Ticks % TimeSpan.TicksPerSecond));

    private sealed record Reading(DateTimeOffset Told, TimeSpan Sent, TimeSpan Received, DateTimeOffset ReceivedAt);
}

/// <summary>
/// Knows the earliest date that Mews can have given to anything while it was watched, as far as responses tell: its clock may be set back meanwhile.
/// </summary>
internal sealed class ClockWatch : IDisposable
{
    private readonly ServerClock _clock;
    private readonly object _lock = new();
    private DateTimeOffset _earliest = DateTimeOffset.MaxValue;
    private TimeSpan? _received;

    public ClockWatch(ServerClock clock)
    {
        _clock = clock;
        _clock.Told += Learn;
    }

    /// <summary>The earliest date, in whole seconds, since these may be all that Mews stores.</summary>
    /// <param name="known">A time that its clock has shown meanwhile.</param>
    public DateTimeOffset Earliest(DateTimeOffset known)
    {
        lock (_lock)
        {
            var earliest = known < _earliest ? known : _earliest;
            return earliest.AddTicks(-(earliest.Ticks % TimeSpan.TicksPerSecond));
        }
    }

    public void Dispose() => _clock.Told -= Learn;

    private void Learn(DateTimeOffset told, TimeSpan received)
    {
        lock (_lock)
        {
            // It may have been set back right after the response before.
            var earliest = _received is { } before && before < received ? told - (received - before) : told;
            _earliest = earliest < _earliest ? earliest : _earliest;
            _received = received;
        }
    }
}
