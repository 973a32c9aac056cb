using MewsThreads.Emulator;
using MewsThreads.Http;
using MewsThreads.Lists;
using MewsThreads.Tests;

namespace MewsThreads.Client.Tests;

/// <summary>Which pages are asked for, by what was consumed; counted where they are sent, and the same on every run.</summary>
public sealed class ReadAheadTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 8, 31, 12, 0, 0, TimeSpan.Zero);

    private readonly RecordingObserver _observer = new();
    private readonly CancellationTokenSource _stopping = new();
    private EmulatorHost _emulator = null!;
    private ConnectorClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _emulator = await EmulatorHost.StartAsync(
            new EmulatorOptions { Threads = 0, LimitRequests = 0 }, TestContext.Current.CancellationToken);
        _client = Client(new ConnectionOptions { MaximumRetryCount = 0, RequestLimit = int.MaxValue });
    }

    public async ValueTask DisposeAsync()
    {
        _stopping.Dispose();
        await _emulator.DisposeAsync();
    }

    [Theory]
    [InlineData(1, 49, 1)]
    [InlineData(1, 50, 1)]
    [InlineData(1, 51, 2)]
    [InlineData(1, 100, 2)]
    [InlineData(1, 101, 3)]
    [InlineData(1, 200, 3)]
    [InlineData(1, 201, 4)]
    [InlineData(4, 50, 1)]
    [InlineData(4, 51, 5)]
    [InlineData(4, 100, 5)]
    [InlineData(4, 101, 6)]
    public void After_half_of_the_first_page_the_next_is_asked_for_and_then_with_the_first_item_of_each(int throttleLimit, int consumed, int requests)
    {
        Insert(Enumerable.Range(0, 2000).Select(i => Now.AddMinutes(-i)));
        var query = new ListQuery { PageSize = 100, ThrottleLimit = throttleLimit };

        using var sent = new RequestCounter(_emulator.Address.Port);
        using (var items = Threads(query).GetEnumerator())
        {
            for (var i = 0; i < consumed; i++)
            {
                Assert.True(items.MoveNext());
            }

            Assert.Equal(requests, sent.Started);
        }

        // Once the consumer has left, nothing is under way.
        Assert.Equal((requests, requests), (sent.Started, sent.Ended));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void An_error_ahead_is_one_only_for_who_gets_there(int throttleLimit)
    {
        Insert(Enumerable.Range(0, 1000).Select(i => Now.AddMinutes(-i)));
        _emulator.Faults.Add(new Fault { Kind = FaultKind.ServerError, Skip = 1 });
        var query = new ListQuery { PageSize = 100, ThrottleLimit = throttleLimit };

        using var items = Threads(query).GetEnumerator();
        for (var i = 0; i < 100; i++)
        {
            Assert.True(items.MoveNext());
        }

        Assert.Throws<MewsApiException>(() => items.MoveNext());
    }

    [Fact]
    public async Task A_page_that_fails_ahead_is_sent_again_while_the_consumer_is_busy()
    {
        Insert(Enumerable.Range(0, 200).Select(i => Now.AddMinutes(-i)));
        _emulator.Faults.Add(new Fault { Kind = FaultKind.ServerError, Skip = 1, Times = 1 });
        var client = Client(new ConnectionOptions(), new VirtualClock(new VirtualTime(Now)));
        var lines = _observer.Lines;

        using var sent = new RequestCounter(_emulator.Address.Port);
        using var threads = ReadLists.Threads(client, new ListQuery { PageSize = 100 }, Now, context: new CallContext(_observer, _stopping.Token)).GetEnumerator();
        for (var i = 0; i < 51; i++)
        {
            Assert.True(threads.MoveNext());
        }

        // The consumer does nothing from here on.
        var reported = lines.Count;
        await UntilAsync(() => sent.Ended >= 3);

        Assert.Equal(reported, lines.Count);
        Assert.True(threads.MoveNext());
        Assert.Contains(lines.Skip(reported), line => line.Contains("retry 1 of", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_page_ahead_reported_is_not_passed_on_once_the_consumer_has_left()
    {
        Insert(Enumerable.Range(0, 200).Select(i => Now.AddMinutes(-i)));
        _emulator.Faults.Add(new Fault { Kind = FaultKind.ServerError, Skip = 1, Times = 1 });
        var client = Client(new ConnectionOptions(), new VirtualClock(new VirtualTime(Now)));

        using var sent = new RequestCounter(_emulator.Address.Port);
        var threads = ReadLists.Threads(client, new ListQuery { PageSize = 100 }, Now, context: new CallContext(_observer, _stopping.Token)).GetEnumerator();
        for (var i = 0; i < 51; i++)
        {
            Assert.True(threads.MoveNext());
        }

        await UntilAsync(() => sent.Ended >= 3);
        var reported = _observer.Lines.Count;
        threads.Dispose();

        Assert.Equal(reported, _observer.Lines.Count);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TestContext.Current.CancellationToken);
        }
    }

    private void Insert(IEnumerable<DateTimeOffset> instants) => _emulator.Store.Insert(instants.Select(instant => new StoredThread
    {
        Id = ThreadStore.NewId(instant),
        OriginalSender = "Jane Doe",
        Subject = "Late check-in",
        CreatedUtc = instant,
        UpdatedUtc = instant,
    }).ToList());

    private ConnectorClient Client(ConnectionOptions options, Clock? clock = null) => new(
        _emulator.Address,
        new Tokens(ScriptedServer.Secure(DemoTokens.ClientToken), ScriptedServer.Secure(DemoTokens.AccessToken)),
        "Test 1.0",
        options,
        clock);

    private IEnumerable<MessageThread> Threads(ListQuery query) =>
        ReadLists.Threads(_client, query, Now, context: new CallContext(_observer, _stopping.Token));
}
