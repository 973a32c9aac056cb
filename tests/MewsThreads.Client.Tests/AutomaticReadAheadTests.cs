using MewsThreads.Emulator;
using MewsThreads.Http;
using MewsThreads.Lists;
using MewsThreads.Tests;

namespace MewsThreads.Client.Tests;

/// <summary>How many pages are requested at the same time if nobody says it, by how the consumer keeps up.</summary>
public sealed class AutomaticReadAheadTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    private readonly VirtualTime _time = new(Now);
    private readonly CancellationTokenSource _stopping = new();
    private EmulatorHost _emulator = null!;
    private GatedServer _gate = null!;

    public async ValueTask InitializeAsync()
    {
        _emulator = await EmulatorHost.StartAsync(
            new EmulatorOptions { Threads = 0, LimitRequests = 0, Clock = _time }, TestContext.Current.CancellationToken);
        _gate = await GatedServer.StartAsync(_emulator.Address);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _stopping.Dispose();
        await _gate.DisposeAsync();
        await _emulator.DisposeAsync();
    }

    [Fact]
    public async Task Threads_of_five_years_take_twenty_requests_in_five_rounds()
    {
        var all = Now - IntervalCut.Earliest;
        var threads = Insert(Enumerable.Range(0, 2500).Select(i => Now - (all * ((i + 0.5) / 2500))));

        var read = Task.Run(() => Threads(new ListQuery()).ToList());
        await RoundsAsync(1, 2, 4, 8, 5);

        Assert.Equal(threads, (await read).Select(thread => thread.Id));
    }

    [Fact]
    public async Task Windows_by_update_as_a_first_sync_reads_them_are_requested_at_the_same_time()
    {
        var threads = Insert(Enumerable.Range(0, 500).Select(i => Now.AddDays(-1 - (3 * i))));

        var read = Task.Run(() => Threads(new ListQuery { Updated = new(null, Now) }).Select(thread => thread.Id).ToList());
        await RoundsAsync(1, 2, 4, 8, 5);

        Assert.Equal(threads, await read);
    }

    [Fact]
    public async Task One_after_the_other_there_are_never_two_requests_at_the_same_time()
    {
        Insert(Enumerable.Range(0, 550).Select(i => Now.AddMinutes(-1 - i)));
        var query = new ListQuery { PageSize = 100, ThrottleLimit = 1, Created = new(Now.AddDays(-1), null) };

        var read = Task.Run(() => Threads(query).Count());
        await RoundsAsync(1, 1, 1, 1, 1, 1);

        Assert.Equal(550, await read);
    }

    [Fact]
    public async Task So_many_as_are_chosen_are_requested_at_once_after_the_first()
    {
        Insert([]);

        var read = Task.Run(() => Threads(new ListQuery { ThrottleLimit = 5 }).Count());
        await RoundsAsync(1, 5, 5, 5, 4);

        Assert.Equal(0, await read);
    }

    [Fact]
    public async Task Many_threads_of_a_short_time_are_read_at_the_same_time_as_well()
    {
        var threads = Insert(Enumerable.Range(0, 9000).Select(i => Now.AddMinutes(-1 - i)));
        var query = new ListQuery { Created = new(Now.AddMinutes(-9001), null) };

        var read = Task.Run(() => Threads(query).Select(thread => thread.Id).ToList());
        await RoundsAsync(1, 2, 4);
        await UntilAsync(read);

        Assert.Equal(threads, await read);
    }

    [Fact]
    public async Task Batches_of_ids_are_asked_for_at_the_same_time_and_come_in_their_order()
    {
        var threads = Insert(Enumerable.Range(0, 6500).Select(i => Now.AddMinutes(-1 - i)));
        var wanted = threads.ToHashSet();
        var source = new ThreadSource(Client(_gate.Address), new ListQuery(), Now);
        var reader = new ListReader<MessageThread>(source, new ListQuery(), Context());

        var read = Task.Run(() => reader.Read(source.Plan(IdBatches.Of(threads), wanted), wanted).Select(thread => thread.Id).ToList());
        await RoundsAsync(1, 2, 4);

        Assert.Equal(threads, await read);
        Assert.Empty(wanted);
    }

    [Fact]
    public async Task Messages_of_several_batches_are_read_at_the_same_time_also_if_each_takes_several_pages()
    {
        var threads = Insert(Enumerable.Range(0, 3000).Select(i => Now.AddMinutes(-1 - i)));
        var messages = IdBatches.Of(threads).SelectMany(
            batch => Enumerable.Range(0, 25).Select(i => _emulator.Messages.Add(batch[i], Now.AddSeconds(-i)).Id)).ToList();
        var query = new ListQuery { PageSize = 10 };
        var client = Client(_gate.Address);
        var reader = new ListReader<Message>(Messages(client, query), query, Context());

        var read = Task.Run(() => reader.Read(Messages(client, query).Plan(IdBatches.Of(threads))).Select(message => message.Id).ToList());

        // Of three pages for each batch: the first; its second and the first of the next; the third, and what comes after those.
        await RoundsAsync(1, 2);
        await UntilAsync(read);

        Assert.Equal(messages, await read);
        Assert.Equal(9, _emulator.Requests.Snapshot().Count);
    }

    [Fact]
    public void As_many_batches_are_collected_as_may_be_asked_for_at_the_same_time()
    {
        var pages = new PagesInFlight(chosen: null);
        var batches = new IdBatches();
        var groups = new List<int>();
        for (var i = 0; i < 15_500; i++)
        {
            if (batches.Add(Guid.NewGuid(), pages.Next))
            {
                groups.Add(batches.Take().Length);
                for (var page = 0; page < groups[^1]; page++)
                {
                    pages.ConsumerWaits();
                    pages.PageConsumed();
                }
            }
        }

        Assert.Equal([1, 2, 4, 8], groups);
        Assert.Equal(500, Assert.Single(batches.Take()).Length);
        Assert.False(batches.HasRest);
    }

    [Fact]
    public async Task A_429_halves_the_number_of_pages_and_it_grows_again_slowly()
    {
        var query = new ListQuery { Created = new(Now.AddMonths(-58), null) };
        var source = Messages(Client(_gate.Address), query);
        var reader = new ListReader<Message>(source, query, Context());

        var read = Task.Run(() => reader.Read(source.Plan([[Guid.NewGuid()]])).Count());
        await RoundsAsync(1, 2, 4);
        await _gate.HoldsAsync(8);
        _gate.Release(statusOfFirst: 429);

        // It is sent again, and nothing besides it until it has come.
        await _gate.HoldsAsync(1);
        _gate.Release();
        await RoundsAsync(4, 5, 6, 6, 7);
        await UntilAsync(read);

        Assert.Equal(0, await read);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    public async Task A_stop_while_the_consumer_waits_leaves_no_more_requests_in_vain_than_pages_were_consumed(int consumed)
    {
        Insert([]);
        using var sent = new RequestCounter(_gate.Address.Port);

        var read = Task.Run(() => Threads(new ListQuery()).Count());
        for (var pages = 0; pages < consumed; pages = (2 * pages) + 1)
        {
            await RoundsAsync(pages + 1);
        }

        await _gate.HoldsAsync(consumed + 1);
        await _stopping.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
        Assert.Equal(consumed + 1 + consumed, sent.Started);
    }

    [Theory]
    [InlineData(15, 1)]
    [InlineData(100, 1)]
    [InlineData(250, 3)]
    [InlineData(1000, 10)]
    public void What_the_first_so_many_cannot_need_is_never_requested(int first, int requests)
    {
        Insert(Enumerable.Range(0, 2000).Select(i => Now.AddMinutes(-1 - i)));
        using var sent = new RequestCounter(_emulator.Address.Port);

        Assert.Equal(first, Threads(new ListQuery { PageSize = 100, First = first, ThrottleLimit = 1 }, _emulator.Address).Count());
        Assert.Equal(requests, sent.Started);

        // Windows that are cut to about a page may bring a little less than one.
        Assert.Equal(first, Threads(new ListQuery { PageSize = 100, First = first }, _emulator.Address).Count());
        Assert.InRange(sent.Started - requests, requests, requests + (requests / 3));
    }

    private async Task RoundsAsync(params int[] requests)
    {
        foreach (var held in requests)
        {
            await _gate.HoldsAsync(held);
            _gate.Release();
        }
    }

    private async Task UntilAsync(Task read)
    {
        while (!read.IsCompleted)
        {
            _gate.Release();
            await Task.Delay(TimeSpan.FromMilliseconds(2), TestContext.Current.CancellationToken);
        }
    }

    private List<Guid> Insert(IEnumerable<DateTimeOffset> newestFirst)
    {
        var threads = newestFirst.Select(HeavyList.Thread).ToList();
        _emulator.Store.Insert(threads);
        return [.. threads.Select(thread => thread.Id)];
    }

    private static MessageSource Messages(ConnectorClient client, ListQuery query) => new(client, query, Now);

    private IEnumerable<MessageThread> Threads(ListQuery query, Uri? address = null) =>
        ReadLists.Threads(Client(address ?? _gate.Address), query, Now, context: Context());

    private CallContext Context() => new(new RecordingObserver(), _stopping.Token);

    private ConnectorClient Client(Uri address) => HeavyList.Client(address, _time);
}
