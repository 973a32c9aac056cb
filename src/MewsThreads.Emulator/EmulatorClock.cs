namespace MewsThreads.Emulator;

/// <summary>The emulator's own clock: it can be set, and then differs from the one it is made of, whose timers it keeps.</summary>
internal sealed class EmulatorClock(TimeProvider source)
{
    private long _offset;

    /// <summary>The largest offset: ids can only encode an instant until 2079, and <see cref="DateTimeOffset"/> ends as well.</summary>
    public static TimeSpan Most { get; } = TimeSpan.FromDays(3650);

    /// <summary>How far it is ahead; behind, if negative.</summary>
    public TimeSpan Offset
    {
        get => new(Interlocked.Read(ref _offset));
        set
        {
            if (value.Duration() > Most)
            {
                throw new ArgumentOutOfRangeException(nameof(value), value, $"The clock can be off by {Most.TotalDays} days at most.");
            }
            Interlocked.Exchange(ref _offset, value.Ticks);
        }
    }

    /// <summary>What it shows.</summary>
    public DateTimeOffset UtcNow => SteadyUtcNow + Offset;

    /// <summary>What it would show if it had never been set.</summary>
    public DateTimeOffset SteadyUtcNow => source.GetUtcNow();

    /// <summary>Sets it on or back, as far as it can be off.</summary>
    public void Jump(TimeSpan by)
    {
        var offset = Offset + by;
        Offset = offset > Most ? Most : offset < -Most ? -Most : offset;
    }

    public Task DelayAsync(TimeSpan duration, CancellationToken ct) => Task.Delay(duration, source, ct);
}
