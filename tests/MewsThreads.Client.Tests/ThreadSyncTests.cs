using MewsThreads.Sync;
using MewsThreads.Tests;

namespace MewsThreads.Client.Tests;

/// <summary>What a run brings into the file, whatever the clocks show.</summary>
public class ThreadSyncTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Theory]
    [InlineData("threads.csv")]
    [InlineData("threads.jsonl")]
    public async Task The_first_run_brings_every_thread_and_later_ones_what_has_changed(string name)
    {
        await using var fixture = await SyncFixture.StartAsync();
        var path = fixture.Folder.File(name);
        var threads = Enumerable.Range(0, 1500).Select(i => fixture.Emulator.Store.Add(fixture.ServerNow.AddMinutes(-30 * (i + 1)))).ToList();
        var to = fixture.ServerNow;

        var first = fixture.Run(path);
        var requests = fixture.Emulator.Requests.Snapshot();
        fixture.Time.Pass(Hour);
        fixture.Emulator.Resolve(threads[700].Id);
        fixture.Emulator.Store.Add(fixture.ServerNow, subject: "New");
        fixture.Emulator.Requests.Clear();
        var second = fixture.Run(path);

        Assert.Equal((1500, 0, 0, 1500, null), (first.Added, first.Updated, first.Unchanged, first.Total, first.From));
        Assert.Equal(requests.Count, first.Requests);
        Assert.Equal(to.AddTicks(-(to.Ticks % TimeSpan.TicksPerSecond)), first.To);
        Assert.Equal((1, 1, 1499, 1501), (second.Added, second.Updated, second.Unchanged, second.Total));
        Assert.Equal(first.To - TimeSpan.FromMinutes(10), second.From);
        Assert.Equal(["configuration/get", "messageThreads/getAll"], fixture.Emulator.Requests.Snapshot().Select(request => request.Operation));
        Assert.Equal(fixture.Truth(), SyncRow.ReadAll(path));
    }

    [Fact]
    public async Task A_thread_that_is_updated_while_it_is_read_keeps_its_row()
    {
        await using var fixture = await SyncFixture.StartAsync();
        var path = fixture.Folder.File("threads.csv");
        var thread = fixture.Emulator.Store.Add(fixture.ServerNow);
        fixture.Run(path);
        fixture.Time.Pass(Hour);
        fixture.Emulator.Store.Add(fixture.ServerNow);
        fixture.Emulator.Faults.Add(
            new Fault { Kind = FaultKind.UpdateThreads, Threads = 2, Operation = "messageThreads/getAll" },
            new Fault { Kind = FaultKind.InsertThreads, Threads = 3, Operation = "messageThreads/getAll" });

        fixture.Run(path);

        Assert.Equal(5, SyncRow.ReadAll(path).Count);
        Assert.Equal(fixture.Truth(), SyncRow.ReadAll(path));
        Assert.Contains(thread.Id, SyncRow.ReadAll(path).Select(row => row.Id));
    }

    [Fact]
    public async Task Where_the_next_run_starts_is_by_the_clock_of_the_server()
    {
        await using var fixture = await SyncFixture.StartAsync();
        var path = fixture.Folder.File("threads.csv");
        fixture.Emulator.ClockOffset = TimeSpan.FromMinutes(-50);

        // One connection for all runs: its local clock is wrong, and set between them.
        var slow = fixture.Connect(TimeSpan.FromHours(-3));
        var fast = fixture.Connect(TimeSpan.FromHours(3));
        foreach (var connection in new[] { slow, fast, slow })
        {
            fixture.Emulator.Store.Add(fixture.ServerNow);
            Assert.Equal(fixture.ServerNow, fixture.Run(path, connection: connection).To, TimeSpan.FromSeconds(1));
            fixture.Time.Pass(Hour);
        }

        Assert.Equal(fixture.Truth(), SyncRow.ReadAll(path));
    }

    [Fact]
    public async Task A_clock_of_the_server_that_was_set_back_loses_nothing()
    {
        await using var fixture = await SyncFixture.StartAsync();
        var path = fixture.Folder.File("threads.csv");
        fixture.Emulator.ClockOffset = TimeSpan.FromHours(5);
        fixture.Run(path);
        fixture.Emulator.ClockOffset = TimeSpan.Zero;
        fixture.Emulator.Store.Add(fixture.ServerNow);
        fixture.Time.Pass(Hour);
        var observer = new RecordingSyncObserver();

        Assert.Equal(1, fixture.Run(path, observer: observer).Added);

        Assert.Contains("set back", Assert.Single(observer.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clock_of_the_server_that_was_set_back_by_days_loses_nothing()
    {
        await using var fixture = await SyncFixture.StartAsync();
        var path = fixture.Folder.File("threads.csv");
        fixture.Emulator.ClockOffset = TimeSpan.FromDays(5);
        fixture.Run(path);
        fixture.Emulator.Store.Add(fixture.ServerNow);
        fixture.Emulator.ClockOffset = TimeSpan.Zero;

        Assert.Equal(1, fixture.Run(path).Added);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_clock_of_the_server_that_was_set_back_during_a_run_loses_nothing(bool isResponseLost)
    {
        await using var fixture = await SyncFixture.StartAsync();
        var path = fixture.Folder.File("threads.csv");
        const string GetThreads = "messageThreads/getAll";
        fixture.Emulator.Faults.Add(
            new Fault { Kind = FaultKind.ClockJump, Operation = GetThreads, Seconds = -3 * 3600, Skip = 1, Times = 1 },
            new Fault { Kind = FaultKind.InsertThreads, Operation = GetThreads, Threads = 1, Skip = 1, Times = 1 });
        if (isResponseLost)
        {
            fixture.Emulator.Faults.Add(new Fault { Kind = FaultKind.ResetBefore, Operation = GetThreads, Skip = 1, Times = 1 });
        }

        // The second page is of an older window, so that the new thread is not in it.
        Assert.Equal(0, fixture.Run(path, WithoutLookBack).Added);
        fixture.Emulator.ClockOffset = TimeSpan.Zero;
        fixture.Time.Pass(Hour);

        Assert.Equal(1, fixture.Run(path, WithoutLookBack).Added);
        Assert.Equal(fixture.Truth(), SyncRow.ReadAll(path));

        static SyncOptions WithoutLookBack(SyncOptions options) => options with { LookBack = TimeSpan.Zero };
    }

    [Fact]
    public async Task A_file_that_reaches_back_not_far_enough_is_extended_and_otherwise_left()
    {
        await using var fixture = await SyncFixture.StartAsync();
        var path = fixture.Folder.File("threads.csv");
        var start = fixture.ServerNow;
        for (var days = 1; days <= 4; days++)
        {
            fixture.Emulator.Store.Add(start.AddDays(-days));
        }

        SyncResult Run(int? days) => fixture.Run(path, options => options with { UpdatedAfter = days is null ? null : start.AddDays(-days.Value) });

        Assert.Equal((2, start.AddDays(-2)), Run(2) is var first ? (first.Total, first.From) : default);
        Assert.Equal((2, first.To.AddMinutes(-10)), Run(2) is var same ? (same.Total, same.From) : default);
        Assert.Equal((2, first.To.AddMinutes(-10)), Run(1) is var shorter ? (shorter.Total, shorter.From) : default);
        Assert.Equal((3, start.AddDays(-3)), Run(3) is var longer ? (longer.Total, longer.From) : default);
        Assert.Equal((4, null), Run(null) is var all ? (all.Total, all.From) : default);
        Assert.Equal((4, first.To.AddMinutes(-10)), Run(2) is var left ? (left.Total, left.From) : default);
        Assert.Equal(fixture.Truth(), SyncRow.ReadAll(path));
    }

    [Fact]
    public async Task A_dry_run_reports_and_writes_nothing()
    {
        await using var fixture = await SyncFixture.StartAsync();
        var path = fixture.Folder.File("threads.csv");
        fixture.Emulator.Store.Add(fixture.ServerNow);
        SyncOptions Dry(SyncOptions options) => options with { IsDryRun = true };

        var first = fixture.Run(path, Dry);
        Assert.Empty(Directory.GetFiles(fixture.Folder.Path));
        fixture.Run(path);
        var before = fixture.Folder.Contents();
        fixture.Emulator.Store.Add(fixture.ServerNow);
        var second = fixture.Run(path, Dry);

        Assert.Equal((1, 0), (first.Added, first.Unchanged));
        Assert.Equal((1, 1), (second.Added, second.Unchanged));
        Assert.Equal(before, fixture.Folder.Contents());
    }
}
