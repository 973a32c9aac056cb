using System.Diagnostics;

namespace MewsThreads.Commands.Tests;

/// <summary>Runs programs to their end.</summary>
internal static class Commands
{
    /// <summary>Runs dotnet, the one that runs these tests.</summary>
    public static Task<(int ExitCode, string Output)> DotNetAsync(params IEnumerable<string> arguments) =>
        RunAsync(new ProcessStartInfo(RealShell.StartInfo().FileName, arguments));

    /// <summary>Runs a program, and kills it with all that it started when the tests are cancelled.</summary>
    /// <returns>Its exit code, and what it wrote to its output and then to its error.</returns>
    public static async Task<(int ExitCode, string Output)> RunAsync(ProcessStartInfo start)
    {
        var ct = TestContext.Current.CancellationToken;
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        await using var kill = ct.Register(() => process.Kill(entireProcessTree: true));
        var error = process.StandardError.ReadToEndAsync(ct);
        var output = await process.StandardOutput.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        return (process.ExitCode, output + await error);
    }
}
