using System.Text.Json.Nodes;
using MewsThreads.Emulator;
using MewsThreads.Sync;
using MewsThreads.Tests;

namespace MewsThreads.Client.Tests;

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
        var before = Contents(fixture);
        fixture.Emulator.Store.Add(fixture.ServerNow);
        var second = fixture.Run(path, Dry);

        Assert.Equal((1, 0), (first.Added, first.Unchanged));
        Assert.Equal((1, 1), (second.Added, second.Unchanged));
        Assert.Equal(before, Contents(fixture));
    }

    [Fact]
    public async Task A_second_run_on_the_same_file_ends_with_an_error_and_disturbs_nothing()
    {
        await using var fixture = await SyncFixture.StartAsync();
        var path = fixture.Folder.File("threads.csv");
        var others = new List<MewsSyncException>();
        foreach (var round in new[] { 1, 2 })
        {
            fixture.Emulator.Store.Add(fixture.ServerNow);

            // While the first one reads and while it merges, another one begins, and one that would write nothing.
            fixture.Run(path, observer: new RecordingSyncObserver(_ =>
            {
                others.Add(Assert.Throws<MewsSyncException>(() => fixture.Run(path)));
                others.Add(Assert.Throws<MewsSyncException>(() => fixture.Run(path, options => options with { IsDryRun = true })));
            }));
        }

        Assert.True(others.Count > 8);
        Assert.All(others, error => Assert.Equal(Failure.SyncFileInUse, error.Failure));
        Assert.Equal(fixture.Truth(), SyncRow.ReadAll(path));
    }

    [Theory]
    [InlineData("edited")]
    [InlineData("edited, as long as before")]
    [InlineData("cut short")]
    [InlineData("a row more")]
    [InlineData("empty")]
    public async Task A_file_that_something_else_has_changed_is_not_overwritten_unasked(string how)
    {
        await using var fixture = await SyncFixture.StartAsync();
        var path = fixture.Folder.File("threads.csv");
        fixture.Emulator.Store.Add(fixture.ServerNow);
        fixture.Run(path);
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
        var before = Contents(fixture);

        Assert.Equal(Failure.SyncFileChanged, Assert.Throws<MewsSyncException>(() => fixture.Run(path)).Failure);
        Assert.Equal(before, Contents(fixture));

        fixture.Run(path, options => options with { Full = true });
        Assert.Equal(fixture.Truth(), SyncRow.ReadAll(path));
        Assert.Equal(1, fixture.Run(path).Unchanged);
    }

    [Fact]
    public async Task A_file_without_its_state_is_not_overwritten_unasked()
    {
        await using var fixture = await SyncFixture.StartAsync();
        var path = fixture.Folder.File("threads.csv");
        await File.WriteAllTextAsync(path, "my own", TestContext.Current.CancellationToken);

        Assert.Equal(Failure.SyncStateMissing, Assert.Throws<MewsSyncException>(() => fixture.Run(path)).Failure);

        Assert.Equal("my own", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
        Assert.Empty(fixture.Emulator.Requests.Snapshot());
        Assert.Equal(0, fixture.Run(path, options => options with { Full = true }).Total);
    }

    [Fact]
    public async Task A_state_without_its_file_builds_the_file_anew_and_says_so()
    {
        await using var fixture = await SyncFixture.StartAsync();
        var path = fixture.Folder.File("threads.csv");
        fixture.Emulator.Store.Add(fixture.ServerNow.AddDays(-1));
        fixture.Run(path);
        File.Delete(path);
        var observer = new RecordingSyncObserver();

        Assert.Equal(1, fixture.Run(path, observer: observer).Added);

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
        await using var fixture = await SyncFixture.StartAsync();
        var path = fixture.Folder.File("threads.csv");
        Guid[] both = [DemoEnterprises.First.Id, DemoEnterprises.First.Id, Guid.Parse("00000000-0000-0000-0000-000000000001")];
        fixture.Emulator.Store.Add(fixture.ServerNow);

        fixture.Run(path, options => options with { EnterpriseIds = [both[0]] });

        Assert.Equal(1, fixture.Run(path, options => options with { EnterpriseIds = [both[0], both[1]] }).Unchanged);
        Assert.Throws<MewsSyncException>(() => fixture.Run(path, options => options with { EnterpriseIds = both }));
        Assert.Throws<MewsSyncException>(() => fixture.Run(path));
    }

    [Fact]
    public async Task A_full_disk_leaves_everything_as_it_was()
    {
        await using var fixture = await SyncFixture.StartAsync();
        var path = fixture.Folder.File("threads.csv");
        fixture.Emulator.Store.Add(fixture.ServerNow);
        fixture.Run(path);
        fixture.Emulator.Store.Add(fixture.ServerNow);
        var before = Contents(fixture);

        // Full at any byte of the new file or the new state.
        for (var seed = 0; seed < 30; seed++)
        {
            var files = new DoomedFiles(path, new Random(seed), steps: int.MaxValue, isDiskFull: true);
            try
            {
                fixture.Run(path, files: files);
            }
            catch (MewsSyncException e)
            {
                Assert.Equal(Failure.SyncFileInaccessible, e.Failure);
                Assert.Contains("No space left", e.Message, StringComparison.Ordinal);
                Assert.Equal(before, Contents(fixture).Where(file => !file.StartsWith("threads.csv.state.json.new", StringComparison.Ordinal)));
                continue;
            }

            Assert.Equal(fixture.Truth(), SyncRow.ReadAll(path));
            fixture.Emulator.Store.Add(fixture.ServerNow);
            before = Contents(fixture);
        }

        fixture.Run(path);
        Assert.Equal(fixture.Truth(), SyncRow.ReadAll(path));
    }

    [Theory]
    [InlineData(".new")]
    [InlineData(".state.json.new")]
    [InlineData(".lock")]
    public async Task What_cannot_be_written_is_an_error_and_the_file_stays(string what)
    {
        await using var fixture = await SyncFixture.StartAsync();
        var path = fixture.Folder.File("threads.csv");
        fixture.Run(path);
        fixture.Emulator.Store.Add(fixture.ServerNow);
        var before = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);

        // A folder in its place stops whoever runs this; permissions would not stop an administrator.
        File.Delete(path + what);
        Directory.CreateDirectory(path + what);

        Assert.Equal(Failure.SyncFileInaccessible, Assert.Throws<MewsSyncException>(() => fixture.Run(path)).Failure);
        Assert.Equal(before, await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));

        Directory.Delete(path + what);
        fixture.Run(path);
        Assert.Equal(fixture.Truth(), SyncRow.ReadAll(path));
    }

    [Fact]
    public async Task A_file_that_only_its_owner_may_read_stays_so()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows keeps permissions by itself.");
            return;
        }

        await using var fixture = await SyncFixture.StartAsync();
        var path = fixture.Folder.File("threads.csv");
        const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        fixture.Run(path);
        File.SetUnixFileMode(path, OwnerOnly);
        fixture.Emulator.Store.Add(fixture.ServerNow);

        Assert.Equal(1, fixture.Run(path).Added);

        Assert.Equal(OwnerOnly, File.GetUnixFileMode(path));
    }

    [Fact]
    public async Task A_failing_page_leaves_everything_as_it_was()
    {
        await using var fixture = await SyncFixture.StartAsync();
        var path = fixture.Folder.File("threads.csv");
        fixture.Run(path);
        fixture.Emulator.Store.Add(fixture.ServerNow);
        fixture.Emulator.Faults.Add(new Fault { Kind = FaultKind.HtmlPage, Operation = "messageThreads/getAll" });
        var before = Contents(fixture);

        Assert.ThrowsAny<MewsException>(() => fixture.Run(path));

        Assert.Equal(before, Contents(fixture));
    }

    [Fact]
    public async Task A_run_that_is_stopped_anywhere_leaves_everything_as_it_was()
    {
        await using var fixture = await SyncFixture.StartAsync();
        var path = fixture.Folder.File("threads.csv");
        fixture.Emulator.Store.Add(fixture.ServerNow);
        fixture.Run(path);
        fixture.Emulator.Store.Add(fixture.ServerNow);
        var before = Contents(fixture);
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

            Assert.ThrowsAny<OperationCanceledException>(() => fixture.Run(path, observer: observer, cancellation: source.Token));
            Assert.Equal(before, Contents(fixture));
        }
    }

    private static async Task<MewsSyncException> RefusedAsync(Action<JsonObject> spoil)
    {
        await using var fixture = await SyncFixture.StartAsync();
        var path = fixture.Folder.File("threads.csv");
        fixture.Run(path);
        var file = path + ".state.json";
        var state = JsonNode.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))!.AsObject();
        spoil(state);
        await File.WriteAllTextAsync(file, state.ToJsonString(), TestContext.Current.CancellationToken);
        fixture.Emulator.Store.Add(fixture.ServerNow);
        var before = Contents(fixture);

        var error = Assert.Throws<MewsSyncException>(() => fixture.Run(path));

        Assert.Equal(before, Contents(fixture));
        Assert.Equal(1, fixture.Run(path, options => options with { Full = true }).Total);
        return error;
    }

    /// <summary>Every file of the folder and what is in it.</summary>
    private static List<string> Contents(SyncFixture fixture) =>
    [
        .. Directory.GetFiles(fixture.Folder.Path).Order(StringComparer.Ordinal).Select(
            file => $"{Path.GetFileName(file)}: {File.ReadAllText(file)}"),
    ];
}
