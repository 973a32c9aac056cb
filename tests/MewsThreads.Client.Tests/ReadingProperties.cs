using System.Runtime.CompilerServices;
using CsCheck;
using MewsThreads.Emulator;
using MewsThreads.Paging;
using MewsThreads.Threads;
using MewsThreads.Transport;

namespace MewsThreads.Client.Tests;

/// <summary>Random queries over random stores: what the reader returns is what the store holds, nothing twice, under every rule.</summary>
public class ReadingProperties
{
    private static readonly DateTimeOffset Now = new(2026, 8, 31, 23, 59, 59, TimeSpan.Zero);

    private static readonly Gen<DateTimeOffset> Instant =
        from day in Gen.Int[0, 1700]
        from second in Gen.Int[0, 86_399]
        select IntervalCut.Earliest.AddDays(day).AddSeconds(second);

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

    private static readonly Gen<ThreadQuery> Query =
        from created in Filter
        from updated in Filter
        from both in Gen.Int[0, 3]
        from pageSize in Gen.OneOf(Gen.Int[1, 5], Gen.Const(1000))
        from first in Gen.OneOf(Gen.Const((int?)null), Gen.Int[1, 30].Select(n => (int?)n))
        select new ThreadQuery
        {
            Created = both == 1 ? default : created,
            Updated = both == 2 ? default : updated,
            PageSize = pageSize,
            First = first,
        };

    [Theory]
    [InlineData(IntervalRule.HalfOpen, UpdatedSort.Created, 0)]
    [InlineData(IntervalRule.Inclusive, UpdatedSort.Created, 0)]
    [InlineData(IntervalRule.HalfOpen, UpdatedSort.Updated, 7)]
    [InlineData(IntervalRule.Inclusive, UpdatedSort.Updated, 7)]
    public async Task What_is_read_is_what_the_store_holds_and_nothing_twice(IntervalRule intervals, UpdatedSort sort, int digits)
    {
        await using var emulator = await StartAsync(intervals, sort, digits);
        var cases =
            from query in Query
            from threads in Threads(query)
            select (query, threads);

        cases.Sample(
            (query, threads) =>
            {
                Fill(emulator, threads);
                var read = Read(emulator, query);
                var readAtOnce = Read(emulator, query with { ThrottleLimit = 5 });

                Assert.Equal(read, readAtOnce);
                var truth = threads.Where(thread => Matches(query, thread)).Select(thread => thread.Id).ToHashSet();
                Assert.Equal(read.Count, read.Distinct().Count());
                Assert.Subset(truth, read.ToHashSet());
                Assert.Equal(Math.Min(truth.Count, query.First ?? int.MaxValue), read.Count);
            },
            iter: 150,
            threads: 1);
    }

    [Theory]
    [InlineData(IntervalRule.HalfOpen)]
    [InlineData(IntervalRule.Inclusive)]
    public async Task Ids_are_found_in_the_windows_besides_them_and_asked_for_no_longer_than_needed(IntervalRule intervals)
    {
        await using var emulator = await StartAsync(intervals, UpdatedSort.Created, digits: 0);
        var cases =
            from query in Query
            from threads in Threads(query)
            from asked in Gen.Bool.Array[threads.Count]
            from unknown in Gen.Guid.Array[0, 3]
            select (query, threads, asked: threads.Where((_, i) => asked[i]).Select(thread => thread.Id).Concat(unknown).ToList());

        cases.Sample(
            (query, threads, asked) =>
            {
                Fill(emulator, threads);
                var read = Read(emulator, query, [.. asked]);

                var truth = threads.Where(thread => Matches(query, thread) && asked.Contains(thread.Id)).Select(thread => thread.Id).ToHashSet();
                Assert.Equal(read.Count, read.Distinct().Count());
                Assert.Subset(truth, read.ToHashSet());
                Assert.Equal(Math.Min(truth.Count, query.First ?? int.MaxValue), read.Count);
                if (truth.Count == asked.Count && query.First is null && asked.Count > 0)
                {
                    // Nothing is asked once every id is found: the last request returned something.
                    Assert.True(emulator.Requests.Snapshot()[^1].Returned > 0);
                }
            },
            iter: 150,
            threads: 1);
    }

    [Fact]
    public async Task Enterprises_of_any_number_are_asked_for_in_batches()
    {
        await using var emulator = await StartAsync(IntervalRule.HalfOpen, UpdatedSort.Created, digits: 0);
        var enterprises = Enumerable.Repeat(DemoEnterprises.First.Id, 2500).ToList();
        emulator.Store.Insert([Thread(Now.AddDays(-1), Now.AddDays(-1))]);

        Assert.Single(Read(emulator, new ThreadQuery { EnterpriseIds = enterprises, Created = new(Now.AddDays(-2), null) }));
        Assert.Equal(1, Assert.Single(emulator.Requests.Snapshot()).EnterpriseIdCount);
    }

    // Instants at and around the places where a query is cut, and anywhere else.
    private static Gen<List<StoredThread>> Threads(ThreadQuery query)
    {
        var windows = ThreadPlan.Windows(query, byId: false, Now).ToList();
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
            let near = edge.AddSeconds(seconds)
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

    private static bool Matches(ThreadQuery query, StoredThread thread) =>
        Matches(query.Created, thread.CreatedUtc) && Matches(query.Updated, thread.UpdatedUtc);

    private static bool Matches(TimeFilter filter, DateTimeOffset instant) =>
        (filter.After is null || filter.After <= instant) && (filter.Before is null || instant < filter.Before);

    private static void Fill(EmulatorHost emulator, List<StoredThread> threads)
    {
        emulator.Store.Clear();
        emulator.Store.Insert(threads);
        emulator.Requests.Clear();
    }

    private static List<Guid> Read(EmulatorHost emulator, ThreadQuery query, HashSet<Guid>? wanted = null)
    {
        var reader = new ThreadReader(ClientOf(emulator), query, Now, new RecordingObserver(), CancellationToken.None);
        return [.. reader.Read(wanted).SelectMany(page => page.Items).Select(thread => thread.Id)];
    }

    private static readonly ConditionalWeakTable<EmulatorHost, ConnectorClient> Clients = new();

    private static ConnectorClient ClientOf(EmulatorHost emulator) => Clients.GetValue(emulator, host => new(
        host.Address,
        new Tokens(ScriptedServer.Secure(DemoTokens.ClientToken), ScriptedServer.Secure(DemoTokens.AccessToken)),
        "Test 1.0",
        new ConnectionOptions { MaximumRetryCount = 0, RequestLimit = int.MaxValue }));

    // Strict months: what passes here passes every reading of the rule. The emulator refuses whatever breaks a limit.
    private static Task<EmulatorHost> StartAsync(IntervalRule intervals, UpdatedSort sort, int digits) => EmulatorHost.StartAsync(
        new EmulatorOptions
        {
            Threads = 0,
            Intervals = intervals,
            UpdatedSortKey = sort,
            TimestampDigits = digits,
            StrictMonths = true,
            LimitRequests = 0,
        },
        TestContext.Current.CancellationToken);
}
