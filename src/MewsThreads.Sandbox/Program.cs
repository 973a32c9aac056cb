using MewsThreads.Sandbox.Engine;
using MewsThreads.Sandbox.Tour;

namespace MewsThreads.Sandbox;

/// <summary>The sandbox: emulator, engine and module in one process.</summary>
internal static class Program
{
    private const int UsageError = 64;

    private static async Task<int> Main(string[] args)
    {
        // Read by the engine once, when it is first touched.
        Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
        Environment.SetEnvironmentVariable("POWERSHELL_UPDATECHECK", "Off");
        try
        {
            return await RunAsync(CommandLine.Parse(args));
        }
        catch (UsageException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return UsageError;
        }
    }

    private static async Task<int> RunAsync(CommandLine commandLine)
    {
        if (commandLine.Mode == SandboxMode.Help)
        {
            Console.WriteLine(CommandLine.Usage);
            return 0;
        }

        var script = commandLine.Mode == SandboxMode.File ? FindScript(commandLine.Text) : "";
        var manifest = ModuleFolder.FindManifest();
        await using var session = await SandboxSession.StartAsync();
        var ready = session.ImportModule(manifest);
        if (ready == RunEnd.Completed && commandLine.Mode != SandboxMode.Tour)
        {
            ready = session.Connect();
        }

        if (ready != RunEnd.Completed)
        {
            return ready == RunEnd.Stopped ? RequestedRun.Interrupted : 1;
        }

        var run = new RequestedRun(session);
        return commandLine.Mode switch
        {
            SandboxMode.Command => run.Command(commandLine.Text),
            SandboxMode.File => run.File(script, commandLine.Arguments),
            SandboxMode.Interactive => run.Interactive(),
            _ => new TourGuide(session).Run(),
        };
    }

    private static string FindScript(string path)
    {
        var full = Path.GetFullPath(path);
        return File.Exists(full) && Path.GetExtension(full).Equals(".ps1", StringComparison.OrdinalIgnoreCase)
            ? full
            : throw new UsageException($"'{path}' is not a script: -File needs the path of a .ps1 file.");
    }
}
