using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using MewsThreads.Sandbox.Host;

namespace MewsThreads.Sandbox.Engine;

/// <summary>Runs scripts the way PowerShell's own console does: everything through <c>Out-Default</c>, errors in their place.</summary>
internal sealed class ScriptRunner(Runspace runspace, ConsoleOutput output, Interrupts interrupts)
{
    /// <summary>Whether the last statement that ran succeeded: <c>$?</c>.</summary>
    public bool LastSucceeded
    {
        get
        {
            using var shell = CreateShell();
            return shell.AddScript("$global:?").Invoke<bool>().FirstOrDefault();
        }
    }

    /// <summary>What a script file or a program said last with <c>exit</c>: <c>$LASTEXITCODE</c>.</summary>
    public int? LastExitCode => runspace.SessionStateProxy.GetVariable("global:LASTEXITCODE") as int?;

    /// <summary>A shell on the runspace; a nested one while a command of it is running.</summary>
    public PowerShell CreateShell() =>
        Runspace.DefaultRunspace == runspace ? PowerShell.Create(RunspaceMode.CurrentRunspace) : PowerShell.Create(runspace);

    /// <summary>Runs a user's script and prints what comes of it.</summary>
    public RunEnd Run(string script)
    {
        Parser.ParseInput(script, out _, out var errors);
        if (errors.Length > 0)
        {
            // The engine would say nothing at all about a script that merely stops too early.
            Report(new ParseException(errors));
            return RunEnd.Terminated;
        }

        // Only what goes into the history leaves its $? behind.
        return Run(new Command(script, isScript: true, useLocalScope: false), intoHistory: true);
    }

    /// <summary>Runs a command of the sandbox itself.</summary>
    public RunEnd Run(Command command) => Run(command, intoHistory: false);

    private RunEnd Run(Command command, bool intoHistory)
    {
        command.MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        using var shell = CreateShell();
        shell.Commands.AddCommand(command).AddCommand("Out-Default");
        interrupts.Enter(shell);
        Exception? fatal = null;
        try
        {
            shell.Invoke(null, new PSInvocationSettings { AddToHistory = intoHistory });
        }
        catch (Exception exception) when (exception is RuntimeException or InvalidOperationException)
        {
            fatal = exception;
        }
        finally
        {
            interrupts.Leave();
            output.EndProgress();
        }

        if (fatal is PipelineStoppedException || shell.InvocationStateInfo.State == PSInvocationState.Stopped)
        {
            return RunEnd.Stopped;
        }

        if (fatal is not null)
        {
            Report(fatal);
            return RunEnd.Terminated;
        }

        return RunEnd.Completed;
    }

    private void Report(Exception exception)
    {
        var record = (exception as IContainsErrorRecord)?.ErrorRecord
            ?? new ErrorRecord(exception, exception.GetType().Name, ErrorCategory.NotSpecified, targetObject: null);

        // What the engine marks as an error on its way to Out-Default goes to standard error; from outside nothing can be marked.
        using var shell = CreateShell();
        shell.AddCommand("Out-Default");
        output.AsErrors(() => shell.Invoke(new[] { record }));
    }
}
