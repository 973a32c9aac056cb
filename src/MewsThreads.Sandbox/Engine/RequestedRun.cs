namespace MewsThreads.Sandbox.Engine;

/// <summary>Runs what the user brought, and tells the exit code as <c>pwsh</c> would.</summary>
internal sealed class RequestedRun(SandboxSession session)
{
    /// <summary>The exit code of a run that Ctrl+C ended: 128 and the number of SIGINT.</summary>
    public const int Interrupted = 130;

    /// <summary>Runs a script text: it fails when its last statement did.</summary>
    public int Command(string script) =>
        ExitCode(session.Runner.Run(script), () => session.Runner.LastSucceeded ? 0 : 1);

    /// <summary>Runs a script file: it fails when an error ended it or when it says so with <c>exit</c>.</summary>
    public int File(string path, IEnumerable<string> arguments)
    {
        // The engine tells a file's exit only through $? and $LASTEXITCODE; without the latter the file could not be started.
        var end = session.Runner.Run(ScriptCall.Line(path, arguments));
        return ExitCode(end, () => session.Runner.LastSucceeded ? 0 : session.Runner.LastExitCode ?? 1);
    }

    /// <summary>Gives a prompt.</summary>
    public int Interactive()
    {
        session.OutliveInterrupts();
        session.Output.WriteLine(session.Description);
        session.Output.WriteLine("Connected; 'exit' or Ctrl+D ends.");
        new PromptLoop(session).Run();
        return session.Host.ExitCode ?? 0;
    }

    private int ExitCode(RunEnd end, Func<int> completed) => session.Host.ExitCode ?? end switch
    {
        RunEnd.Stopped => Interrupted,
        RunEnd.Terminated => 1,
        _ => completed(),
    };
}
