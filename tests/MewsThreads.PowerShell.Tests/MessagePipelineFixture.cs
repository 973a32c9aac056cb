using MewsThreads.Emulator;
using MewsThreads.Http;
using MewsThreads.Lists;
using MewsThreads.Tests;

namespace MewsThreads.Commands.Tests;

/// <summary>An emulator on virtual time, and a session that reads random conversations from it, one case after the other.</summary>
internal sealed class MessagePipelineFixture(EmulatorHost emulator, VirtualTime time) : IAsyncDisposable
{
    private const string GetMessages = "messages/getAll";
    private const int ThreadsOfABatch = 1000;
    private readonly Session _session = new();

    private static readonly TimeSpan BetweenCases = TimeSpan.FromMinutes(10);

    /// <summary>The seeds of the cases.</summary>
    public static CaseSeeds Seeds { get; } = new("MEWSTHREADS_PIPELINE_SEED");

    public static async Task<MessagePipelineFixture> StartAsync()
    {
        var time = new VirtualTime((Seeds.Began ?? Emulators.Now) - BetweenCases);
        var options = new EmulatorOptions { Threads = 0, Clock = time };
        return new(await EmulatorHost.StartAsync(options, TestContext.Current.CancellationToken), time);
    }

    public async ValueTask DisposeAsync()
    {
        _session.Dispose();
        await emulator.DisposeAsync();
    }

    public MessagePipelineRun Run(int seed, Func<Random, IEnumerable<Fault>> faults)
    {
        emulator.Faults.Clear();
        emulator.Store.Clear();
        emulator.ClockOffset = TimeSpan.Zero;
        emulator.World = World.Random(seed);

        // What the case before it was allowed to do to the limit of the token is over.
        time.Pass(BetweenCases);
        var started = time.GetUtcNow();
        var now = started.AddTicks(-(started.Ticks % TimeSpan.TicksPerSecond));
        var random = new Random(seed);
        var (after, window, pageSize) = QueryFrom(random, now);
        List<StoredThread> threads =
            [.. Enumerable.Range(0, Count(random)).Select(_ => Emulators.Thread(emulator.World.Stored(Past(random, now) + Fraction(random))))];
        List<StoredMessage> messages =
        [
            .. threads.Where(_ => random.Next(threads.Count) < 100).SelectMany(
                thread => Enumerable.Range(0, random.Next(5)).Select(_ => Message(random, thread, window, now))),
        ];
        emulator.Store.Insert(threads);
        emulator.Messages.Insert(messages);
        var asked = emulator.Store.All().Where(thread => emulator.World.Compared(thread.CreatedUtc) >= after).Select(thread => thread.Id).ToList();
        emulator.Faults.Reset(seed);
        emulator.Faults.Add(faults(random));
        emulator.Requests.Clear();

        _session.ConnectOnVirtualTime(emulator, time, new ConnectionOptions(), jumps: new Random(seed));
        _session.Set("after", after);
        _session.Set("window", window is { } w ? new System.Collections.Hashtable { ["CreatedAfter"] = w.After, ["CreatedBefore"] = w.Before } : []);
        _session.Set("pageSize", pageSize);
        var isSequential = random.Next(2) == 0;
        var result = _session.Run(
            $"Get-MewsMessageThread -CreatedAfter $after | Get-MewsMessage -PageSize $pageSize -Connection $connection @window {(isSequential ? "-ThrottleLimit 1" : "")}");

        return new(
            $"{Seeds.ToRepeat(seed, started)}, in {emulator.World}",
            result,
            [.. asked.SelectMany(id => messages.Where(message => message.MessageThreadId == id && IsIn(window, message))).Select(message => message.Id)],
            Promised(asked, messages, window, pageSize, now),
            isSequential,
            emulator.Requests.Snapshot().Count(request => request.Operation == GetMessages),
            emulator.Faults.Snapshot().Sum(fault => fault.Happened));
    }

    private static (DateTimeOffset After, TimeFilter? Window, int PageSize) QueryFrom(Random random, DateTimeOffset now)
    {
        var (one, other) = (Past(random, now), Past(random, now));
        return (
            random.Next(2) == 0 ? now.AddDays(-90) : Past(random, now),
            random.Next(2) == 0 ? null : new TimeFilter(one < other ? one : other, one < other ? other : one),
            random.Next(3) switch { 0 => 1000, 1 => random.Next(1, 8), _ => random.Next(5, 60) });
    }

    // Now and then more than a batch.
    private static int Count(Random random) => random.Next(25) == 0 ? random.Next(900, 2600) : random.Next(40);

    private static DateTimeOffset Past(Random random, DateTimeOffset now) => now.AddSeconds(-random.Next(1, 89 * 86_400));

    // What is stored may be finer than what is printed.
    private static TimeSpan Fraction(Random random) =>
        random.Next(2) == 0 ? TimeSpan.Zero : TimeSpan.FromTicks(random.NextInt64(TimeSpan.TicksPerSecond));

    private StoredMessage Message(Random random, StoredThread thread, TimeFilter? window, DateTimeOffset now)
    {
        // Also on and beside the places where a window is cut, whether or not its thread is that old.
        var edges = window is { } w ? IntervalCut.Cut(IntervalCut.Range(w, now), 1).SelectMany(i => new[] { i.Start, i.End }).ToList() : [];
        var created = edges.Count > 0 && random.Next(3) == 0 ? edges[random.Next(edges.Count)].AddSeconds(random.Next(-1, 2)) : Past(random, now);
        created = emulator.World.Stored(created + Fraction(random));
        return new()
        {
            Id = ThreadStore.NewId(created, random),
            MessageThreadId = thread.Id,
            Text = "Text",
            Sender = MessageSenders.Application,
            CreatedUtc = created,
        };
    }

    private bool IsIn(TimeFilter? window, StoredMessage message) => window is null || emulator.World.MustPass(window.Value, message.CreatedUtc);

    /// <summary>For every batch of threads and every month of the window: the full pages of what lies there, and the page that ends it.</summary>
    private int Promised(List<Guid> asked, List<StoredMessage> messages, TimeFilter? window, int pageSize, DateTimeOffset now)
    {
        int Pages(IEnumerable<StoredMessage> within) => (within.Count() / pageSize) + 1;
        return asked.Chunk(ThreadsOfABatch).Select(batch => batch.ToHashSet()).Sum(batch =>
        {
            var within = messages.Where(message => batch.Contains(message.MessageThreadId)).ToList();
            return window is not { } w ? Pages(within) : IntervalCut.Cut(IntervalCut.Range(w, now), 1).Sum(interval => Pages(within.Where(
                message => emulator.World.Compared(message.CreatedUtc) is var created
                    && interval.Start <= created
                    && (created < interval.End
                        || (created == interval.End && (emulator.World.Intervals == IntervalRule.Inclusive || interval.Start == interval.End))))));
        });
    }
}

/// <summary>What came of a case.</summary>
internal sealed record MessagePipelineRun(string Case, Result Result, HashSet<Guid> Truth, int Promised, bool IsSequential, int Requests, int Faults);
