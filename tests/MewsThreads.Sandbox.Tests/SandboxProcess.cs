using System.Diagnostics;
using MewsThreads.Tests;

namespace MewsThreads.Sandbox.Tests;

/// <summary>The built sandbox, started as <c>dotnet run</c> starts it.</summary>
internal static class SandboxProcess
{
    public static string Executable { get; } =
        Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "MewsThreads.Sandbox.exe" : "MewsThreads.Sandbox");

    public static ConsoleProcess Start(params string[] arguments) => new(new ProcessStartInfo(Executable, arguments));

    /// <summary>Starts it on a terminal of its own.</summary>
    /// <param name="arguments">The arguments, quoted for sh.</param>
    /// <param name="dataFolder">Where it believes the user's data to be, such as the history of lines.</param>
    public static ConsoleProcess StartOnTerminal(string arguments, string dataFolder)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/script"), "Needs script(1) of util-linux for a terminal.");
        // With exec, no sh stays in between, which would end by the Ctrl+C that the sandbox outlives; PSReadLine needs a size.
        return new(new ProcessStartInfo("/usr/bin/script", ["-qec", $"stty rows 40 cols 160; exec '{Executable}' {arguments}", "/dev/null"])
        {
            Environment = { ["TERM"] = "xterm-256color", ["SHELL"] = "/bin/sh", ["XDG_DATA_HOME"] = dataFolder },
        });
    }

    public static async Task<ConsoleResult> RunAsync(params string[] arguments)
    {
        using var sandbox = Start(arguments);
        return await sandbox.EndAsync();
    }
}
