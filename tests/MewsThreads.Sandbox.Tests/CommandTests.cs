namespace MewsThreads.Sandbox.Tests;

public class CommandTests
{
    private static readonly string[] NeverCreates = ["-Command", "New-MewsMessageThread 'Ada' 'Late' -Confirm"];

    [Fact]
    public async Task A_command_finds_the_module_connected()
    {
        var result = await SandboxProcess.RunAsync("-Command", "(Get-MewsMessageThread).Count");

        Assert.Equal((0, "2500\n", ""), (result.ExitCode, result.Output, result.Errors));
    }

    [Theory]
    [InlineData("'fine'; exit 7", 7, null)]
    [InlineData("Get-Command no-such; 'fine'", 0, "Get-Command: The term 'no-such' is not recognized")]
    [InlineData("'fine'; Get-Command no-such", 1, "Get-Command: The term 'no-such' is not recognized")]
    [InlineData("'fine'; throw 'boom'", 1, "Exception: boom")]
    [InlineData("if (", 1, "Missing condition in if statement")]
    public async Task The_exit_code_is_that_of_pwsh_and_errors_go_to_standard_error(string script, int exitCode, string? error)
    {
        var result = await SandboxProcess.RunAsync("-c", script);

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Equal(script.Contains("fine", StringComparison.Ordinal) ? "fine\n" : "", result.Output);
        Assert.Contains(error ?? "", result.Errors, StringComparison.Ordinal);
        Assert.Equal(error is null, result.Errors.Length == 0);
    }

    [Fact]
    public async Task Messages_go_to_standard_output_and_progress_nowhere()
    {
        const string Script = """
            function Show { [CmdletBinding()] param()
              $PSCmdlet.WriteWarning('careful'); $PSCmdlet.WriteVerbose('in detail')
              $PSCmdlet.WriteProgress([Management.Automation.ProgressRecord]::new(1, 'Working', 'on it')) }
            Show -Verbose
            """;
        var result = await SandboxProcess.RunAsync("-COMMAND", Script);

        Assert.Equal((0, "WARNING: careful\nVERBOSE: in detail\n", ""), (result.ExitCode, result.Output, result.Errors));
    }

    [Fact]
    public async Task Redirected_output_is_plain_text()
    {
        var result = await SandboxProcess.RunAsync("-Command", "\"`e[31mred`e[0m\"; Get-MewsMessageThread -First 1; Get-Command no-such");

        Assert.StartsWith("red\n", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', result.Output + result.Errors);
    }

    [Fact]
    public async Task A_confirmation_that_nobody_answers_is_no_consent()
    {
        var result = await SandboxProcess.RunAsync(NeverCreates);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("standard input has ended", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_confirmation_takes_its_answer_from_standard_input()
    {
        var result = await SandboxProcess.RunWithInputAsync("n\n", NeverCreates);

        Assert.Equal(0, result.ExitCode);
        Assert.EndsWith("[Y] Yes  [A] Yes to All  [N] No  [L] No to All  [S] Suspend  [?] Help (default is \"Y\"): ",
            result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-Bogus")]
    [InlineData("-Command")]
    [InlineData("-File", "no-such.ps1")]
    public async Task What_makes_no_sense_is_a_usage_error(params string[] arguments)
    {
        var result = await SandboxProcess.RunAsync(arguments);

        Assert.Equal(64, result.ExitCode);
        Assert.Single(result.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
