using System.Runtime.InteropServices;

namespace MewsThreads.Sandbox.Tests;

/// <summary>What is given to the sandbox is given to pwsh, in a session that is connected.</summary>
public sealed class RunTests : IDisposable
{
    private const int Terminate = 15;

    // The name is a nuisance on purpose: users have such folders.
    private readonly string _script = Path.Combine(Directory.CreateTempSubdirectory("sand'box [1] ").FullName, "runbook.ps1");

    [Fact]
    public async Task A_command_finds_the_module_connected_and_every_command_of_PowerShell()
    {
        var result = await SandboxProcess.RunAsync("-Command", "Get-MewsMessageThread -First 2 | Select-Object IsResolved, @{ n = 'N'; e = { 1 } } | ConvertTo-Csv | Select-Object -First 1; (Get-MewsMessageThread).Count");

        Assert.Equal((0, "\"IsResolved\",\"N\"\n2500\n", ""), (result.ExitCode, result.Output, result.Errors));
    }

    [Theory]
    [InlineData("'fine'; exit 3", 3, "")]
    [InlineData("'fine'; throw 'boom'", 1, "boom")]
    [InlineData("'fine'; Get-Item no-such", 1, "no-such")]
    [InlineData("'fine' )", 1, "Unexpected token")]
    public async Task The_exit_code_is_that_of_pwsh_and_errors_go_to_standard_error(string script, int exitCode, string error)
    {
        var result = await SandboxProcess.RunAsync("-NonInteractive", "-Command", script);

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains(error, result.Errors, StringComparison.Ordinal);
        Assert.Equal(error.Length == 0, result.Errors.Length == 0);
    }

    [Fact]
    public async Task A_bare_Connect_Mews_connects_again()
    {
        var result = await SandboxProcess.RunAsync("-Command", "Disconnect-Mews; Connect-Mews; (Get-MewsConnection).PlatformAddress.IsLoopback");

        Assert.Equal((0, "True\n", ""), (result.ExitCode, result.Output, result.Errors));
    }

    [Fact]
    public async Task Redirected_output_is_plain_text()
    {
        var result = await SandboxProcess.RunAsync("-Command", "Get-MewsMessageThread -First 1");

        Assert.Contains("Subject", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', result.Output);
    }

    [Fact]
    public async Task Standard_input_is_that_of_pwsh()
    {
        using var sandbox = SandboxProcess.Start("-Command", "$input | ForEach-Object { \"got $_\" }");
        await sandbox.TypeAsync("one\ntwo\n");
        var result = await sandbox.EndAsync();

        Assert.Equal((0, "got one\ngot two\n"), (result.ExitCode, result.Output));
    }

    [Fact]
    public async Task A_script_gets_its_arguments_and_says_its_exit_code()
    {
        await File.WriteAllTextAsync(
            _script,
            """
            param([int] $Number, [switch] $On, [string] $Text)
            "$($Number + 1) $On [$Text] [$($args -join '|')] $((Get-MewsMessageThread -First 2).Count)"
            exit 3
            """,
            TestContext.Current.CancellationToken);
        var result = await SandboxProcess.RunAsync("-File", _script, "-Number", "41", "-On", "-Text:it's", "$(1+1)", "two words");

        Assert.Equal((3, "42 True [it's] [$(1+1)|two words] 2\n", ""), (result.ExitCode, result.Output, result.Errors));
    }

    [Fact]
    public async Task A_sandbox_that_is_terminated_leaves_no_shell_behind()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such signal.");
        using var sandbox = SandboxProcess.Start("-Command", "'running'; Start-Sleep 1000");
        await sandbox.WaitForAsync("running" + Environment.NewLine);
        Assert.Equal(0, Kill(sandbox.Id, Terminate));

        // The end of the output is that of all processes that can write to it.
        var result = await sandbox.EndAsync();
        Assert.NotEqual(0, result.ExitCode);
    }

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_script)!, recursive: true);

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
