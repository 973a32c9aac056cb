using System.Runtime.CompilerServices;
using CsCheck;
using MewsThreads.Emulator;
using MewsThreads.Http;
using MewsThreads.Lists;
using MewsThreads.Tests;

namespace MewsThreads.Client.Tests;

/// <summary>Random queries over random stores: what the reader returns is what the store holds, nothing twice, under every rule.</summary>
public class ReadingProperties
{
    private static readonly int Cases = EnvironmentNumber.Of("MEWSTHREADS_QUERIES", 200);

    private static readonly DateTimeOffset Now = new(2026, 8, 31, 23, 59, 59, TimeSpan.Zero);

    private static readonly Gen<TimeSpan> Fraction =
        Gen.OneOf(Gen.Const(0), Gen.Int[0, (int)TimeSpan.TicksPerSecond - 1]).Select(ticks => TimeSpan.FromTicks(ticks));

    private static readonly Gen<DateTimeOffset> Instant =
        from day in Gen.Int[0, 1700]
        from second in Gen.Int[0, 86_399]
        from fraction in Fraction
        select IntervalCut.Earliest.AddDays(day).AddSeconds(second) + fraction;

    private static readonly Gen<World> AnyWorld = Gen.Int.Select(World.Random);

    private static readonly Gen<TimeFilter> Filter =
        from one in Instant
        from other in Instant
        from ends in Gen.Int[0, 4]
        let after = one < other ? one : other
        let before = one < other ? other : one
        select ends switch
        {
            0 => default,
            1 => new TimeFilter(after, null),
            2 => new TimeFilter(null, before),
            3 => new TimeFilter(after, after),
            _ => new TimeFilter(after, before),
        };

    private static readonly Gen<ListQuery> Query =
        from created in Filter
        from updated in Filter
        from both in Gen.Int[0, 3]
        from pageSize in Gen.OneOf(Gen.Int[1, 5], Gen.Const(1000))
        from first in Gen.OneOf(Gen.Const((int?)null), Gen.Int[1, 30].Select(n => (int?)n))
        select new ListQuery
        {
            Created = both == 1 ? default : created,
            Updated = both == 2 ? default : updated,
            PageSize = pageSize,
            First = first,
        };

    [Fact]
    public async Task What_is_read_is_what_the_store_holds_and_nothing_twice()
    {
        await using var emulator = await StartAsync();
        var cases =
            from world in AnyWorld
            from query in Query
            from threads in Threads(query)
            select (world, query, threads);

        cases.Sample(
            (world, query, threads) =>
            {
                var stored = Fill(emulator, world, threads);
                var read = Read(emulator, query);

                Assert.Equal(read, Read(emulator, query with { ThrottleLimit = 1 }));
                Assert.Equal(read, Read(emulator, query with { ThrottleLimit = 5 }));
                AssertTrue(world, query, stored, read);
            },
            iter: Cases,
            threads: 1);
    }

    [Fact]
    public async Task Ids_are_found_in_the_windows_besides_them_and_asked_for_no_longer_than_needed()
    {
        await using var emulator = await StartAsync();
        var cases =
            from world in AnyWorld
            from query in Query
            from threads in Threads(query)
            from asked in Gen.Bool.Array[threads.Count]
            from unknown in Gen.Guid.Array[0, 3]
            select (world, query, threads, asked: threads.Where((_, i) => asked[i]).Select(thread => thread.Id).Concat(unknown).ToList());

        cases.Sample(
            (world, query, threads, asked) =>
            {
                var stored = Fill(emulator, world, threads);
                var read = Read(emulator, query, [.. asked]);

                AssertTrue(world, query, [.. stored.Where(thread => asked.Contains(thread.Id))], read);
                if (read.Count == asked.Count && query.First is null && asked.Count > 0)
                {
                    // Nothing is asked once every id is found: the last request returned something.
                    Assert.True(emulator.Requests.Snapshot()[^1].Returned > 0);
                }
            },
            iter: Cases / 2,
            threads: 1);
    }

    [Fact]
    public async Task Enterprises_of_any_number_are_asked_for_in_batches()
    {
        await using var emulator = await StartAsync();
        var enterprises = Enumerable.Repeat(DemoEnterprises.First.Id, 2500).ToList();
        emulator.Store.Insert([Thread(Now.AddDays(-1), Now.AddDays(-1))]);

        Assert.Single(Read(emulator, new ListQuery { EnterpriseIds = enterprises, Created = new(Now.AddDays(-2), null) }));
        Assert.Equal(1, Assert.Single(emulator.Requests.Snapshot()).EnterpriseIdCount);
    }

    // Instants at and around the places where a query is cut, and anywhere else.
    private static Gen<List<StoredThread>> Threads(ListQuery query)
    {
        var windows = new ThreadSource(null!, query, Now).Windows(byId: false).ToList();
        var edges = windows
            .SelectMany(window => new[] { window.Created, window.Updated })
            .SelectMany(interval => interval is { } i ? new[] { i.Start, i.End } : [])
            .Append(Now)
            .Distinct()
            .ToArray();
        var instant = Gen.OneOf(
            Instant,
            from edge in Gen.Int[0, edges.Length - 1].Select(i => edges[i])
            from seconds in Gen.Int[-1, 1]
            from fraction in Fraction
            let near = edge.AddSeconds(seconds) + fraction
            select near < IntervalCut.Earliest || near >= Now ? edge.AddDays(near < Now ? 1 : -1) : near);
        var thread =
            from one in instant
            from other in instant
            from same in Gen.Bool
            let created = one < other ? one : other
            let updated = one < other ? other : one
            select Thread(same ? updated : created, updated);
        return thread.List[0, 40];
    }

    private static StoredThread Thread(DateTimeOffset created, DateTimeOffset updated) => new()
    {
        Id = ThreadStore.NewId(created),
        OriginalSender = "John",
        Subject = "Hi",
        CreatedUtc = created,
        UpdatedUtc = updated,
    };

    private static void AssertTrue(World world, ListQuery query, List<StoredThread> stored, List<Guid> read)
    {
        var must = stored
            .Where(thread => world.MustPass(query.Created, thread.CreatedUtc) && world.MustPass(query.Updated, thread.UpdatedUtc))
            .Select(thread => thread.Id).ToHashSet();
        var may = stored
            .Where(thread => world.MayPass(query.Created, thread.CreatedUtc) && world.MayPass(query.Updated, thread.UpdatedUtc))
            .Select(thread => thread.Id).ToHashSet();
        var first = query.First ?? int.MaxValue;
        Assert.Equal(read.Count, read.Distinct().Count());
        Assert.Subset(may, read.ToHashSet());
        Assert.InRange(read.Count, Math.Min(must.Count, first), first);
        if (read.Count < first)
        {
            Assert.Superset(must, read.ToHashSet());
        }
    }

    private static List<StoredThread> Fill(EmulatorHost emulator, World world, List<StoredThread> threads)
    {
        List<StoredThread> stored =
        [
            .. threads.Select(thread => thread with { CreatedUtc = world.Stored(thread.CreatedUtc), UpdatedUtc = world.Stored(thread.UpdatedUtc) }),
        ];
        emulator.World = world;
        emulator.Store.Clear();
        emulator.Store.Insert(stored);
        emulator.Requests.Clear();
        return stored;
    }

    private static List<Guid> Read(EmulatorHost emulator, ListQuery query, HashSet<Guid>? wanted = null) =>
        [.. ReadLists.Threads(ClientOf(emulator), query, Now, wanted).Select(thread => thread.Id)];

    private static readonly ConditionalWeakTable<EmulatorHost, ConnectorClient> Clients = new();

    private static ConnectorClient ClientOf(EmulatorHost emulator) => Clients.GetValue(emulator, host => new(
        host.Address,
        new Tokens(ScriptedServer.Secure(DemoTokens.ClientToken), ScriptedServer.Secure(DemoTokens.AccessToken)),
        "Test 1.0",
        new ConnectionOptions { MaximumRetryCount = 0, RequestLimit = int.MaxValue }));

    private static Task<EmulatorHost> StartAsync() =>
        EmulatorHost.StartAsync(new EmulatorOptions { Threads = 0, LimitRequests = 0 }, TestContext.Current.CancellationToken);
}
