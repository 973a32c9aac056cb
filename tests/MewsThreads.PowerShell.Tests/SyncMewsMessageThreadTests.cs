using System.Management.Automation;
using MewsThreads.Emulator;
using MewsThreads.Tests;

namespace MewsThreads.Commands.Tests;

public sealed class SyncMewsMessageThreadTests : IDisposable
{
    // The name is a nuisance on purpose: users have such folders.
    private readonly string _folder = Directory.CreateTempSubdirectory("sync [1] it's ").FullName;

    private string File => Path.Combine(_folder, "threads.csv");

    [Fact]
    public async Task A_file_is_made_and_kept_in_step_and_the_result_returned_on_request()
    {
        await using var emulator = await Emulators.StartAsync();
        emulator.Insert(3);
        using var session = Connect(emulator);

        Assert.Empty(session.Run("Sync-MewsMessageThread $file").AssertNoErrors().Output);
        var first = Assert.Single(session.Run("Sync-MewsMessageThread -Path $file -PassThru -Full").AssertNoErrors().Output);
        emulator.Store.Insert([Emulators.Thread(Emulators.Now)]);
        var second = Assert.Single(session.Run("Sync-MewsMessageThread $file -PassThru").AssertNoErrors().Output);

        Assert.Equal("MewsThreads.SyncResult", first.TypeNames[0]);
        Assert.Equal("3 added, 0 updated, 0 unchanged: " + File, first.ToString());
        Assert.Equal("1 added, 0 updated, 3 unchanged: " + File, second.ToString());
        Assert.Equal(Emulators.Now.AddSeconds(-1), second.Properties["To"].Value);
        Assert.Equal(Emulators.Now.AddSeconds(-1).AddMinutes(-10), second.Properties["From"].Value);
        Assert.Equal(4L, second.Properties["Total"].Value);
        Assert.Equal(2, second.Properties["Requests"].Value);
        Assert.Equal(5, (await System.IO.File.ReadAllLinesAsync(File, TestContext.Current.CancellationToken)).Length);
    }

    [Theory]
    [InlineData("threads.csv")]
    [InlineData("./threads.csv")]
    [InlineData("Here:/threads.csv")]
    [InlineData("Microsoft.PowerShell.Core\\FileSystem::{0}/threads.csv")]
    public async Task A_path_is_taken_literally_from_the_location_of_the_session(string path)
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Connect(emulator);
        session.Set("path", path.Replace("{0}", _folder, StringComparison.Ordinal));
        session.Set("folder", _folder);

        session.Run(
            """
            $null = $ExecutionContext.SessionState.Drive.New(
                [Management.Automation.PSDriveInfo]::new('Here', $ExecutionContext.SessionState.Provider.GetOne('FileSystem'), $folder, '', $null), 'Global')
            $null = $ExecutionContext.SessionState.Path.SetLocation([Management.Automation.WildcardPattern]::Escape($folder))
            Sync-MewsMessageThread $path
            """).AssertNoErrors();

        Assert.True(System.IO.File.Exists(File));
    }

    [Theory]
    [InlineData("Sync-MewsMessageThread Env:threads.csv")]
    [InlineData("Sync-MewsMessageThread $folder")]
    [InlineData("Sync-MewsMessageThread \"$folder/threads.txt\"")]
    [InlineData("Sync-MewsMessageThread \"$folder/threads\"")]
    [InlineData("Sync-MewsMessageThread \"$folder/threads.jsonl\" -SpreadsheetSafe")]
    [InlineData("Sync-MewsMessageThread \"$folder/threads.jsonl\" -Utf8Bom")]
    [InlineData("Sync-MewsMessageThread $file -Lookback -0:0:1")]
    [InlineData("Sync-MewsMessageThread \"$file`0.csv\"")]
    public async Task Arguments_that_cannot_be_used_are_refused_before_any_request(string script)
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Connect(emulator);

        session.Run(script).AssertTerminating("MewsInvalidArgument");

        Assert.Empty(emulator.Requests.Snapshot());
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public async Task What_if_reads_and_reports_and_writes_nothing()
    {
        await using var emulator = await Emulators.StartAsync();
        emulator.Insert(3);
        using var session = Connect(emulator);

        var result = Assert.Single(session.Run("Sync-MewsMessageThread $file -WhatIf").AssertNoErrors().Output);

        Assert.Equal(3L, result.Properties["Added"].Value);
        Assert.NotEmpty(emulator.Requests.Snapshot());
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public async Task Options_give_the_file_its_form_and_belong_to_it()
    {
        await using var emulator = await Emulators.StartAsync();
        emulator.Store.Add(Emulators.Now, originalSender: "Ünal", subject: "=1+1");
        using var session = Connect(emulator);

        session.Run("Sync-MewsMessageThread $file -SpreadsheetSafe -Utf8Bom -UpdatedAfter 2026-01-01 -Lookback 1:0").AssertNoErrors();

        var bytes = await System.IO.File.ReadAllBytesAsync(File, TestContext.Current.CancellationToken);
        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        Assert.EndsWith(",False,Ünal,'=1+1\r\n", System.Text.Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
        session.Run("Sync-MewsMessageThread $file").AssertTerminating("MewsSyncStateForeign");
        session.Run("Sync-MewsMessageThread $file -SpreadsheetSafe -Utf8Bom").AssertNoErrors();
    }

    [Fact]
    public async Task Each_thing_in_the_way_is_an_error_of_its_own_that_says_what_to_do()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Connect(emulator);

        ErrorRecord Refused(string errorId, string script = "Sync-MewsMessageThread $file", string advice = "-Full")
        {
            var error = session.Run(script).AssertTerminating(errorId);
            Assert.Equal(File, error.TargetObject);
            Assert.Contains(advice, error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
            return error;
        }

        await System.IO.File.WriteAllTextAsync(File, "mine", TestContext.Current.CancellationToken);
        Refused("MewsSyncStateMissing");
        session.Run("Sync-MewsMessageThread $file -Full").AssertNoErrors();
        await System.IO.File.AppendAllTextAsync(File, "mine", TestContext.Current.CancellationToken);
        Refused("MewsSyncFileChanged");
        await System.IO.File.WriteAllTextAsync(File + ".state.json", "{", TestContext.Current.CancellationToken);
        Refused("MewsSyncStateUnreadable");
        session.Run("Sync-MewsMessageThread $file -Full").AssertNoErrors();
        Refused("MewsSyncStateForeign", "Sync-MewsMessageThread $file -EnterpriseId 4d0201db-36f5-428b-8d11-4f0a65e960cc");
        using (new FileStream(File + ".lock", FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            Assert.Equal(ErrorCategory.ResourceBusy, Refused("MewsSyncFileInUse", advice: "run the command again").CategoryInfo.Category);
        }

        Directory.CreateDirectory(File + ".new");
        Assert.Contains(File + ".new", Refused("MewsSyncFileInaccessible", advice: "run the command again").Exception.Message, StringComparison.Ordinal);
        Directory.Delete(File + ".new");
        new FileInfo(File).IsReadOnly = true;
        Assert.Equal(
            ErrorCategory.PermissionDenied, Refused("MewsSyncFileInaccessible", advice: "run the command again").CategoryInfo.Category);
        session.Set("file", Path.Combine(_folder, "not there", "threads.csv"));
        session.Run("Sync-MewsMessageThread $file").AssertTerminating("MewsSyncFileInaccessible");
    }

    [Fact]
    public async Task A_folder_that_nobody_may_write_is_an_error_before_any_request()
    {
        // One that not even an administrator can write.
        Assert.SkipUnless(Directory.Exists("/proc/1"), "Needs /proc.");
        await using var emulator = await Emulators.StartAsync();
        using var session = Connect(emulator);

        session.Run("Sync-MewsMessageThread /proc/1/threads.csv").AssertTerminating("MewsSyncFileInaccessible");

        Assert.Empty(emulator.Requests.Snapshot());
    }

    [Theory]
    [InlineData("")]
    [InlineData(".state.json")]
    [InlineData(".lock")]
    [InlineData(".new")]
    [InlineData(".state.json.new")]
    public async Task A_named_pipe_in_the_place_of_a_file_is_an_error_that_names_it(string suffix)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no named pipes among its files.");
        await using var emulator = await Emulators.StartAsync();
        using var session = Connect(emulator);
        Unix.MakePipe(File + suffix);

        var error = session.Run("Sync-MewsMessageThread $file").AssertTerminating("MewsSyncFileInaccessible");

        Assert.Contains($"'{File + suffix}' is a named pipe", error.Exception.Message, StringComparison.Ordinal);
        Assert.Empty(emulator.Requests.Snapshot());
    }

    [Fact]
    public async Task A_start_in_the_future_is_warned_of_and_brings_nothing_in_any_run()
    {
        await using var emulator = await Emulators.StartAsync();
        emulator.Insert(3);
        using var session = Connect(emulator);

        foreach (var _ in new[] { 1, 2 })
        {
            var result = session.Run("Sync-MewsMessageThread $file -UpdatedAfter 2099-01-01 -PassThru").AssertNoErrors();

            Assert.Equal(0L, Assert.Single(result.Output).Properties["Total"].Value);
            Assert.Contains("2026-08-31 12:00:00Z", Assert.Single(result.Warnings), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_failure_in_mid_list_leaves_the_file_and_says_so()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Connect(emulator, "-MaximumRetryCount 0");
        emulator.Faults.Add(new Fault { Kind = FaultKind.ServerError, Operation = "messageThreads/getAll", Skip = 2 });

        var error = session.Run("Sync-MewsMessageThread $file").AssertTerminating("MewsServerError");

        Assert.Contains("was left as it was", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Equal([File + ".lock"], Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task Progress_and_verbose_lines_tell_of_pages_and_of_the_result()
    {
        await using var emulator = await Emulators.StartAsync();
        emulator.Store.Insert(Enumerable.Range(1, 1200).Select(
            i => Emulators.Thread(Emulators.Now.AddMinutes(-i)) with { Subject = new string('x', 2000) }));
        using var session = Connect(emulator);

        var first = session.Run("Sync-MewsMessageThread $file -Verbose").AssertNoErrors();
        var second = session.Run("Sync-MewsMessageThread $file -Verbose").AssertNoErrors();

        Assert.Contains(first.Progress, record => record.StatusDescription.StartsWith("1200 threads", StringComparison.Ordinal));
        Assert.Equal(ProgressRecordType.Completed, first.Progress[^1].RecordType);
        Assert.Contains(first.Verbose, line => line.StartsWith("messageThreads/getAll: page 2", StringComparison.Ordinal));
        Assert.Contains(first.Verbose, line => line.StartsWith("1200 added", StringComparison.Ordinal));
        Assert.Contains(second.Progress, record => record is { StatusDescription: "Writing the file", PercentComplete: 100 });
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Session Connect(EmulatorHost emulator, string options = "")
    {
        var session = Session.ConnectedTo(emulator, options: options);
        session.Set("file", File);
        session.Set("folder", _folder);
        return session;
    }
}
