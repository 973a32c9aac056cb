using MewsThreads.Emulator;
using MewsThreads.Http;
using MewsThreads.Lists;
using MewsThreads.Tests;

namespace MewsThreads.Client.Tests;

/// <summary>A server that finds long windows too heavy (408), from any page on: the list is complete all the same.</summary>
public class HeavyWindowTests
{
    private static readonly DateTimeOffset Now = new(2026, 8, 31, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(9)]
    [InlineData(17)]
    public async Task A_window_of_three_months_is_read_to_its_end_whichever_page_is_the_first_to_be_refused(int pages)
    {
        var time = new VirtualTime(Now);
        await using var emulator = await EmulatorHost.StartAsync(
            new EmulatorOptions { Threads = 0, LimitRequests = 0, Clock = time }, TestContext.Current.CancellationToken);

        // Several in a second, also where pages meet.
        var random = new Random(pages);
        var threads = Enumerable.Range(0, 500).Select(_ => Thread(Now.AddSeconds(-random.Next(86_400 * 85)))).ToList();
        threads.AddRange(threads.Take(40).ToList().SelectMany(thread => Enumerable.Range(1, 5).Select(i => Thread(thread.CreatedUtc.AddTicks(i * 1_500_000)))));
        emulator.Store.Insert(threads);
        emulator.Faults.Add(new Fault { Kind = FaultKind.TooHeavy, AboveWindow = TimeSpan.FromDays(32), Skip = pages });

        var client = new ConnectorClient(
            emulator.Address,
            new Tokens(ScriptedServer.Secure(DemoTokens.ClientToken), ScriptedServer.Secure(DemoTokens.AccessToken)),
            "Test 1.0",
            new ConnectionOptions { RequestLimit = 100_000 },
            new VirtualClock(time),
            new Random(1));
        var query = new ListQuery { Created = new TimeFilter(Now.AddDays(-88), null), PageSize = 40 };
        var read = ReadLists.Threads(client, query, Now.AddDays(1)).Select(thread => thread.Id).ToList();

        Assert.Equal(threads.Select(thread => thread.Id).Order(), read.Order());
        Assert.Contains(emulator.Requests.Snapshot(), request => request.Status == 408);
    }

    private static StoredThread Thread(DateTimeOffset created) => new()
    {
        Id = ThreadStore.NewId(created),
        OriginalSender = "John",
        Subject = "Hi",
        CreatedUtc = created,
        UpdatedUtc = created,
    };
}
