using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;
using MewsThreads.Emulator;

namespace MewsThreads.PowerShell.Tests;

/// <summary>
/// Every example of the help that ships, run as it stands. Those that need more than the engine's core run in tests/Pester alone.
/// </summary>
[Collection(nameof(EnvironmentVariables))]
public sealed partial class HelpExampleTests : IDisposable
{
    private const string DemoEnvironment = "-Environment Demo";

    // What the world around a session has: someone at the prompt, a vault, a clock.
    private const string World =
        """
        Set-StrictMode -Version Latest
        function Get-Credential { $credential }
        function Get-Secret($Name) { if ($Name -eq 'MewsClientToken') { $clientToken } else { $accessToken } }
        function Get-Date { [datetime]::Now }
        """;

    // Of Microsoft.PowerShell.Utility and Management. Any other name that the session does not know is a mistake in an example.
    private static readonly HashSet<string> NotInTheEngine = new(StringComparer.OrdinalIgnoreCase)
    {
        "Export-Csv", "Format-Table", "Get-Content", "Group-Object", "Import-Csv", "Select-Object", "Sort-Object",
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("MewsThreads").FullName;

    public static TheoryData<string, string, string> Examples
    {
        get
        {
            using var session = new Session();
            session.Run(World).AssertNoErrors();
            var data = new TheoryData<string, string, string>();
            foreach (var example in All(session))
            {
                // A parallel runspace imports the module from the module path, which is a shell's.
                if (Unknown(session, example.Code).Count == 0 && !example.Code.Contains("-Parallel", StringComparison.Ordinal))
                {
                    data.Add(example.Cmdlet, example.Title, example.Code);
                }
            }

            return data;
        }
    }

    public void Dispose()
    {
        SetVariables(null, null, null);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Each_cmdlet_has_three_examples_or_more_each_of_which_uses_it_and_nothing_that_no_shell_has()
    {
        using var session = new Session();
        session.Run(World).AssertNoErrors();
        var examples = All(session);
        var cmdlets = session.Run("Get-Command -Module MewsThreads").Output.Select(command => (string)command.Properties["Name"].Value);

        Assert.All(cmdlets, cmdlet => Assert.True(examples.Where(example => example.Cmdlet == cmdlet).DistinctBy(example => example.Code).Count() >= 3, cmdlet));
        Assert.All(examples, example =>
        {
            Assert.True(IsTopic(example.Cmdlet) || Commands(example.Code).Contains(example.Cmdlet), example.Code);
            Assert.Empty(Unknown(session, example.Code).Except(NotInTheEngine));
        });
    }

    [Theory]
    [MemberData(nameof(Examples), DisableDiscoveryEnumeration = true)]
    public async Task An_example_works_and_shows_something(string cmdlet, string title, string code)
    {
        TestContext.Current.TestOutputHelper!.WriteLine($"{cmdlet}, {title}\n{code}");
        await using var emulator = await EmulatorHost.StartAsync(new EmulatorOptions { LimitRequests = 0 }, TestContext.Current.CancellationToken);
        var now = DateTimeOffset.UtcNow;
        List<StoredThread> today = [.. Enumerable.Range(1, 5).Select(i => Emulators.Thread(now.AddHours(-i)))];
        emulator.Store.Insert(today);
        today.ForEach(thread => emulator.Answer(thread.Id, "It is in your room."));
        using var session = Session.ConnectedTo(emulator);
        SetVariables(DemoTokens.ClientToken, DemoTokens.AccessToken, emulator.Address.ToString());
        session.Set("credential", new PSCredential(DemoTokens.ClientToken, Session.Secure(DemoTokens.AccessToken)));
        session.Set("folder", _folder);
        session.Run($"{World}\n$ExecutionContext.SessionState.Path.SetLocation($folder)").AssertNoErrors();
        var threads = emulator.Store.All().Count;
        var messages = emulator.Messages.All().Count;
        var connection = session.Run("Get-MewsConnection").Output.Single().BaseObject;

        // The demo environment is the emulator's address here; production, the default, is it by a variable.
        var output = session.Run(code.Replace(DemoEnvironment, $"-PlatformAddress {emulator.Address}", StringComparison.Ordinal)).AssertNoErrors().Output;

        if (code.Contains("-WhatIf", StringComparison.Ordinal))
        {
            Assert.Equal((threads, messages), (emulator.Store.All().Count, emulator.Messages.All().Count));
            return;
        }

        var connectionNow = session.Run("Get-MewsConnection").AssertNoErrors().Output.SingleOrDefault()?.BaseObject;
        Assert.True(
            output.Count > 0 || connectionNow != connection || Directory.EnumerateFiles(_folder).Any(file => new FileInfo(file).Length > 0),
            "The example runs, but there is nothing to see of it.");
    }

    private static IReadOnlyList<(string Cmdlet, string Title, string Code)> All(Session session) =>
        [.. OfCmdlets(session), .. OfTopics(session)];

    private static IEnumerable<(string Cmdlet, string Title, string Code)> OfCmdlets(Session session) =>
        session.Run("Get-Command -Module MewsThreads | ForEach-Object { $help = Get-Help $_.Name; $help.examples.example | ForEach-Object { , @($help.Name, $_.title, $_.code) } }")
            .AssertNoErrors().Output
            .Select(example => (object[])example.BaseObject)
            .Select(example => ($"{example[0]}", $"{example[1]}", $"{example[2]}"));

    private static bool IsTopic(string name) => name.StartsWith("about_", StringComparison.Ordinal);

    // What is indented twice is code.
    private static IEnumerable<(string Topic, string Title, string Code)> OfTopics(Session session) =>
        from topic in session.Run("Get-Help about_MewsThreads*").AssertNoErrors().Output.Select(help => $"{help.Properties["Name"].Value}")
        let text = session.Run($"Get-Help {topic}").AssertNoErrors().Output.Single().ToString().ReplaceLineEndings("\n")
        from Match block in CodeBlock().Matches(text)
        select (topic, $"line {text[..block.Index].Count(character => character == '\n') + 1}", CodeIndent().Replace(block.Value, "").Trim());

    [GeneratedRegex(@"^ {8}.*(\n {8}.*)*", RegexOptions.Multiline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex("^ {8}", RegexOptions.Multiline)]
    private static partial Regex CodeIndent();

    private static HashSet<string> Unknown(Session session, string code) =>
        Commands(code).Where(command => session.Run($"Get-Command {command} -ErrorAction Ignore").Output.Count == 0).ToHashSet(StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<string> Commands(string code)
    {
        var ast = Parser.ParseInput(code, out _, out var errors);
        Assert.Empty(errors);
        return ast.FindAll(node => node is CommandAst, searchNestedScriptBlocks: true).Select(node => ((CommandAst)node).GetCommandName());
    }

    private static void SetVariables(string? clientToken, string? accessToken, string? platformAddress)
    {
        Environment.SetEnvironmentVariable("MEWS_CLIENT_TOKEN", clientToken);
        Environment.SetEnvironmentVariable("MEWS_ACCESS_TOKEN", accessToken);
        Environment.SetEnvironmentVariable("MEWS_PLATFORM_ADDRESS", platformAddress);
    }
}
