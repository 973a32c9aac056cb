using MewsThreads.Connections;
using MewsThreads.Emulator;
using MewsThreads.Http;
using MewsThreads.Lists;
using MewsThreads.Tests;

namespace MewsThreads.Client.Tests;

/// <summary>An emulator on virtual time that random cases are run against, one after the other.</summary>
internal sealed class ResilienceFixture : IAsyncDisposable
{
    private readonly EmulatorHost _emulator;
    private readonly VirtualTime? _time;
    private readonly HashSet<Guid> _updated = [];
    private readonly Tokens _tokens = new(ScriptedServer.Secure(DemoTokens.ClientToken), ScriptedServer.Secure(DemoTokens.AccessToken));

    private ResilienceFixture(EmulatorHost emulator, VirtualTime? time)
    {
        _emulator = emulator;
        _emulator.Store.Updated += id => _updated.Add(id);
        _time = time;
    }

    private static readonly TimeSpan BetweenCases = TimeSpan.FromMinutes(10);

    /// <summary>The seeds of the cases.</summary>
    public static CaseSeeds Seeds { get; } = new("MEWSTHREADS_SEED");

    /// <summary>One on virtual time. A new run begins on a day at the end of a long month.</summary>
    public static async Task<ResilienceFixture> StartAsync()
    {
        var time = new VirtualTime((Seeds.Began ?? new DateTimeOffset(2024, 5, 31, 12, 0, 0, TimeSpan.Zero)) - BetweenCases);
        var options = new EmulatorOptions
        {
            Threads = 0,
            Clock = time,
        };
        return new ResilienceFixture(await EmulatorHost.StartAsync(options, TestContext.Current.CancellationToken), time);
    }

    /// <summary>One that runs in real time, with faults and patience scaled down to it.</summary>
    public static async Task<ResilienceFixture> StartInRealTimeAsync() => new(
        await EmulatorHost.StartAsync(new EmulatorOptions { Threads = 0, LimitRequests = 0 }, TestContext.Current.CancellationToken), time: null);

    public ValueTask DisposeAsync() => _emulator.DisposeAsync();

    /// <summary>Runs the case of a seed.</summary>
    /// <returns>How it ended; "WRONG …" where it must not end like that.</returns>
    public string Run(int seed)
    {
        // What the case before it was allowed to do to the limit of the token is over, and so are its time-outs.
        _time?.Pass(BetweenCases);
        _emulator.Faults.Clear();
        _emulator.Store.Clear();
        _emulator.Requests.Clear();
        _emulator.ClockOffset = TimeSpan.Zero;
        _emulator.World = World.Random(seed);

        var random = new Random(seed);
        var now = _emulator.Options.Clock.GetUtcNow();
        var started = now;
        now = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond));
        var @case = ResilienceCase.From(random, now);
        @case = _time is null ? @case.InRealTime() : @case;
        var world = _emulator.World;
        @case = @case with
        {
            Stored = [.. @case.Stored.Select(thread => thread with { CreatedUtc = world.Stored(thread.CreatedUtc), UpdatedUtc = world.Stored(thread.UpdatedUtc) })],
        };
        _emulator.Store.Insert(@case.Stored);
        _emulator.Faults.Reset(seed);
        foreach (var fault in @case.Faults)
        {
            _emulator.Faults.Add(fault);
        }

        var read = new List<Guid>();
        var rejected = new List<Guid>();
        _updated.Clear();
        MewsException? error = null;
        try
        {
            Read(@case, seed, read, rejected);
        }
        catch (MewsException e)
        {
            error = e;
        }

        var wrong = Wrong(@case, read, rejected, error);
        return wrong is null
            ? error is null ? "whole" : error.GetType().Name
            : $"WRONG, {wrong}; {Seeds.ToRepeat(seed, started)}: {_emulator.World}; {@case.Query}, asked {@case.Asked?.Count}, {string.Join("; ", @case.Faults)}, {error?.Message}";
    }

    private void Read(ResilienceCase @case, int seed, List<Guid> read, List<Guid> rejected)
    {
        var observer = new RecordingObserver();
        var clock = _time is null ? Clock.System : new VirtualClock(_time, @case.ClockWrongBy, new Random(seed));
        var random = _time is null ? new ShortWaits() : new Random(1);
        var client = new ConnectorClient(_emulator.Address, _tokens, "Test 1.0", @case.Options, clock, random);
        var context = ReadLists.Context(observer);
        var connection = new MewsConnection(client, environment: null, ServerInfo.Get(client, context));
        var source = new ThreadSource(client, @case.Query, client.ServerClock.OpenEnd());
        var reader = new ListReader<MessageThread>(source, @case.Query, context);
        HashSet<Guid>? wanted = @case.Asked is null ? null : [.. @case.Asked];
        try
        {
            foreach (var thread in reader.Read(wanted is null ? source.Plan() : source.Plan(IdBatches.Of(wanted), wanted), wanted))
            {
                read.Add(thread.Id);
            }
        }
        finally
        {
            rejected.AddRange(reader.Refused.Select(id => id.Id));
        }
    }

    private string? Wrong(ResilienceCase @case, List<Guid> read, List<Guid> rejected, MewsException? error)
    {
        // What came or changed while reading may be there or not; everything else must be.
        var before = @case.Stored.ToDictionary(thread => thread.Id);
        var after = _emulator.Store.All().ToDictionary(thread => thread.Id);
        bool Asked(StoredThread thread) => @case.Asked is null || @case.Asked.Contains(thread.Id);
        var world = _emulator.World;
        bool Must(StoredThread thread) => Asked(thread)
            && world.MustPass(@case.Query.Created, thread.CreatedUtc) && world.MustPass(@case.Query.Updated, thread.UpdatedUtc);
        bool May(StoredThread thread) => Asked(thread)
            && world.MayPass(@case.Query.Created, thread.CreatedUtc) && world.MayPass(@case.Query.Updated, thread.UpdatedUtc);
        var must = before.Values.Where(thread => Must(thread) && !_updated.Contains(thread.Id) && after[thread.Id] == thread).Select(thread => thread.Id).ToHashSet();
        var may = before.Values.Concat(after.Values).Where(May).Select(thread => thread.Id).ToHashSet();
        var missing = must.Except(read).Count();
        var limited = _emulator.Requests.Snapshot().Count(request => request is { Status: 429, Fault: null });

        return
            read.Count != read.Distinct().Count() ? "a thread came twice"
            : read.FirstOrDefault(id => !may.Contains(id)) is var stray && stray != default ? $"{stray} does not belong there"
            : read.Count > (@case.Query.First ?? int.MaxValue) ? "more than asked for"
            : @case.Asked is null && !@case.Query.Updated.IsSet && !read.SequenceEqual(read.OrderByDescending(id => (before.GetValueOrDefault(id) ?? after[id]).CreatedUtc))
                ? "the order is wrong"
            : rejected.Count != rejected.Distinct().Count() ? "an id was rejected twice"
            : rejected.Any(after.ContainsKey) ? "an id was rejected that exists"
            : limited > 0 ? $"{limited} requests were refused for the limit that the client keeps"
            : error is not null ? (@case.Faults.Count == 0 ? "an error without any fault" : Leak(error))
            : missing > 0 && read.Count < (@case.Query.First ?? int.MaxValue) ? $"{missing} of {must.Count} threads are missing"
            : null;
    }

    private static string? Leak(MewsException error) =>
        error.ToString().Contains(DemoTokens.ClientToken, StringComparison.OrdinalIgnoreCase)
        || error.ToString().Contains(DemoTokens.AccessToken, StringComparison.OrdinalIgnoreCase)
            ? "a token is in the error"
            : null;

    /// <summary>Jitter at its lucky end: what is waited in real time is some milliseconds.</summary>
    private sealed class ShortWaits : Random
    {
        public override double NextDouble() => 0.002;
    }
}
