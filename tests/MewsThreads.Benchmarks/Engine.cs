using System.Diagnostics;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Security;

namespace MewsThreads.Benchmarks;

/// <summary>A PowerShell engine in this process, with the built module and the commands that it is compared with.</summary>
internal sealed class Engine : IDisposable
{
    private readonly Runspace _runspace;

    public Engine(bool withModule = true)
    {
        var state = InitialSessionState.CreateDefault2();
        state.Commands.Add(new SessionStateCmdletEntry("Write-Floor", typeof(FloorCommand), null));
        state.Commands.Add(new SessionStateCmdletEntry("Receive-Slowly", typeof(ConsumerCommand), null));
        if (withModule)
        {
            state.ImportPSModule(ModulePath);
        }

        _runspace = RunspaceFactory.CreateRunspace(state);
        _runspace.Open();
    }

    /// <summary>The built module.</summary>
    public static string ModulePath { get; } = Path.Combine(Root(), "out", "MewsThreads");

    /// <summary>A connected engine.</summary>
    public static Engine ConnectedTo(Uri server, string threads)
    {
        var engine = new Engine();
        engine._runspace.SessionStateProxy.SetVariable("clientToken", Secure("benchmark"));
        engine._runspace.SessionStateProxy.SetVariable("accessToken", Secure(threads));
        engine.Run($"Connect-Mews -ClientToken $clientToken -AccessToken $accessToken -PlatformAddress {server} -RequestLimit 100000");
        return engine;
    }

    /// <summary>Runs a script.</summary>
    /// <returns>What it wrote last.</returns>
    public object? Run(string script)
    {
        using var shell = PowerShell.Create(_runspace);
        var output = shell.AddScript(script).Invoke();
        return shell.HadErrors
            ? throw new InvalidOperationException($"{script}: {string.Join("; ", shell.Streams.Error)}")
            : output.LastOrDefault()?.BaseObject;
    }

    /// <summary>How many milliseconds a script takes.</summary>
    public double Time(string script)
    {
        var stopwatch = Stopwatch.StartNew();
        Run(script);
        return stopwatch.Elapsed.TotalMilliseconds;
    }

    public void Dispose() => _runspace.Dispose();

    /// <summary>The folder of the repository.</summary>
    public static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "MewsThreads.psd1")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }

    private static SecureString Secure(string text)
    {
        var secure = new SecureString();
        foreach (var character in text)
        {
            secure.AppendChar(character);
        }

        return secure;
    }
}
