namespace MewsThreads.Emulator;

/// <summary>The server's clock: another one, off by some time that can be set. Its timers and time stamps are those of the other.</summary>
internal sealed class EmulatorClock(TimeProvider inner) : TimeProvider
{
    private long _ticks;

    /// <summary>The largest offset: ids can only encode an instant until 2079, and <see cref="DateTimeOffset"/> ends as well.</summary>
    public static TimeSpan Most { get; } = TimeSpan.FromDays(3650);

    /// <summary>How far it is ahead; behind, if negative.</summary>
    public TimeSpan Offset
    {
        get => new(Interlocked.Read(ref _ticks));
        set
        {
            if (value.Duration() > Most)
            {
                throw new ArgumentOutOfRangeException(nameof(value), value, $"The clock can be off by {Most.TotalDays} days at most.");
            }
            Interlocked.Exchange(ref _ticks, value.Ticks);
        }
    }

    /// <summary>The time of the other clock.</summary>
    public DateTimeOffset TrueUtcNow => inner.GetUtcNow();

    public override TimeZoneInfo LocalTimeZone => inner.LocalTimeZone;

    public override long TimestampFrequency => inner.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow() + Offset;

    public override long GetTimestamp() => inner.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        inner.CreateTimer(callback, state, dueTime, period);
}
