using MewsThreads.Tests;

namespace MewsThreads.Client.Tests;

/// <summary>How far back a file reaches: no run brings what was updated before that.</summary>
public class SyncReachTests
{
    [Fact]
    public async Task What_was_updated_before_a_future_instant_is_in_the_file_after_no_run()
    {
        await using var fixture = await SyncFixture.StartAsync();
        var path = fixture.Folder.File("threads.csv");
        var reach = fixture.ServerNow.AddHours(2);
        var observer = new RecordingSyncObserver();
        SyncResult Run() => fixture.Run(path, options => options with { UpdatedAfter = reach }, observer: observer);

        fixture.Emulator.Store.Add(fixture.ServerNow.AddMinutes(-1));
        Assert.Equal((0, reach), Run() is var first ? (first.Total, first.From) : default);
        fixture.Time.Pass(TimeSpan.FromHours(1));
        fixture.Emulator.Store.Add(fixture.ServerNow);
        Assert.Equal((0, reach), Run() is var second ? (second.Total, second.From) : default);
        Assert.Equal(2, observer.Warnings.Count);
        Assert.All(observer.Warnings, warning => Assert.Contains($"{reach:u}", warning, StringComparison.Ordinal));

        fixture.Time.Pass(TimeSpan.FromHours(1.5));
        var later = fixture.Emulator.Store.Add(fixture.ServerNow.AddSeconds(-1));
        Assert.Equal(1, Run().Total);
        Assert.Equal(2, observer.Warnings.Count);
        Assert.Equal([later.Id], SyncRow.ReadAll(path).Select(row => row.Id));
    }

    [Fact]
    public async Task An_instant_beyond_all_calendars_asks_for_no_page()
    {
        await using var fixture = await SyncFixture.StartAsync();
        fixture.Emulator.Store.Add(fixture.ServerNow);

        var result = fixture.Run(fixture.Folder.File("threads.csv"), options => options with { UpdatedAfter = DateTimeOffset.MaxValue });

        Assert.Equal((0, 1), (result.Total, result.Requests));
    }

    [Fact]
    public async Task The_look_back_of_a_run_ends_where_the_file_begins()
    {
        await using var fixture = await SyncFixture.StartAsync();
        var path = fixture.Folder.File("threads.csv");
        var reach = fixture.ServerNow.AddMinutes(-5);
        fixture.Emulator.Store.Add(reach.AddMinutes(-1));
        SyncResult Run(DateTimeOffset? updatedAfter) => fixture.Run(path, options => options with { UpdatedAfter = updatedAfter });

        Assert.Equal(0, Run(reach).Total);
        Assert.Equal((0, reach), Run(reach) is var same ? (same.Total, same.From) : default);
        Assert.Equal(1, Run(reach.AddMinutes(-2)).Total);
    }
}
