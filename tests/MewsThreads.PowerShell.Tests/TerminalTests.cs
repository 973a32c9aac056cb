using System.Management.Automation;
using System.Text.Json;
using MewsThreads.Emulator;
using MewsThreads.Http;
using MewsThreads.Tests;

namespace MewsThreads.Commands.Tests;

/// <summary>What guests wrote reaches no terminal as it is, on any stream and in any question; what commands return and write is as it was.</summary>
public sealed class TerminalTests : IAsyncLifetime
{
    // Colour, clipboard and title by ESC, the same by C1, a bell, a line break, a backspace, an override and an isolate of direction.
    private const string Hostile = "\u001B[31m\u001B]52;c;cm0=\u0007\u009B31m\u009D0;x\u009C it's\r\n\t\b\u0085\u202E\u2066";

    private readonly VirtualTime _time = new(Emulators.Now);
    private readonly RecordingHost _host = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mewsthreads-");
    private Session _session = null!;
    private EmulatorHost _emulator = null!;

    public async ValueTask InitializeAsync()
    {
        _session = new Session(_host);
        _emulator = await EmulatorHost.StartAsync(new EmulatorOptions { Threads = 0, Clock = _time }, TestContext.Current.CancellationToken);
        _session.ConnectOnVirtualTime(_emulator, _time, new ConnectionOptions(), enterpriseName: Hostile);
        var thread = _emulator.Store.Add(Emulators.Now.AddHours(-1), originalSender: Hostile, subject: Hostile);
        _emulator.Messages.Add(thread.Id, Emulators.Now.AddMinutes(-1), text: Hostile);
        _session.Set("id", thread.Id);
        _session.Set("hostile", Hostile);
        _session.Set("file", Path.Combine(_folder.FullName, "threads.csv"));
    }

    public async ValueTask DisposeAsync()
    {
        _session.Dispose();
        await _emulator.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("New-MewsMessageThread $hostile $hostile")]
    [InlineData("Add-MewsMessage $id $hostile -Identifier $hostile")]
    [InlineData("Sync-MewsMessageThread $file")]
    [InlineData("Invoke-MewsOperation messageThreads/add @{ OriginalSender = $hostile; Subject = $hostile }")]
    public void Questions_and_what_if_show_it_escaped(string command)
    {
        AssertSafe(_session.Run($"{command} -WhatIf").AssertNoErrors());
        AssertShows(@"\u001B[31m\u001B]52;c;cm0=\u0007\u009B31m");
        var before = _host.Shown.Count;

        AssertSafe(_session.Run($"{command} -Confirm -Verbose").AssertNoErrors());

        Assert.Contains(_host.Shown.Skip(before), shown => shown.Contains(@"\u001B[31m", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("New-MewsMessageThread $hostile $hostile -Verbose", "messageThreads/add")]
    [InlineData("Add-MewsMessage $id $hostile -Identifier $hostile -Verbose", "messages/add")]
    public void An_outcome_that_is_not_known_is_told_with_a_command_that_is_safe_to_show_and_finds_it(string command, string operation)
    {
        // The look for it fails, too.
        _emulator.Faults.Add(new Fault { Kind = FaultKind.LostAnswer, Operation = operation, Times = 1 });
        _emulator.Faults.Add(new Fault { Kind = FaultKind.HtmlPage, Operation = "messageThreads/getAll" });
        var result = AssertSafe(_session.Run(command));

        var advice = result.AssertNonTerminating("MewsOutcomeUnknown").ErrorDetails.RecommendedAction;
        _emulator.Faults.Clear();
        var found = AssertSafe(_session.Run(advice[(advice.IndexOf("un: ", StringComparison.Ordinal) + 4)..]).AssertNoErrors());

        Assert.NotEmpty(found.Output);
        Assert.All(found.Output, item => Assert.Equal(Hostile, (item.Properties["Subject"] ?? item.Properties["Text"]).Value));
    }

    [Theory]
    [InlineData("New-MewsMessageThread $hostile $hostile")]
    [InlineData("Add-MewsMessage $id $hostile -Identifier $hostile")]
    [InlineData("Get-MewsMessageThread")]
    [InlineData("Sync-MewsMessageThread $file")]
    [InlineData("Sync-MewsMessageThread \"$file$hostile.csv\"")]
    [InlineData("Sync-MewsMessageThread \"$file$hostile\"")]
    [InlineData("Sync-MewsMessageThread \"$hostile/threads.csv\"")]
    public void Errors_show_it_escaped(string command)
    {
        _emulator.Faults.Add(new Fault { Kind = FaultKind.TooManyRequests });

        var result = AssertSafe(_session.Run(command));

        Assert.True(result.Terminating is not null || result.Errors.Count > 0);
    }

    [Fact]
    public void Lines_and_progress_of_lists_and_syncs_show_it_escaped()
    {
        _emulator.Insert(1500);

        var result = AssertSafe(_session.Run(
            """
            $threads = Get-MewsMessageThread -PageSize 100 -Verbose
            $messages = $threads | Get-MewsMessage -Verbose
            Sync-MewsMessageThread $file -Verbose
            Sync-MewsMessageThread $file -Verbose -WhatIf
            $threads | Where-Object Subject -NE 'Late check-in' | ForEach-Object { "$_" }
            $messages | ForEach-Object { "$_" }
            "$connection"
            """).AssertNoErrors());

        Assert.NotEmpty(result.Progress);
        Assert.NotEmpty(result.Verbose);
        Assert.All(result.Output.Where(item => item.BaseObject is string), item => AssertSafe((string)item.BaseObject));
    }

    [Fact]
    public async Task A_completion_and_the_session_show_the_name_of_an_enterprise_escaped()
    {
        var enterprise = new { Id = Guid.NewGuid(), Name = Hostile };
        await using var server = await ScriptedServer.StartAsync(JsonSerializer.Serialize(new { NowUtc = Emulators.Now, Enterprise = enterprise }));
        _session.Set("address", server.Address);
        _session.Set("token", Session.Secure("a token of some length"));

        var result = _session.Run(
            """
            Connect-Mews -ClientToken $token -AccessToken $token -PlatformAddress $address -Verbose
            $typed = 'Get-MewsMessageThread -EnterpriseId '
            (TabExpansion2 $typed $typed.Length).CompletionMatches
            "$(Get-MewsConnection)"
            (Get-MewsConnection).EnterpriseName
            """);

        AssertSafe(result.AssertNoErrors());
        var match = Assert.IsType<CompletionResult>(result.Output[0].BaseObject);
        Assert.All([match.ListItemText, match.ToolTip, (string)result.Output[1].BaseObject], AssertSafe);
        Assert.Contains(@"\u001B", match.ListItemText, StringComparison.Ordinal);
        Assert.Equal(Hostile, result.Output[2].BaseObject);
    }

    [Fact]
    public async Task Values_in_objects_and_files_are_as_they_were()
    {
        var created = Assert.Single(_session.Run("New-MewsMessageThread $hostile $hostile -Confirm").AssertNoErrors().Output);
        var added = Assert.Single(_session.Run("Add-MewsMessage $id $hostile -Identifier $hostile -Confirm").AssertNoErrors().Output);
        _session.Run("Sync-MewsMessageThread $file").AssertNoErrors();

        Assert.Equal([Hostile, Hostile], new[] { "Subject", "OriginalSender" }.Select(name => created.Properties[name].Value));
        Assert.Equal([Hostile, Hostile], new[] { "Text", "Identifier" }.Select(name => added.Properties[name].Value));
        Assert.All(_emulator.Store.All(), thread => Assert.Equal((Hostile, Hostile), (thread.Subject, thread.OriginalSender)));
        var file = await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "threads.csv"), TestContext.Current.CancellationToken);
        Assert.Contains($"\"{Hostile}\",\"{Hostile}\"", file, StringComparison.Ordinal);
    }

    private static void AssertSafe(string? shown) => Assert.False(
        (shown ?? "").Any(c => (char.IsControl(c) && c is not ('\r' or '\n')) || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069')),
        shown);

    private Result AssertSafe(Result result)
    {
        var errors = result.Terminating is null ? result.Errors : [.. result.Errors, result.Terminating];
        foreach (var shown in _host.Shown
            .Concat(result.Verbose).Concat(result.Warnings).Concat(result.DebugLines)
            .Concat(result.Progress.SelectMany(record => new[] { record.Activity, record.StatusDescription, record.CurrentOperation }))
            .Concat(errors.SelectMany(error => new[]
            {
                error.ToString(), error.CategoryInfo.ToString(), error.Exception.Message, error.ErrorDetails?.Message,
                error.ErrorDetails?.RecommendedAction,
            })))
        {
            AssertSafe(shown);
        }

        return result;
    }

    private void AssertShows(string text) => Assert.Contains(_host.Shown, shown => shown.Contains(text, StringComparison.Ordinal));
}
