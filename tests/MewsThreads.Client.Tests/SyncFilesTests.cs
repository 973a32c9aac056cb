using System.Diagnostics;
using MewsThreads.Sync;
using MewsThreads.Tests;

namespace MewsThreads.Client.Tests;

/// <summary>What may lie in the place of the synced file, or of a file beside it, instead of a plain file.</summary>
public class SyncFilesTests
{
    public static TheoryData<string> Beside => ["", ".state.json", ".lock", ".new", ".state.json.new"];

    [Fact]
    public async Task A_link_in_the_place_of_the_lock_creates_nothing()
    {
        await using var fixture = await SyncFixture.StartOnUnixAsync();
        var (path, target) = (fixture.Folder.File("threads.csv"), fixture.Folder.File("created"));
        File.CreateSymbolicLink(path + ".lock", target);

        AssertRefused(fixture, path, path + ".lock", "symbolic link to a file that is not there");

        Assert.False(File.Exists(target));
    }

    [Theory]
    [InlineData(".lock")]
    [InlineData(".state.json")]
    public async Task A_link_in_the_place_of_what_lies_beside_the_file_is_refused(string suffix)
    {
        await using var fixture = await SyncFixture.StartOnUnixAsync();
        var path = fixture.Folder.File("threads.csv");
        fixture.Run(path);
        var moved = fixture.Folder.File("moved");
        File.Move(path + suffix, moved);
        File.CreateSymbolicLink(path + suffix, moved);

        AssertRefused(fixture, path, path + suffix, "symbolic link");

        Assert.Equal(moved, new FileInfo(path + suffix).LinkTarget);
    }

    [Theory]
    [MemberData(nameof(Beside))]
    public async Task A_folder_is_refused_by_name(string suffix)
    {
        await using var fixture = await SyncFixture.StartOnUnixAsync();
        var path = fixture.Folder.File("threads.csv");
        Directory.CreateDirectory(path + suffix);

        AssertRefused(fixture, path, path + suffix, "folder");
    }

    [Theory]
    [MemberData(nameof(Beside))]
    public async Task A_named_pipe_is_refused_by_name_and_not_waited_for(string suffix)
    {
        await using var fixture = await SyncFixture.StartOnUnixAsync();
        var path = fixture.Folder.File("threads.csv");
        Unix.MakePipe(path + suffix);

        AssertRefused(fixture, path, path + suffix, "named pipe");
        AssertRefused(fixture, path, path + suffix, "named pipe", options => options with { IsDryRun = true });
        AssertRefused(fixture, path, path + suffix, "named pipe", options => options with { Full = true });
    }

    [Fact]
    public async Task A_device_is_refused_by_name()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "Needs a device.");
        await using var fixture = await SyncFixture.StartOnUnixAsync();

        AssertRefused(fixture, "/dev/full", "/dev/full", "device", options => options with { Format = SyncFixture.FormatOf("threads.csv") });
    }

    [Fact]
    public async Task A_file_that_was_moved_and_linked_is_not_called_edited_and_the_link_is_kept()
    {
        await using var fixture = await SyncFixture.StartOnUnixAsync();
        var (path, moved) = (fixture.Folder.File("threads.csv"), fixture.Folder.File("moved.csv"));
        fixture.Run(path);
        File.Move(path, moved);
        File.CreateSymbolicLink(path, moved);
        var before = await File.ReadAllTextAsync(moved, TestContext.Current.CancellationToken);
        fixture.Emulator.Store.Add(fixture.ServerNow);

        AssertRefused(fixture, path, path, "symbolic link");
        AssertRefused(fixture, path, path, "symbolic link", options => options with { Full = true });

        Assert.Equal(moved, new FileInfo(path).LinkTarget);
        Assert.Equal(before, await File.ReadAllTextAsync(moved, TestContext.Current.CancellationToken));
        File.Move(path + ".state.json", moved + ".state.json");
        Assert.Equal(1, fixture.Run(moved).Added);
    }

    [Theory]
    [InlineData("missing.csv")]
    [InlineData("threads.csv")]
    public async Task A_link_that_leads_nowhere_is_reported_as_such(string target)
    {
        await using var fixture = await SyncFixture.StartOnUnixAsync();
        var path = fixture.Folder.File("threads.csv");
        File.CreateSymbolicLink(path, target);

        AssertRefused(fixture, path, path, "symbolic link to a file that is not there");

        Assert.False(File.Exists(fixture.Folder.File("missing.csv")));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".state.json")]
    public async Task A_file_with_a_second_name_is_refused_and_both_stay(string suffix)
    {
        await using var fixture = await SyncFixture.StartOnUnixAsync();
        var (path, other) = (fixture.Folder.File("threads.csv"), fixture.Folder.File("other"));
        fixture.Run(path);
        Unix.Link(path + suffix, other);
        fixture.Emulator.Store.Add(fixture.ServerNow);
        var before = await File.ReadAllTextAsync(other, TestContext.Current.CancellationToken);

        AssertRefused(fixture, path, path + suffix, "hard link");

        Assert.Equal(before, await File.ReadAllTextAsync(path + suffix, TestContext.Current.CancellationToken));
        File.Delete(other);
        Assert.Equal(1, fixture.Run(path).Added);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".state.json")]
    public async Task A_read_only_file_is_not_replaced(string suffix)
    {
        await using var fixture = await SyncFixture.StartOnUnixAsync();
        var path = fixture.Folder.File("threads.csv");
        fixture.Run(path);
        new FileInfo(path + suffix).IsReadOnly = true;
        fixture.Emulator.Store.Add(fixture.ServerNow);
        var before = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);

        AssertRefused(fixture, path, path + suffix, "read-only");
        Assert.Equal(1, fixture.Run(path, options => options with { IsDryRun = true }).Added);

        Assert.Equal(before, await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
        new FileInfo(path + suffix).IsReadOnly = false;
        Assert.Equal(1, fixture.Run(path).Added);
    }

    [Fact]
    public async Task A_state_as_long_as_no_state_is_not_read()
    {
        await using var fixture = await SyncFixture.StartOnUnixAsync();
        var path = fixture.Folder.File("threads.csv");
        fixture.Run(path);
        await using (var state = File.OpenWrite(path + ".state.json"))
        {
            // Takes no room on the disk, and would take two gigabytes in memory.
            state.SetLength(2_000_000_000);
        }

        Assert.Equal(Failure.SyncStateUnreadable, Assert.Throws<MewsSyncException>(() => fixture.Run(path)).Failure);
        Assert.True(Process.GetCurrentProcess().PeakWorkingSet64 < 1_500_000_000);
    }

    [Fact]
    public async Task A_stop_ends_the_wait_for_a_pipe_that_took_the_place_of_the_file()
    {
        await using var fixture = await SyncFixture.StartOnUnixAsync();
        var path = fixture.Folder.File("threads.csv");
        fixture.Run(path);
        using var source = new CancellationTokenSource();
        var observer = new RecordingSyncObserver(step =>
        {
            // After it was looked at, before it is opened.
            if (step == "read")
            {
                File.Delete(path);
                Unix.MakePipe(path);
                source.CancelAfter(TimeSpan.FromMilliseconds(100));
            }
        });

        var run = Task.Run(
            () => fixture.Run(path, files: new SyncFiles(path, source.Token), observer: observer, cancellation: source.Token),
            TestContext.Current.CancellationToken);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => run.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);

        // The other end, for the thread that was left waiting.
        await File.Open(path, FileMode.Open, FileAccess.ReadWrite).DisposeAsync();
    }

    private static void AssertRefused(
        SyncFixture fixture, string path, string named, string why, Func<SyncOptions, SyncOptions>? options = null)
    {
        fixture.Emulator.Requests.Clear();
        var run = Task.Run(() => Assert.Throws<MewsSyncException>(() => fixture.Run(path, options)), TestContext.Current.CancellationToken);

        Assert.True(run.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken), "It waits.");
        var error = run.GetAwaiter().GetResult();
        Assert.Equal(Failure.SyncFileInaccessible, error.Failure);
        Assert.Contains($"'{named}'", error.Message, StringComparison.Ordinal);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
        Assert.Empty(fixture.Emulator.Requests.Snapshot());
    }
}
