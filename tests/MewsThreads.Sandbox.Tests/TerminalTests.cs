namespace MewsThreads.Sandbox.Tests;

/// <summary>The prompt, on a terminal.</summary>
public sealed class TerminalTests : IDisposable
{
    private const string CtrlC = "\x3";
    private const string Up = "\e[A";
    private const string Prompt = "PS mews> ";
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("mewsthreads-");

    [Fact]
    public async Task The_prompt_completes_remembers_lines_outlives_Ctrl_C_and_ends_with_the_exit_code()
    {
        using var sandbox = SandboxProcess.StartOnTerminal("-Interactive", _data.FullName);
        await sandbox.WaitForAsync("Starting");
        await sandbox.WaitForAsync("connected to the emulator");
        await sandbox.WaitForAsync(Prompt);

        // A line of the set-up would come up, and this one be appended to it.
        await sandbox.TypeAsync(Up + "'nothing ' + 'above'\r");
        await sandbox.WaitForAsync("nothing above\r\n");
        await sandbox.WaitForAsync(Prompt);
        await sandbox.TypeAsync(Up + "\r");
        await sandbox.WaitForAsync("nothing above\r\n");
        await sandbox.WaitForAsync(Prompt);

        await sandbox.TypeAsync("Get-MewsMessageTh\t -Fir\t 1 | ForEach-Object { 'a ' + $_.GetType().Name }\r");
        await sandbox.WaitForAsync("a MessageThread\r\n");
        await sandbox.WaitForAsync(Prompt);

        await sandbox.TypeAsync("Add-EmulatorFault SlowAn\t -Seconds 1000; 'wait' + 'ing'; Get-MewsMessageThread; 'not ' + 'stopped'\r");
        await sandbox.WaitForAsync("waiting\r\n");
        await sandbox.TypeAsync(CtrlC);
        await sandbox.WaitForAsync(Prompt);
        await sandbox.TypeAsync("Clear-EmulatorFault; 'still ' + (Get-MewsMessageThread -First 2).Count\r");
        await sandbox.WaitForAsync("still 2\r\n");
        await sandbox.WaitForAsync(Prompt);
        await sandbox.TypeAsync("exit 3\r");
        var result = await sandbox.EndAsync(endOfInput: false);

        Assert.Equal(3, result.ExitCode);
        Assert.DoesNotContain(_data.GetFiles("*history*", SearchOption.AllDirectories), file => file.Length > 0);
    }

    [Fact]
    public async Task Ctrl_C_ends_a_command()
    {
        using var sandbox = SandboxProcess.StartOnTerminal("-Command '\"run\" + \"ning\"; Start-Sleep 1000; \"never\"'", _data.FullName);
        await sandbox.WaitForAsync("running\r\n");
        await sandbox.TypeAsync(CtrlC);
        var result = await sandbox.EndAsync(endOfInput: false);

        Assert.NotEqual(0, result.ExitCode);
        Assert.DoesNotContain("never", result.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _data.Delete(recursive: true);
}
