using MewsThreads.Emulator;
using MewsThreads.Paging;
using MewsThreads.Tests;
using MewsThreads.Threads;
using MewsThreads.Transport;

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
        var tokens = new Tokens(ScriptedServer.Secure(DemoTokens.ClientToken), ScriptedServer.Secure(DemoTokens.AccessToken));
        _client = new ConnectorClient(
            _emulator.Address, tokens, "Test 1.0", new ConnectionOptions { MaximumRetryCount = 0, RequestLimit = int.MaxValue });
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
        var query = new ThreadQuery { PageSize = 100, ThrottleLimit = throttleLimit };

        using var sent = new RequestCounter(_emulator.Address.Port);
        using (var items = Items(Reader(query).Read()).GetEnumerator())
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
        var query = new ThreadQuery { PageSize = 100, ThrottleLimit = throttleLimit };

        using var items = Items(Reader(query).Read()).GetEnumerator();
        for (var i = 0; i < 100; i++)
        {
            Assert.True(items.MoveNext());
        }

        Assert.Throws<MewsApiException>(() => items.MoveNext());
    }

    private static IEnumerable<MessageThread> Items(IEnumerable<ItemPage<MessageThread>> pages) => pages.SelectMany(page => page.Items);

    private void Insert(IEnumerable<DateTimeOffset> instants) => _emulator.Store.Insert(instants.Select(instant => new StoredThread
    {
        Id = ThreadStore.NewId(instant),
        OriginalSender = "Jane Doe",
        Subject = "Late check-in",
        CreatedUtc = instant,
        UpdatedUtc = instant,
    }).ToList());

    private ThreadReader Reader(ThreadQuery query) => new(_client, query, Now, _observer, _stopping.Token);
}
