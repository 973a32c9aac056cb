using MewsThreads.Emulator;
using MewsThreads.Lists;
using MewsThreads.Tests;

namespace MewsThreads.Client.Tests;

/// <summary>How many requests a list takes where Mews finds some of them too heavy (408), now and then or always; complete in any case.</summary>
public class RequestWeightTests
{
    private static readonly DateTimeOffset Now = new(2026, 8, 31, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task After_a_busy_moment_pages_grow_back_to_their_size(int throttleLimit)
    {
        // Seven refusals bring a page of 1,000 down to 10, of which it would take 2,000; as many pages bring it back.
        var unhindered = await RequestsAsync(20_000, Now.AddDays(-80), throttleLimit);
        var requests = await RequestsAsync(20_000, Now.AddDays(-80), throttleLimit, new Fault { Kind = FaultKind.TooHeavy, Times = 7 });

        Assert.InRange(requests, unhindered + 7, unhindered + 7 + (7 * throttleLimit));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task A_server_that_always_refuses_large_pages_is_seldom_asked_for_them_again(int throttleLimit)
    {
        // Of the sizes that are asked for, 62 is the largest that it returns.
        var unhindered = await RequestsAsync(20_000, Now.AddDays(-80), throttleLimit, pageSize: 62);
        var requests = await RequestsAsync(20_000, Now.AddDays(-80), throttleLimit, new Fault { Kind = FaultKind.TooHeavy, AboveCount = 100 });

        Assert.InRange(requests, unhindered, unhindered + (15 * throttleLimit));
    }

    [Theory]
    [InlineData(300, 1)]
    [InlineData(300, 4)]
    [InlineData(20_000, 1)]
    [InlineData(20_000, 4)]
    public async Task A_server_that_refuses_all_long_windows_costs_few_requests_a_window(int threads, int throttleLimit)
    {
        // Windows of 92 days are read as four of 23; of seven requests for one of them, three are refused.
        var requests = await RequestsAsync(
            threads, IntervalCut.Earliest, throttleLimit, new Fault { Kind = FaultKind.TooHeavy, AboveWindow = TimeSpan.FromDays(32) });

        Assert.InRange(requests, threads / 1000, (19 * 7) + (threads / 1000) + 40);
    }

    /// <summary>Reads threads that lie evenly in time, and counts the requests.</summary>
    private static async Task<int> RequestsAsync(int count, DateTimeOffset since, int throttleLimit, Fault? fault = null, int pageSize = 1000)
    {
        var time = new VirtualTime(Now);
        await using var emulator = await EmulatorHost.StartAsync(
            new EmulatorOptions { Threads = 0, LimitRequests = 0, Clock = time }, TestContext.Current.CancellationToken);
        List<StoredThread> threads = [.. Enumerable.Range(0, count).Select(i => HeavyList.Thread(Now - ((Now - since) * ((i + 0.5) / count))))];
        emulator.Store.Insert(threads);
        if (fault is not null)
        {
            emulator.Faults.Add(fault);
        }

        var client = HeavyList.Client(emulator.Address, time);
        var query = new ListQuery { Created = new TimeFilter(since, null), ThrottleLimit = throttleLimit, PageSize = pageSize };

        var read = ReadLists.Threads(client, query, Now).Select(thread => thread.Id).ToList();

        Assert.Equal(threads.Select(thread => thread.Id), read);
        var requests = emulator.Requests.Snapshot();
        TestContext.Current.TestOutputHelper!.WriteLine($"{requests.Count} requests, {requests.Count(request => request.Status == 408)} of them refused");
        return requests.Count;
    }
}
