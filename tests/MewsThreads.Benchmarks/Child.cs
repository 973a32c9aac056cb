using System.Diagnostics;

namespace MewsThreads.Benchmarks;

/// <summary>Processes that this program starts.</summary>
internal static class Child
{
    /// <summary>How to start this program in another role.</summary>
    public static ProcessStartInfo Self(params string[] arguments) => new(Environment.ProcessPath!, arguments);

    /// <summary>Starts a process that ends when its input does.</summary>
    public static Process Start(ProcessStartInfo start, params (string Name, string Value)[] environment)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>What a process writes until it ends.</summary>
    public static string Output(ProcessStartInfo start, params (string Name, string Value)[] environment)
    {
        using var process = Start(start, environment);
        return Output(process);
    }

    /// <summary>What a process that was started has yet to write.</summary>
    public static string Output(Process process)
    {
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{string.Join(' ', process.StartInfo.ArgumentList)} ended with {process.ExitCode}: {output}");
    }
}
