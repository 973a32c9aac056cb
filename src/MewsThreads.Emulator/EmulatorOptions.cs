namespace MewsThreads.Emulator;

/// <summary>What an emulator is started with. The defaults are the documented behaviour; what Mews does not document is a switch.</summary>
public sealed record EmulatorOptions
{
    /// <summary>Addresses to listen on, <c>http</c> only, several separated by <c>;</c>. Port 0 takes a free port.</summary>
    public string Url { get; init; } = "http://127.0.0.1:0";

    /// <summary>SQLite file that keeps threads and messages over a restart; <see langword="null"/> keeps them in memory.</summary>
    public string? DataFile { get; init; }

    /// <summary>
    /// How many threads a new store is seeded with for the default token; some hundred that it must not see come on top.
    /// 0 leaves the store empty.
    /// </summary>
    public int Threads { get; init; } = 2500;

    /// <summary>Seed of the generated threads: the same seed, number and day give the same threads and messages.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The server's clock: creation times, <c>NowUtc</c> and the request limit follow it.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>How the end of a time interval counts.</summary>
    public IntervalRule Intervals { get; init; } = IntervalRule.HalfOpen;

    /// <summary>
    /// Enforces the bare documented "3 months", for messages "1 month", whichever end they are counted from. Off, an interval may be a
    /// day longer, which is what the recorded message "The interval must not exceed 3M1D." says.
    /// </summary>
    public bool StrictMonths { get; init; }

    /// <summary>The sort key of a request that filters by <c>UpdatedUtc</c>.</summary>
    public UpdatedSort UpdatedSortKey { get; init; } = UpdatedSort.Created;

    /// <summary>What becomes of a cursor to a thread or message that has gone.</summary>
    public GoneCursor GoneCursor { get; init; } = GoneCursor.ContinueByPosition;

    /// <summary>What becomes of an id that names no visible thread.</summary>
    public UnknownIds UnknownIds { get; init; } = UnknownIds.Ignore;

    /// <summary>The form of <c>Retry-After</c> on a 429.</summary>
    public RetryAfterStyle RetryAfter { get; init; } = RetryAfterStyle.Seconds;

    /// <summary>Requests that one access token may make within <see cref="LimitWindow"/>; 0 lifts the limit. Documented: 200.</summary>
    public int LimitRequests { get; init; } = 200;

    /// <summary>Length of the sliding window of the request limit. Documented: 30 seconds.</summary>
    public TimeSpan LimitWindow { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Fractional digits of printed timestamps, 0 to 7, cut off (never rounded) from what is stored.</summary>
    public int TimestampDigits { get; init; }

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Threads);
        ArgumentOutOfRangeException.ThrowIfNegative(LimitRequests);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(LimitWindow, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfNegative(TimestampDigits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(TimestampDigits, 7);
    }
}
