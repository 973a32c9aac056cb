using System.Text.Json.Nodes;
using MewsThreads.Emulator;
using MewsThreads.Sync;

namespace MewsThreads.Client.Tests;

public class ThreadSyncTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Theory]
    [InlineData("threads.csv")]
    [InlineData("threads.jsonl")]
    public async Task The_first_run_brings_every_thread_and_later_ones_what_has_changed(string name)
    {
        await using var bench = await SyncBench.StartAsync();
        var path = bench.Folder.File(name);
        var threads = Enumerable.Range(0, 1500).Select(i => bench.Emulator.Store.Add(bench.ServerNow.AddMinutes(-30 * (i + 1)))).ToList();
        var to = bench.ServerNow;

        var first = bench.Run(path);
        var requests = bench.Emulator.Requests.Snapshot();
        bench.Time.Pass(Hour);
        bench.Emulator.Resolve(threads[700].Id);
        bench.Emulator.Store.Add(bench.ServerNow, subject: "New");
        bench.Emulator.Requests.Clear();
        var second = bench.Run(path);

        Assert.Equal((1500, 0, 0, 1500, null), (first.Added, first.Updated, first.Unchanged, first.Total, first.From));
        Assert.Equal(requests.Count, first.Requests);
        Assert.Equal(to.AddTicks(-(to.Ticks % TimeSpan.TicksPerSecond)), first.To);
        Assert.Equal((1, 1, 1499, 1501), (second.Added, second.Updated, second.Unchanged, second.Total));
        Assert.Equal(first.To - TimeSpan.FromMinutes(10), second.From);
        Assert.Equal(["configuration/get", "messageThreads/getAll"], bench.Emulator.Requests.Snapshot().Select(request => request.Operation));
        Assert.Equal(bench.Truth(), SyncRow.ReadAll(path));
    }

    [Fact]
    public async Task A_thread_that_is_updated_while_it_is_read_keeps_its_row()
    {
        await using var bench = await SyncBench.StartAsync();
        var path = bench.Folder.File("threads.csv");
        var thread = bench.Emulator.Store.Add(bench.ServerNow);
        bench.Run(path);
        bench.Time.Pass(Hour);
        bench.Emulator.Store.Add(bench.ServerNow);
        bench.Emulator.Faults.Add(
            new Fault { Kind = FaultKind.UpdateThreads, Threads = 2, Operation = "messageThreads/getAll" },
            new Fault { Kind = FaultKind.InsertThreads, Threads = 3, Operation = "messageThreads/getAll" });

        bench.Run(path);

        Assert.Equal(5, SyncRow.ReadAll(path).Count);
        Assert.Equal(bench.Truth(), SyncRow.ReadAll(path));
        Assert.Contains(thread.Id, SyncRow.ReadAll(path).Select(row => row.Id));
    }

    [Fact]
    public async Task Where_the_next_run_starts_is_by_the_clock_of_the_server()
    {
        await using var bench = await SyncBench.StartAsync();
        var path = bench.Folder.File("threads.csv");
        bench.Emulator.ClockOffset = TimeSpan.FromMinutes(-50);

        // One connection for all runs: its local clock is wrong, and set between them.
        var slow = bench.Connect(TimeSpan.FromHours(-3));
        var fast = bench.Connect(TimeSpan.FromHours(3));
        foreach (var connection in new[] { slow, fast, slow })
        {
            bench.Emulator.Store.Add(bench.ServerNow);
            Assert.Equal(bench.ServerNow, bench.Run(path, connection: connection).To, TimeSpan.FromSeconds(1));
            bench.Time.Pass(Hour);
        }

        Assert.Equal(bench.Truth(), SyncRow.ReadAll(path));
    }

    [Fact]
    public async Task A_clock_of_the_server_that_was_set_back_loses_nothing()
    {
        await using var bench = await SyncBench.StartAsync();
        var path = bench.Folder.File("threads.csv");
        bench.Emulator.ClockOffset = TimeSpan.FromHours(5);
        bench.Run(path);
        bench.Emulator.ClockOffset = TimeSpan.Zero;
        bench.Emulator.Store.Add(bench.ServerNow);
        bench.Time.Pass(Hour);
        var observer = new RecordingSyncObserver();

        Assert.Equal(1, bench.Run(path, observer: observer).Added);

        Assert.Contains("set back", Assert.Single(observer.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clock_of_the_server_that_was_set_back_by_days_loses_nothing()
    {
        await using var bench = await SyncBench.StartAsync();
        var path = bench.Folder.File("threads.csv");
        bench.Emulator.ClockOffset = TimeSpan.FromDays(5);
        bench.Run(path);
        bench.Emulator.Store.Add(bench.ServerNow);
        bench.Emulator.ClockOffset = TimeSpan.Zero;

        Assert.Equal(1, bench.Run(path).Added);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_clock_of_the_server_that_was_set_back_during_a_run_loses_nothing(bool isResponseLost)
    {
        await using var bench = await SyncBench.StartAsync();
        var path = bench.Folder.File("threads.csv");
        const string GetThreads = "messageThreads/getAll";
        bench.Emulator.Faults.Add(
            new Fault { Kind = FaultKind.ClockJump, Operation = GetThreads, Seconds = -3 * 3600, Skip = 1, Times = 1 },
            new Fault { Kind = FaultKind.InsertThreads, Operation = GetThreads, Threads = 1, Skip = 1, Times = 1 });
        if (isResponseLost)
        {
            bench.Emulator.Faults.Add(new Fault { Kind = FaultKind.ResetBefore, Operation = GetThreads, Skip = 1, Times = 1 });
        }

        // The second page is of an older window, so that the new thread is not in it.
        Assert.Equal(0, bench.Run(path, WithoutLookBack).Added);
        bench.Emulator.ClockOffset = TimeSpan.Zero;
        bench.Time.Pass(Hour);

        Assert.Equal(1, bench.Run(path, WithoutLookBack).Added);
        Assert.Equal(bench.Truth(), SyncRow.ReadAll(path));

        static SyncOptions WithoutLookBack(SyncOptions options) => options with { LookBack = TimeSpan.Zero };
    }

    [Fact]
    public async Task A_file_that_reaches_back_not_far_enough_is_extended_and_otherwise_left()
    {
        await using var bench = await SyncBench.StartAsync();
        var path = bench.Folder.File("threads.csv");
        var start = bench.ServerNow;
        for (var days = 1; days <= 4; days++)
        {
            bench.Emulator.Store.Add(start.AddDays(-days));
        }

        SyncResult Run(int? days) => bench.Run(path, options => options with { UpdatedAfter = days is null ? null : start.AddDays(-days.Value) });

        Assert.Equal((2, start.AddDays(-2)), Run(2) is var first ? (first.Total, first.From) : default);
        Assert.Equal((2, first.To.AddMinutes(-10)), Run(2) is var same ? (same.Total, same.From) : default);
        Assert.Equal((2, first.To.AddMinutes(-10)), Run(1) is var shorter ? (shorter.Total, shorter.From) : default);
        Assert.Equal((3, start.AddDays(-3)), Run(3) is var longer ? (longer.Total, longer.From) : default);
        Assert.Equal((4, null), Run(null) is var all ? (all.Total, all.From) : default);
        Assert.Equal((4, first.To.AddMinutes(-10)), Run(2) is var left ? (left.Total, left.From) : default);
        Assert.Equal(bench.Truth(), SyncRow.ReadAll(path));
    }

    [Fact]
    public async Task A_dry_run_reports_and_writes_nothing()
    {
        await using var bench = await SyncBench.StartAsync();
        var path = bench.Folder.File("threads.csv");
        bench.Emulator.Store.Add(bench.ServerNow);
        SyncOptions Dry(SyncOptions options) => options with { IsDryRun = true };

        var first = bench.Run(path, Dry);
        Assert.Empty(Directory.GetFiles(bench.Folder.Path));
        bench.Run(path);
        var before = Contents(bench);
        bench.Emulator.Store.Add(bench.ServerNow);
        var second = bench.Run(path, Dry);

        Assert.Equal((1, 0), (first.Added, first.Unchanged));
        Assert.Equal((1, 1), (second.Added, second.Unchanged));
        Assert.Equal(before, Contents(bench));
    }

    [Fact]
    public async Task A_second_run_on_the_same_file_ends_with_an_error_and_disturbs_nothing()
    {
        await using var bench = await SyncBench.StartAsync();
        var path = bench.Folder.File("threads.csv");
        var others = new List<MewsSyncException>();
        foreach (var round in new[] { 1, 2 })
        {
            bench.Emulator.Store.Add(bench.ServerNow);

            // While the first one reads and while it merges, another one begins, and one that would write nothing.
            bench.Run(path, observer: new RecordingSyncObserver(_ =>
            {
                others.Add(Assert.Throws<MewsSyncException>(() => bench.Run(path)));
                others.Add(Assert.Throws<MewsSyncException>(() => bench.Run(path, options => options with { IsDryRun = true })));
            }));
        }

        Assert.True(others.Count > 8);
        Assert.All(others, error => Assert.Equal(Failure.SyncFileInUse, error.Failure));
        Assert.Equal(bench.Truth(), SyncRow.ReadAll(path));
    }

    [Theory]
    [InlineData("edited")]
    [InlineData("edited, as long as before")]
    [InlineData("cut short")]
    [InlineData("a row more")]
    [InlineData("empty")]
    public async Task A_file_that_something_else_has_changed_is_not_overwritten_unasked(string how)
    {
        await using var bench = await SyncBench.StartAsync();
        var path = bench.Folder.File("threads.csv");
        bench.Emulator.Store.Add(bench.ServerNow);
        bench.Run(path);
        var text = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            path,
            how switch
            {
                "edited" => text.Replace("John Doe", "John D.", StringComparison.Ordinal),
                "edited, as long as before" => text.Replace("John Doe", "John Dow", StringComparison.Ordinal),
                "cut short" => text[..^5],
                "a row more" => text + text.Split('\n')[1] + "\n",
                _ => "",
            },
            TestContext.Current.CancellationToken);
        var before = Contents(bench);

        Assert.Equal(Failure.SyncFileChanged, Assert.Throws<MewsSyncException>(() => bench.Run(path)).Failure);
        Assert.Equal(before, Contents(bench));

        bench.Run(path, options => options with { Full = true });
        Assert.Equal(bench.Truth(), SyncRow.ReadAll(path));
        Assert.Equal(1, bench.Run(path).Unchanged);
    }

    [Fact]
    public async Task A_file_without_its_state_is_not_overwritten_unasked()
    {
        await using var bench = await SyncBench.StartAsync();
        var path = bench.Folder.File("threads.csv");
        await File.WriteAllTextAsync(path, "my own", TestContext.Current.CancellationToken);

        Assert.Equal(Failure.SyncStateMissing, Assert.Throws<MewsSyncException>(() => bench.Run(path)).Failure);

        Assert.Equal("my own", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
        Assert.Empty(bench.Emulator.Requests.Snapshot());
        Assert.Equal(0, bench.Run(path, options => options with { Full = true }).Total);
    }

    [Fact]
    public async Task A_state_without_its_file_builds_the_file_anew_and_says_so()
    {
        await using var bench = await SyncBench.StartAsync();
        var path = bench.Folder.File("threads.csv");
        bench.Emulator.Store.Add(bench.ServerNow.AddDays(-1));
        bench.Run(path);
        File.Delete(path);
        var observer = new RecordingSyncObserver();

        Assert.Equal(1, bench.Run(path, observer: observer).Added);

        Assert.Contains("not there any more", Assert.Single(observer.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FormatVersion", "2")]
    [InlineData("PlatformAddress", "\"https://api.mews.com\"")]
    [InlineData("EnterpriseId", "\"4d0201db-36f5-428b-8d11-4f0a65e960cc\"")]
    [InlineData("EnterpriseIds", "[\"4d0201db-36f5-428b-8d11-4f0a65e960cc\"]")]
    [InlineData("SpreadsheetSafe", "true")]
    [InlineData("ByteOrderMark", "true")]
    public async Task A_state_of_something_else_is_refused_with_a_reason(string property, string value)
    {
        var error = await RefusedAsync(state => state[property] = JsonNode.Parse(value));

        Assert.Equal(Failure.SyncStateForeign, error.Failure);
    }

    [Theory]
    [InlineData("Watermark")]
    [InlineData("Sha256")]
    public async Task A_state_that_lacks_something_is_none(string property)
    {
        var error = await RefusedAsync(state => state.Remove(property));

        Assert.Equal(Failure.SyncStateUnreadable, error.Failure);
        Assert.Contains(property, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Enterprises_belong_to_the_file_in_any_order()
    {
        await using var bench = await SyncBench.StartAsync();
        var path = bench.Folder.File("threads.csv");
        Guid[] both = [DemoEnterprises.First.Id, DemoEnterprises.First.Id, Guid.Parse("00000000-0000-0000-0000-000000000001")];
        bench.Emulator.Store.Add(bench.ServerNow);

        bench.Run(path, options => options with { EnterpriseIds = [both[0]] });

        Assert.Equal(1, bench.Run(path, options => options with { EnterpriseIds = [both[0], both[1]] }).Unchanged);
        Assert.Throws<MewsSyncException>(() => bench.Run(path, options => options with { EnterpriseIds = both }));
        Assert.Throws<MewsSyncException>(() => bench.Run(path));
    }

    [Fact]
    public async Task A_full_disk_leaves_everything_as_it_was()
    {
        await using var bench = await SyncBench.StartAsync();
        var path = bench.Folder.File("threads.csv");
        bench.Emulator.Store.Add(bench.ServerNow);
        bench.Run(path);
        bench.Emulator.Store.Add(bench.ServerNow);
        var before = Contents(bench);

        // Full at any byte of the new file or the new state.
        for (var seed = 0; seed < 30; seed++)
        {
            var files = new DoomedFiles(path, new Random(seed), steps: int.MaxValue, isDiskFull: true);
            try
            {
                bench.Run(path, files: files);
            }
            catch (MewsSyncException e)
            {
                Assert.Equal(Failure.SyncFileInaccessible, e.Failure);
                Assert.Contains("No space left", e.Message, StringComparison.Ordinal);
                Assert.Equal(before, Contents(bench).Where(file => !file.StartsWith("threads.csv.state.json.new", StringComparison.Ordinal)));
                continue;
            }

            Assert.Equal(bench.Truth(), SyncRow.ReadAll(path));
            bench.Emulator.Store.Add(bench.ServerNow);
            before = Contents(bench);
        }

        bench.Run(path);
        Assert.Equal(bench.Truth(), SyncRow.ReadAll(path));
    }

    [Theory]
    [InlineData(".new")]
    [InlineData(".state.json.new")]
    [InlineData(".lock")]
    public async Task What_cannot_be_written_is_an_error_and_the_file_stays(string what)
    {
        await using var bench = await SyncBench.StartAsync();
        var path = bench.Folder.File("threads.csv");
        bench.Run(path);
        bench.Emulator.Store.Add(bench.ServerNow);
        var before = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);

        // A folder in its place stops whoever runs this; permissions would not stop an administrator.
        File.Delete(path + what);
        Directory.CreateDirectory(path + what);

        Assert.Equal(Failure.SyncFileInaccessible, Assert.Throws<MewsSyncException>(() => bench.Run(path)).Failure);
        Assert.Equal(before, await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));

        Directory.Delete(path + what);
        bench.Run(path);
        Assert.Equal(bench.Truth(), SyncRow.ReadAll(path));
    }

    [Fact]
    public async Task A_file_that_only_its_owner_may_read_stays_so()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows keeps permissions by itself.");
            return;
        }

        await using var bench = await SyncBench.StartAsync();
        var path = bench.Folder.File("threads.csv");
        const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        bench.Run(path);
        File.SetUnixFileMode(path, OwnerOnly);
        bench.Emulator.Store.Add(bench.ServerNow);

        Assert.Equal(1, bench.Run(path).Added);

        Assert.Equal(OwnerOnly, File.GetUnixFileMode(path));
    }

    [Fact]
    public async Task A_failing_page_leaves_everything_as_it_was()
    {
        await using var bench = await SyncBench.StartAsync();
        var path = bench.Folder.File("threads.csv");
        bench.Run(path);
        bench.Emulator.Store.Add(bench.ServerNow);
        bench.Emulator.Faults.Add(new Fault { Kind = FaultKind.HtmlPage, Operation = "messageThreads/getAll" });
        var before = Contents(bench);

        Assert.ThrowsAny<MewsException>(() => bench.Run(path));

        Assert.Equal(before, Contents(bench));
    }

    [Fact]
    public async Task A_run_that_is_stopped_anywhere_leaves_everything_as_it_was()
    {
        await using var bench = await SyncBench.StartAsync();
        var path = bench.Folder.File("threads.csv");
        bench.Emulator.Store.Add(bench.ServerNow);
        bench.Run(path);
        bench.Emulator.Store.Add(bench.ServerNow);
        var before = Contents(bench);
        foreach (var where in new[] { "configuration/get", "messageThreads/getAll", "read", "merged" })
        {
            using var source = new CancellationTokenSource();
            var observer = new RecordingSyncObserver(step =>
            {
                if (step.StartsWith(where, StringComparison.Ordinal))
                {
                    source.Cancel();
                }
            });

            Assert.ThrowsAny<OperationCanceledException>(() => bench.Run(path, observer: observer, cancellation: source.Token));
            Assert.Equal(before, Contents(bench));
        }
    }

    private static async Task<MewsSyncException> RefusedAsync(Action<JsonObject> spoil)
    {
        await using var bench = await SyncBench.StartAsync();
        var path = bench.Folder.File("threads.csv");
        bench.Run(path);
        var file = path + ".state.json";
        var state = JsonNode.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))!.AsObject();
        spoil(state);
        await File.WriteAllTextAsync(file, state.ToJsonString(), TestContext.Current.CancellationToken);
        bench.Emulator.Store.Add(bench.ServerNow);
        var before = Contents(bench);

        var error = Assert.Throws<MewsSyncException>(() => bench.Run(path));

        Assert.Equal(before, Contents(bench));
        Assert.Equal(1, bench.Run(path, options => options with { Full = true }).Total);
        return error;
    }

    /// <summary>Every file of the folder and what is in it.</summary>
    private static List<string> Contents(SyncBench bench) =>
    [
        .. Directory.GetFiles(bench.Folder.Path).Order(StringComparer.Ordinal).Select(
            file => $"{Path.GetFileName(file)}: {File.ReadAllText(file)}"),
    ];
}
