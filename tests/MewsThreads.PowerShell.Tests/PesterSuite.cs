using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace MewsThreads.PowerShell.Tests;

/// <summary>The module as users meet it: tests/Pester, where there is a shell to run it in.</summary>
public class PesterSuite
{
    private static string? _modulePath;

    // The engines that other tests start set this variable for the whole process, and to their own folders.
    [ModuleInitializer]
    internal static void RememberModulePath() => _modulePath = Environment.GetEnvironmentVariable("PSModulePath");

    [Fact]
    public async Task The_pester_suite_passes()
    {
        Assert.SkipUnless(IsOnPath("pwsh"), "There is no pwsh on the PATH.");
        var (hasPester, _) = await RunAsync("if (-not (Get-Module Pester -ListAvailable | Where-Object Version -GE ([version]'5.0'))) { exit 1 }");
        Assert.SkipUnless(hasPester == 0, "The pwsh on the PATH has no Pester 5.");

        var (exitCode, output) = await RunAsync($$"""
            Invoke-Pester -Configuration @{
                Run = @{ Path = '{{Path.Combine(Session.Root, "tests", "Pester")}}'; Exit = $true }
                Output = @{ Verbosity = 'Detailed' }
            }
            """);

        TestContext.Current.TestOutputHelper!.WriteLine(output);
        Assert.True(exitCode == 0, output);
    }

    private static bool IsOnPath(string command) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Any(folder => File.Exists(Path.Combine(folder, OperatingSystem.IsWindows() ? command + ".exe" : command)));

    private static async Task<(int ExitCode, string Output)> RunAsync(string command)
    {
        var start = new ProcessStartInfo("pwsh")
        {
            ArgumentList = { "-NoProfile", "-NonInteractive", "-Command", command },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["POWERSHELL_TELEMETRY_OPTOUT"] = "1", ["NO_COLOR"] = "1", ["PSModulePath"] = _modulePath },
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output + await error);
    }
}
