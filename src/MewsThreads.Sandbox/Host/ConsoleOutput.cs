using System.Management.Automation;
using System.Management.Automation.Internal;

namespace MewsThreads.Sandbox.Host;

/// <summary>The one way to the console: keeps output, errors and the progress line from running into each other.</summary>
internal sealed class ConsoleOutput
{
    private readonly Lock _gate = new();
    private readonly ProgressLine _progress = new();
    private volatile bool _asErrors;

    /// <summary>Writes to standard output.</summary>
    public void Write(string text)
    {
        if (_asErrors)
        {
            WriteError(text);
            return;
        }

        lock (_gate)
        {
            _progress.Hide();
            Console.Out.Write(Terminal.ShowsColour ? text : Plain(text));
        }
    }

    /// <summary>Writes a line to standard output.</summary>
    public void WriteLine(string text = "") => Write(text + Environment.NewLine);

    /// <summary>Writes a line to standard error.</summary>
    public void WriteErrorLine(string text) => WriteError(text + Environment.NewLine);

    /// <summary>Does something whose output belongs on standard error.</summary>
    public void AsErrors(Action write)
    {
        _asErrors = true;
        try
        {
            write();
        }
        finally
        {
            _asErrors = false;
        }
    }

    /// <summary>Moves the cursor and the like; what a terminal without that ability never gets.</summary>
    public void WriteControl(string sequence)
    {
        lock (_gate)
        {
            _progress.Hide();
            Console.Out.Write(sequence);
        }
    }

    /// <summary>Shows how far something is.</summary>
    public void ShowProgress(long source, ProgressRecord record)
    {
        lock (_gate)
        {
            _progress.Update(source, record);
        }
    }

    /// <summary>Forgets progress that its command left unfinished.</summary>
    public void EndProgress()
    {
        lock (_gate)
        {
            _progress.Reset();
        }
    }

    private void WriteError(string text)
    {
        lock (_gate)
        {
            _progress.Hide();
            Console.Error.Write(Terminal.ShowsColour && !Console.IsErrorRedirected ? text : Plain(text));
        }
    }

    private static string Plain(string text) =>
        text.Contains('\e', StringComparison.Ordinal) ? new StringDecorated(text).ToString(OutputRendering.PlainText) : text;
}
