namespace MewsThreads.Client.Tests;

/// <summary>How far back a file reaches: no run brings what was updated before that.</summary>
public class SyncReachTests
{
    [Fact]
    public async Task What_was_updated_before_a_future_instant_is_in_the_file_after_no_run()
    {
        await using var bench = await SyncBench.StartAsync();
        var path = bench.Folder.File("threads.csv");
        var reach = bench.ServerNow.AddHours(2);
        var observer = new RecordingSyncObserver();
        SyncResult Run() => bench.Run(path, options => options with { UpdatedAfter = reach }, observer: observer);

        bench.Emulator.Store.Add(bench.ServerNow.AddMinutes(-1));
        Assert.Equal((0, reach), Run() is var first ? (first.Total, first.From) : default);
        bench.Time.Pass(TimeSpan.FromHours(1));
        bench.Emulator.Store.Add(bench.ServerNow);
        Assert.Equal((0, reach), Run() is var second ? (second.Total, second.From) : default);
        Assert.Equal(2, observer.Warnings.Count);
        Assert.All(observer.Warnings, warning => Assert.Contains($"{reach:u}", warning, StringComparison.Ordinal));

        bench.Time.Pass(TimeSpan.FromHours(1.5));
        var later = bench.Emulator.Store.Add(bench.ServerNow.AddSeconds(-1));
        Assert.Equal(1, Run().Total);
        Assert.Equal(2, observer.Warnings.Count);
        Assert.Equal([later.Id], SyncRow.ReadAll(path).Select(row => row.Id));
    }

    [Fact]
    public async Task An_instant_beyond_all_calendars_asks_for_no_page()
    {
        await using var bench = await SyncBench.StartAsync();
        bench.Emulator.Store.Add(bench.ServerNow);

        var result = bench.Run(bench.Folder.File("threads.csv"), options => options with { UpdatedAfter = DateTimeOffset.MaxValue });

        Assert.Equal((0, 1), (result.Total, result.Requests));
    }

    [Fact]
    public async Task The_look_back_of_a_run_ends_where_the_file_begins()
    {
        await using var bench = await SyncBench.StartAsync();
        var path = bench.Folder.File("threads.csv");
        var reach = bench.ServerNow.AddMinutes(-5);
        bench.Emulator.Store.Add(reach.AddMinutes(-1));
        SyncResult Run(DateTimeOffset? updatedAfter) => bench.Run(path, options => options with { UpdatedAfter = updatedAfter });

        Assert.Equal(0, Run(reach).Total);
        Assert.Equal((0, reach), Run(reach) is var same ? (same.Total, same.From) : default);
        Assert.Equal(1, Run(reach.AddMinutes(-2)).Total);
    }
}
