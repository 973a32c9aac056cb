using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Security;
using MewsThreads.Emulator;
using MewsThreads.Sandbox.Host;

namespace MewsThreads.Sandbox.Engine;

/// <summary>The emulator and a runspace beside it.</summary>
internal sealed class SandboxSession : IAsyncDisposable
{
    /// <summary>How many threads there are to play with.</summary>
    public const int Threads = 2500;

    /// <summary>How the sandbox connects.</summary>
    public const string ConnectCommand =
        "Connect-Mews -ClientToken $clientToken -AccessToken $accessToken -PlatformAddress $platformAddress";

    private readonly Interrupts _interrupts = new();
    private readonly Runspace _runspace;

    private SandboxSession(EmulatorHost emulator)
    {
        Emulator = emulator;
        Input = new(Output, _interrupts);
        Host = new(new SandboxUserInterface(Output, Input));
        _runspace = RunspaceFactory.CreateRunspace(Host, CreateState(emulator));
        Runner = new(_runspace, Output, _interrupts);
        Host.NestedPrompt = () => new PromptLoop(this, nested: true).Run();
    }

    /// <summary>The local Connector API.</summary>
    public EmulatorHost Emulator { get; }

    /// <summary>What the engine knows of this program.</summary>
    public SandboxHost Host { get; }

    /// <summary>The console.</summary>
    public ConsoleOutput Output { get; } = new();

    /// <summary>The keyboard.</summary>
    public ConsoleInput Input { get; }

    /// <summary>Runs scripts.</summary>
    public ScriptRunner Runner { get; }

    /// <summary>The engine's list of errors, newest first.</summary>
    public ArrayList Errors => (ArrayList)_runspace.SessionStateProxy.GetVariable("Error");

    /// <summary>What runs here, in one line.</summary>
    public string Description =>
        $"MewsThreads {Host.Version.ToString(3)} on PowerShell {_runspace.Version}; "
        + $"the emulator at {Emulator.Address} holds {Threads} threads.";

    /// <summary>Starts the emulator and opens the runspace.</summary>
    public static async Task<SandboxSession> StartAsync()
    {
        var emulator = await EmulatorHost.StartAsync(new EmulatorOptions { Threads = Threads });
        var session = new SandboxSession(emulator);
        Terminal.ConfigureEngine();
        session._runspace.Open();
        return session;
    }

    /// <summary>Imports the staged module; what goes wrong is printed.</summary>
    public RunEnd ImportModule(string manifest)
    {
        var import = new Command("Import-Module");
        import.Parameters.Add("Name", manifest);
        import.Parameters.Add("ErrorAction", ActionPreference.Stop);
        return Runner.Run(import);
    }

    /// <summary>Connects the runspace to the emulator; what goes wrong is printed.</summary>
    public RunEnd Connect() => Runner.Run(new Command(ConnectCommand, isScript: true, useLocalScope: false));

    /// <summary>Lets Ctrl+C end a command and never the program.</summary>
    public void OutliveInterrupts() => _interrupts.KeepAlive = Terminal.HasKeyboard;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _runspace.Dispose();
        _interrupts.Dispose();
        await Emulator.DisposeAsync();
    }

    private static InitialSessionState CreateState(EmulatorHost emulator)
    {
        var state = InitialSessionState.CreateDefault2();
        if (OperatingSystem.IsWindows())
        {
            // For this process only: a script that somebody names here is meant to run.
            state.ExecutionPolicy = Microsoft.PowerShell.ExecutionPolicy.Bypass;
        }

        state.Variables.Add(new SessionStateVariableEntry("clientToken", Secure(DemoTokens.ClientToken), "The emulator's client token"));
        state.Variables.Add(new SessionStateVariableEntry("accessToken", Secure(DemoTokens.AccessToken), "The emulator's access token"));
        state.Variables.Add(new SessionStateVariableEntry("platformAddress", emulator.Address.AbsoluteUri, "The emulator's address"));
        state.Variables.Add(new SessionStateVariableEntry("emulator", emulator, "The emulator: .Answer(id, text) and .Resolve(id) are what the property does"));
        return state;
    }

    private static SecureString Secure(string token)
    {
        var secure = new SecureString();
        foreach (var character in token)
        {
            secure.AppendChar(character);
        }

        secure.MakeReadOnly();
        return secure;
    }
}
