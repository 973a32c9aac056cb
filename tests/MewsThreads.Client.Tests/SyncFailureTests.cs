using MewsThreads.Tests;

namespace MewsThreads.Client.Tests;

/// <summary>Runs that fail or are stopped leave the file and its state as they were.</summary>
public class SyncFailureTests
{
    [Fact]
    public async Task A_full_disk_leaves_everything_as_it_was()
    {
        await using var fixture = await SyncFixture.StartAsync();
        var path = fixture.Folder.File("threads.csv");
        fixture.Emulator.Store.Add(fixture.ServerNow);
        fixture.Run(path);
        fixture.Emulator.Store.Add(fixture.ServerNow);
        var before = fixture.Folder.Contents();

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
                Assert.Equal(before, fixture.Folder.Contents().Where(file => !file.StartsWith("threads.csv.state.json.new", StringComparison.Ordinal)));
                continue;
            }

            Assert.Equal(fixture.Truth(), SyncRow.ReadAll(path));
            fixture.Emulator.Store.Add(fixture.ServerNow);
            before = fixture.Folder.Contents();
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
    public async Task A_failing_page_leaves_everything_as_it_was()
    {
        await using var fixture = await SyncFixture.StartAsync();
        var path = fixture.Folder.File("threads.csv");
        fixture.Run(path);
        fixture.Emulator.Store.Add(fixture.ServerNow);
        fixture.Emulator.Faults.Add(new Fault { Kind = FaultKind.HtmlPage, Operation = "messageThreads/getAll" });
        var before = fixture.Folder.Contents();

        Assert.ThrowsAny<MewsException>(() => fixture.Run(path));

        Assert.Equal(before, fixture.Folder.Contents());
    }

    [Fact]
    public async Task A_run_that_is_stopped_anywhere_leaves_everything_as_it_was()
    {
        await using var fixture = await SyncFixture.StartAsync();
        var path = fixture.Folder.File("threads.csv");
        fixture.Emulator.Store.Add(fixture.ServerNow);
        fixture.Run(path);
        fixture.Emulator.Store.Add(fixture.ServerNow);
        var before = fixture.Folder.Contents();
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
            Assert.Equal(before, fixture.Folder.Contents());
        }
    }
}
