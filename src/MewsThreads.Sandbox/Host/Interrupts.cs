using System.Management.Automation;

namespace MewsThreads.Sandbox.Host;

/// <summary>Ctrl+C: stops the innermost running command and nothing else.</summary>
internal sealed class Interrupts : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Stack<PowerShell> _running = new();
    private PowerShell? _stopping;

    /// <summary>Starts listening.</summary>
    public Interrupts() => Console.CancelKeyPress += OnCancelKey;

    /// <summary>Whether the program outlives its commands, as at a prompt.</summary>
    public bool KeepAlive { get; set; }

    /// <summary>Marks a command as the one to stop; call it before the command starts.</summary>
    public void Enter(PowerShell shell)
    {
        lock (_gate)
        {
            _running.Push(shell);
        }
    }

    /// <summary>Marks the innermost command as over; call it before the command is disposed.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            _running.Pop();
            _stopping = null;
        }
    }

    /// <summary>Asks the innermost command to stop, without waiting for it.</summary>
    /// <returns>Whether there was one that had not been asked before.</returns>
    public bool StopRunning()
    {
        lock (_gate)
        {
            if (!_running.TryPeek(out var shell) || shell == _stopping)
            {
                return false;
            }

            _stopping = shell;
            shell.BeginStop(null, null);
            return true;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Console.CancelKeyPress -= OnCancelKey;

    private void OnCancelKey(object? sender, ConsoleCancelEventArgs e)
    {
        if (e.SpecialKey == ConsoleSpecialKey.ControlC)
        {
            // A second Ctrl+C ends a script that does not heed the first.
            e.Cancel = StopRunning() || KeepAlive;
        }
    }
}
