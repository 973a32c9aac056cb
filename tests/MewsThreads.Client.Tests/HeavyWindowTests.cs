using MewsThreads.Emulator;
using MewsThreads.Lists;
using MewsThreads.Tests;

namespace MewsThreads.Client.Tests;

/// <summary>A server that finds long windows too heavy (408), from any page on: the list is complete all the same.</summary>
public class HeavyWindowTests
{
    private static readonly DateTimeOffset Now = new(2026, 8, 31, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 5)]
    [InlineData(4, 5)]
    [InlineData(9, 5)]
    [InlineData(17, 5)]
    [InlineData(1, 25)]
    [InlineData(4, 25)]
    [InlineData(9, 25)]
    [InlineData(17, 25)]
    public async Task A_window_of_three_months_is_read_to_its_end_whichever_page_is_the_first_to_be_refused(int pages, int inOneSecond)
    {
        var time = new VirtualTime(Now);
        await using var emulator = await EmulatorHost.StartAsync(
            new EmulatorOptions { Threads = 0, LimitRequests = 0, Clock = time }, TestContext.Current.CancellationToken);

        // Several in a second, also where pages meet, and more than the smallest page holds.
        var random = new Random(pages);
        var threads = Enumerable.Range(0, 500).Select(_ => HeavyList.Thread(Now.AddSeconds(-random.Next(86_400 * 85)))).ToList();
        threads.AddRange(threads.Take(40).ToList().SelectMany(thread => Enumerable.Range(1, inOneSecond).Select(i => HeavyList.Thread(thread.CreatedUtc.AddTicks(i * 300_000)))));
        emulator.Store.Insert(threads);
        emulator.Faults.Add(new Fault { Kind = FaultKind.TooHeavy, AboveWindow = TimeSpan.FromDays(32), Skip = pages });

        var client = HeavyList.Client(emulator.Address, time);
        var query = new ListQuery { Created = new TimeFilter(Now.AddDays(-88), null), PageSize = 40, ThrottleLimit = 1 };

        var read = ReadLists.Threads(client, query, Now.AddDays(1)).Select(thread => thread.Id).ToList();

        Assert.Equal(threads.Select(thread => thread.Id).Order(), read.Order());
        Assert.Contains(emulator.Requests.Snapshot(), request => request.Status == 408);
    }
}
