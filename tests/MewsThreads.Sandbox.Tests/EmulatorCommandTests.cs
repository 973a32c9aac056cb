using MewsThreads.Emulator;
using MewsThreads.Emulator.Faults;
using MewsThreads.Emulator.Worlds;

namespace MewsThreads.Sandbox.Tests;

/// <summary>The emulator's control endpoints as commands of the shell.</summary>
public class EmulatorCommandTests
{
    [Fact]
    public async Task An_emulator_that_was_started_separately_is_controlled_by_its_address()
    {
        await using var other = await EmulatorHost.StartAsync(new EmulatorOptions { Threads = 3 }, TestContext.Current.CancellationToken);
        var thread = other.Store.VisibleTo(DemoTokens.ClientToken, DemoTokens.AccessToken)[0];

        var result = await SandboxProcess.RunAsync("-Command", $$"""
            $at = @{ PlatformAddress = '{{other.Address}}' }
            Send-EmulatorReply 'Your "room" – ready.' -MessageThreadId {{thread.Id}} @at
            Set-EmulatorThread -MessageThreadId {{thread.Id}} -IsResolved ${{!thread.IsResolved}} @at
            Add-EmulatorFault TooHeavy -AboveWindow 30.00:00:00 -Processed -Times 2 -Operation messageThreads/getAll @at
            Connect-Mews @at
            (Get-EmulatorFault @at).AboveWindow
            Get-EmulatorRequest @at | ForEach-Object { $_.Operation, $_.Status -join ' ' }
            Clear-EmulatorRequest @at; Clear-EmulatorFault @at
            @(Get-EmulatorRequest @at).Count + @(Get-EmulatorFault @at).Count
            Connect-Mews
            """);

        Assert.Equal((0, "30.00:00:00\nconfiguration/get 200\n0\n", ""), (result.ExitCode, result.Output, result.Errors));
        Assert.Contains(other.Messages.All(), message => message.MessageThreadId == thread.Id && message.Text == "Your \"room\" – ready.");
        Assert.NotEqual(thread.IsResolved, other.Store.All().Single(stored => stored.Id == thread.Id).IsResolved);
    }

    [Fact]
    public async Task They_follow_the_connection_of_the_session_and_take_threads_and_messages_from_the_pipeline()
    {
        var result = await SandboxProcess.RunAsync("-Command", """
            $env:MEWS_PLATFORM_ADDRESS = 'http://127.0.0.1:1'
            $thread = New-MewsMessageThread Ada Late
            $thread | Send-EmulatorReply 'First'
            $thread | Get-MewsMessage | Send-EmulatorReply 'Second'
            ($thread | Get-MewsMessage).Text -join ' '
            $thread | Set-EmulatorThread -IsResolved $true
            ($thread.Id | Get-MewsMessageThread).IsResolved
            Get-EmulatorRequest | Where-Object Operation -EQ messageThreads/add
            """);

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Matches(@"^(First Second|Second First)\nTrue\n\nOperation +Status +Fault +Returned\n-.*\nmessageThreads/add +200 +1\n", result.Output);
    }

    [Fact]
    public async Task What_cannot_be_done_is_an_error_of_the_command()
    {
        var result = await SandboxProcess.RunAsync("-Command", """
            foreach ($command in
                { Send-EmulatorReply 'Hello' -MessageThreadId 00000000-0000-0000-0000-000000000001 },
                { Add-EmulatorFault ServerError -Status 200 },
                { Get-EmulatorRequest -PlatformAddress http://127.0.0.1:1 },
                { Get-EmulatorFault -PlatformAddress https://api.mews.com },
                { Disconnect-Mews; $env:MEWS_PLATFORM_ADDRESS = $null; Clear-EmulatorFault }) {
                try { & $command } catch { "$($_.InvocationInfo.MyCommand): $_" }
            }
            """);

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Collection(
            result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            error => Assert.StartsWith("Send-EmulatorReply: The emulator at http://127.0.0.1", error, StringComparison.Ordinal),
            error => Assert.EndsWith("Status must be from 500 to 599.", error, StringComparison.Ordinal),
            error => Assert.StartsWith("Get-EmulatorRequest: There is no emulator at http://127.0.0.1:1/ (", error, StringComparison.Ordinal),
            error => Assert.StartsWith("Get-EmulatorFault: 'https://api.mews.com/' is not the address of an emulator", error, StringComparison.Ordinal),
            error => Assert.StartsWith("Clear-EmulatorFault: '' is not the address of an emulator", error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Each_has_an_approved_verb_help_with_an_example_and_a_description_of_each_parameter()
    {
        var result = await SandboxProcess.RunAsync("-Command", """
            Import-Module MewsEmulator -Force
            foreach ($command in Get-Command -Module MewsEmulator) {
                $help = Get-Help $command
                if ($help.Synopsis -notmatch '\.$' -or -not $help.examples) { "$command has no help" }
                $help.parameters.parameter | Where-Object { -not $_.description } | ForEach-Object { "$command -$($_.name) has no help" }
            }
            (Get-Command -Module MewsEmulator).Count
            """);

        Assert.Equal((0, "7\n", ""), (result.ExitCode, result.Output, result.Errors));
    }

    [Fact]
    public async Task The_kinds_of_faults_that_are_completed_are_those_of_the_emulator()
    {
        var result = await SandboxProcess.RunAsync("-Command", """
            foreach ($name in 'Kind', 'Body', 'RetryAfter') {
                (Get-Command Add-EmulatorFault).Parameters[$name].Attributes.ValidValues -join ' '
            }
            (TabExpansion2 'Add-EmulatorFault Trunc' 23).CompletionMatches.CompletionText
            """);

        Assert.Equal(
            $"{Names<FaultKind>()}\n{Names<FaultBody>()}\n{Names<RetryAfterStyle>()}\nTruncatedBody\n", result.Output);

        static string Names<T>()
            where T : struct, Enum => string.Join(' ', Enum.GetNames<T>());
    }
}
