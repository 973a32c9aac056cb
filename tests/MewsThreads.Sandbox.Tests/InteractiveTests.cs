namespace MewsThreads.Sandbox.Tests;

public class InteractiveTests
{
    private const string CtrlC = "\x3";
    private const string Prompt = "PS mews> ";

    [Fact]
    public async Task A_statement_may_span_lines_and_exit_ends_the_prompt()
    {
        var result = await SandboxProcess.RunWithInputAsync("if ($true) {\n'inside'\n}\nexit 9\n'never'\n", "-Interactive");

        Assert.Equal(9, result.ExitCode);
        Assert.EndsWith("PS mews> >> >> inside\nPS mews> ", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_on_a_terminal_stops_the_command_and_keeps_the_prompt()
    {
        using var sandbox = SandboxProcess.StartOnTerminal("-i");
        await sandbox.WaitForAsync(Prompt);
        await sandbox.TypeAsync("'run' + 'ning'; while ($true) { }\r");
        await sandbox.WaitForAsync("\nrunning\r\n");
        await sandbox.TypeAsync(CtrlC);
        await sandbox.WaitForAsync(Prompt);
        await sandbox.TypeAsync("'still ' + (Get-MewsMessageThread -First 2).Count\r");
        await sandbox.WaitForAsync("\nstill 2\r\n");
        await sandbox.WaitForAsync(Prompt);
        await sandbox.TypeAsync("half a line");
        await sandbox.WaitForAsync(Prompt + "half a line");
        await sandbox.TypeAsync(CtrlC);
        await sandbox.WaitForAsync(Prompt + "\r");
        await sandbox.TypeAsync("exit 4\r");
        var result = await sandbox.EndAsync();

        Assert.Equal(4, result.ExitCode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_terminal_shows_colour_unless_NO_COLOR_is_set(bool noColour)
    {
        using var sandbox = SandboxProcess.StartOnTerminal("-Command 'Get-MewsMessageThread -First 1'", noColour);
        var result = await sandbox.EndAsync();

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(!noColour, result.Output.Contains("\e[32", StringComparison.Ordinal));
    }
}
