using System.Diagnostics;

namespace MewsThreads.Benchmarks;

/// <summary>Processes that this program starts.</summary>
internal static class Child
{
    /// <summary>Where <c>pwsh</c> is; null where it is not on the PATH.</summary>
    public static string? PowerShell { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh"))
        .FirstOrDefault(File.Exists);

    /// <summary>Starts a process that ends when its input does.</summary>
    public static Process Start(string program, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        start.Environment["NO_COLOR"] = "1";
        start.Environment.Remove("PSModulePath");
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>What a process writes until it ends.</summary>
    public static string Output(string program, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        using var process = Start(program, arguments, environment);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {output}");
    }

    /// <summary>What a script in the <c>pwsh</c> of the PATH writes.</summary>
    public static string Script(string script) => Output(PowerShell!, ["-NoProfile", "-NonInteractive", "-Command", script]);

    /// <summary>This program in another role.</summary>
    public static string Self(string[] arguments, params (string Name, string Value)[] environment) =>
        Output(Environment.ProcessPath!, arguments, environment);
}
