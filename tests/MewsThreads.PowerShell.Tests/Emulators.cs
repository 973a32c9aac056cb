using MewsThreads.Emulator;
using Microsoft.Extensions.Time.Testing;

namespace MewsThreads.Commands.Tests;

/// <summary>Starts emulators whose clock stands still, so that the number of windows does not depend on the day the tests run.</summary>
internal static class Emulators
{
    public static DateTimeOffset Now { get; } = new(2026, 8, 31, 12, 0, 0, TimeSpan.Zero);

    public static Task<EmulatorHost> StartAsync(int threads = 0, EmulatorOptions? options = null) => EmulatorHost.StartAsync(
        (options ?? new EmulatorOptions { LimitRequests = 0 }) with { Threads = threads, Clock = new FakeTimeProvider(Now) },
        TestContext.Current.CancellationToken);

    public static StoredThread Thread(DateTimeOffset created, DateTimeOffset? updated = null) => new()
    {
        Id = ThreadStore.NewId(created),
        OriginalSender = "Jane Doe",
        Subject = "Late check-in",
        CreatedUtc = created,
        UpdatedUtc = updated ?? created,
    };

    /// <summary>So many threads, a minute apart, the newest an hour before now; in the order of the API.</summary>
    public static IReadOnlyList<StoredThread> Insert(this EmulatorHost emulator, int count)
    {
        List<StoredThread> threads = [.. Enumerable.Range(0, count).Select(i => Thread(Now.AddHours(-1).AddMinutes(-i)))];
        emulator.Store.Insert(threads);
        return threads;
    }
}
