using System.Diagnostics;
using System.Text;

namespace MewsThreads.Sandbox.Tests;

/// <summary>The sandbox as users run it: a process with its streams and its exit code.</summary>
internal sealed class SandboxProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly Task<string> _errors;

    private SandboxProcess(ProcessStartInfo start)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.Environment.Remove("NO_COLOR");
        start.Environment["TERM"] = "xterm-256color";
        _process = Process.Start(start)!;
        _errors = _process.StandardError.ReadToEndAsync();
    }

    public static string Executable { get; } =
        Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "MewsThreads.Sandbox.exe" : "MewsThreads.Sandbox");

    public int Id => _process.Id;

    public static SandboxProcess Start(params string[] arguments) => new(new ProcessStartInfo(Executable, arguments));

    /// <summary>Starts it on a terminal of its own.</summary>
    public static SandboxProcess StartOnTerminal(string arguments, bool noColour = false)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/script"), "Needs script(1) of util-linux for a terminal.");
        // NO_COLOR of the environment is removed for all; here it is what is tested. Without exec, a plain sh stays in between and
        // ends by the Ctrl+C that the sandbox outlived.
        var command = $"{(noColour ? "NO_COLOR=1 " : "")}exec '{Executable}' {arguments}";
        return new(new ProcessStartInfo("/usr/bin/script", ["-qec", command, "/dev/null"]));
    }

    public static async Task<SandboxResult> RunAsync(params string[] arguments)
    {
        using var sandbox = Start(arguments);
        return await sandbox.EndAsync();
    }

    public static async Task<SandboxResult> RunWithInputAsync(string input, params string[] arguments)
    {
        using var sandbox = Start(arguments);
        await sandbox.TypeAsync(input);
        return await sandbox.EndAsync();
    }

    public async Task TypeAsync(string keys)
    {
        await _process.StandardInput.WriteAsync(keys);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Reads output up to a text, so that what is done next does not depend on time.</summary>
    public async Task WaitForAsync(string expected)
    {
        using var patience = new CancellationTokenSource(Patience);
        var seen = new StringBuilder();
        var next = new char[1];
        while (await _process.StandardOutput.ReadAsync(next, patience.Token) > 0)
        {
            if (seen.Append(next).ToString().EndsWith(expected, StringComparison.Ordinal))
            {
                return;
            }
        }

        Assert.Fail($"The sandbox ended without '{expected}': {seen}{await _errors}");
    }

    /// <summary>Waits for the end and collects what is left of the output.</summary>
    public async Task<SandboxResult> EndAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        _process.StandardInput.Close();
        var output = await _process.StandardOutput.ReadToEndAsync(patience.Token);
        await _process.WaitForExitAsync(patience.Token);
        return new(_process.ExitCode, output.ReplaceLineEndings("\n"), (await _errors).ReplaceLineEndings("\n"));
    }

    /// <summary>Ends it at once, wherever it is.</summary>
    public void Kill()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }
}

internal sealed record SandboxResult(int ExitCode, string Output, string Errors);
