using MewsThreads.Emulator.Worlds;

namespace MewsThreads.Emulator;

/// <summary>What an emulator is started with. The defaults are the documented behaviour.</summary>
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

    /// <summary>The answers to what Mews does not document.</summary>
    public World World { get; init; } = World.Kind;

    /// <summary>Requests that one access token may make within <see cref="LimitWindow"/>; 0 lifts the limit. Documented: 200.</summary>
    public int LimitRequests { get; init; } = 200;

    /// <summary>Length of the sliding window of the request limit. Documented: 30 seconds.</summary>
    public TimeSpan LimitWindow { get; init; } = TimeSpan.FromSeconds(30);

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Threads);
        ArgumentOutOfRangeException.ThrowIfNegative(LimitRequests);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(LimitWindow, TimeSpan.Zero);
        World.Validate();
    }
}
