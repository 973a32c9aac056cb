using System.Management.Automation;
using System.Management.Automation.Language;

namespace MewsThreads.Sandbox.Engine;

/// <summary>Reads statements and runs them, until <c>exit</c> or the end of input.</summary>
internal sealed class PromptLoop(SandboxSession session, bool nested = false)
{
    private bool ExitRequested => nested ? session.Host.NestedExitRequested : session.Host.ExitCode is not null;

    /// <summary>Prompts until the user has had enough.</summary>
    public void Run()
    {
        session.Host.NestedExitRequested = false;
        while (!ExitRequested && ReadStatement() is { } statement)
        {
            if (!string.IsNullOrWhiteSpace(statement))
            {
                session.Runner.Run(statement);
            }
        }

        session.Host.NestedExitRequested = false;
    }

    private string? ReadStatement()
    {
        while (true)
        {
            var line = session.Input.ReadCommand(nested ? "PS mews>> " : "PS mews> ", Complete);
            var statement = line.Text;
            while (statement is not null && IsIncomplete(statement))
            {
                line = session.Input.ReadCommand(">> ", Complete);
                statement = line.Text is null ? null : statement + Environment.NewLine + line.Text;
            }

            if (!line.Interrupted)
            {
                return statement;
            }
        }
    }

    private static bool IsIncomplete(string statement)
    {
        Parser.ParseInput(statement, out _, out var errors);
        return Array.Exists(errors, error => error.IncompleteInput);
    }

    private CommandCompletion Complete(string text, int caret)
    {
        using var shell = session.Runner.CreateShell();
        return CommandCompletion.CompleteInput(text, caret, null, shell);
    }
}
