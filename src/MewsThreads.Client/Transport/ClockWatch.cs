namespace MewsThreads.Transport;

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
