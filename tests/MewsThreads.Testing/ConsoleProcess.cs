using System.Diagnostics;
using System.Text;

namespace MewsThreads.Tests;

/// <summary>A console program as users run it: a process with its streams and its exit code.</summary>
internal sealed class ConsoleProcess : IDisposable
{
    private const string WhereIsTheCursor = "\e[6n";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly Process _process;
    private readonly Task<string> _errors;

    public ConsoleProcess(ProcessStartInfo start)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        _process = Process.Start(start)!;
        _errors = _process.StandardError.ReadToEndAsync();
    }

    public int Id => _process.Id;

    public async Task TypeAsync(string keys)
    {
        await _process.StandardInput.WriteAsync(keys);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Reads output up to a text, so that what is done next does not depend on time.</summary>
    public async Task WaitForAsync(string expected)
    {
        var seen = await ReadAsync(expected);
        if (!EndsWith(seen, expected))
        {
            Assert.Fail($"The program ended without '{expected}': {seen}{await _errors}");
        }
    }

    /// <summary>Waits for the end and collects what is left of the output.</summary>
    /// <param name="endOfInput">Whether to close its input, which a program on a terminal takes for Ctrl+D.</param>
    public async Task<ConsoleResult> EndAsync(bool endOfInput = true)
    {
        if (endOfInput)
        {
            _process.StandardInput.Close();
        }

        var output = await ReadAsync(upTo: null);
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return new(_process.ExitCode, output.ToString().ReplaceLineEndings("\n"), (await _errors).ReplaceLineEndings("\n"));
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

    private async Task<StringBuilder> ReadAsync(string? upTo)
    {
        using var patience = new CancellationTokenSource(Patience);
        var seen = new StringBuilder();
        var next = new char[1];
        try
        {
            while (!(upTo is not null && EndsWith(seen, upTo)) && await _process.StandardOutput.ReadAsync(next, patience.Token) > 0)
            {
                seen.Append(next);
                if (EndsWith(seen, WhereIsTheCursor))
                {
                    // A terminal answers this, and PSReadLine waits for it.
                    await TypeAsync("\e[1;1R");
                }
            }
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"{(upTo is null ? "The end" : $"'{upTo}'")} did not come within {Patience}: {seen}");
        }

        return seen;
    }

    private static bool EndsWith(StringBuilder seen, string expected) =>
        seen.Length >= expected.Length && seen.ToString(seen.Length - expected.Length, expected.Length) == expected;
}

internal sealed record ConsoleResult(int ExitCode, string Output, string Errors);
