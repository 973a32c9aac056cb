using System.Diagnostics;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using System.Security;
using MewsThreads.Connections;
using MewsThreads.Emulator;
using MewsThreads.Http;
using MewsThreads.Tests;

namespace MewsThreads.Commands.Tests;

/// <summary>
/// A runspace of a real engine that has imported the built module, which is what users import.
/// </summary>
internal sealed class Session : IDisposable
{
    private readonly Runspace _runspace;

    // The client's assembly is the staged one, for these tests as for the engine.
    [ModuleInitializer]
    internal static void Prepare()
    {
        Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
        AssemblyLoadContext.Default.Resolving += (context, name) => name.Name == "MewsThreads.Client"
            ? context.LoadFromAssemblyPath(Path.Combine(ModulePath, "bin", "MewsThreads.Client.dll"))
            : null;
    }

    /// <param name="host">Where prompts go, and what is shown; none by default.</param>
    public Session(PSHost? host = null)
    {
        var state = InitialSessionState.CreateDefault2();
        state.ImportPSModule(ModulePath);
        _runspace = host is null ? RunspaceFactory.CreateRunspace(state) : RunspaceFactory.CreateRunspace(host, state);
        _runspace.Open();
    }

    public static string Root { get; } = FindRoot();

    public static string ModulePath => Path.Combine(Root, "out", "MewsThreads");

    /// <summary>A session that is connected to the emulator with its default tokens, and whose connecting is not in the log.</summary>
    public static Session ConnectedTo(EmulatorHost emulator, string accessToken = DemoTokens.AccessToken, string options = "")
    {
        var session = new Session();
        session.Connect(emulator, accessToken, options).AssertNoErrors();
        emulator.Requests.Clear();
        return session;
    }

    public Result Connect(EmulatorHost emulator, string accessToken = DemoTokens.AccessToken, string options = "")
    {
        Set("clientToken", Secure(DemoTokens.ClientToken));
        Set("accessToken", Secure(accessToken));
        Set("address", emulator.Address);

        // Connections with the same token share their limit, for which a test in real time would have to wait.
        var limit = options.Contains("-RequestLimit ", StringComparison.Ordinal) ? "" : "-RequestLimit 100000";
        return Run($"Connect-Mews -ClientToken $clientToken -AccessToken $accessToken -PlatformAddress $address {limit} {options}");
    }

    /// <summary>Uses, from now on, a connection whose waits take no time.</summary>
    public void ConnectOnVirtualTime(
        EmulatorHost emulator, VirtualTime time, ConnectionOptions options, string enterpriseName = "Virtual Hotel", Random? jumps = null) =>
        ConnectOnVirtualTime(emulator.Address, time, options, enterpriseName, jumps);

    public void ConnectOnVirtualTime(
        Uri address, VirtualTime time, ConnectionOptions options, string enterpriseName = "Virtual Hotel", Random? jumps = null)
    {
        var tokens = new Tokens(Secure(DemoTokens.ClientToken), Secure(DemoTokens.AccessToken));
        var client = new ConnectorClient(address, tokens, "Test 1.0", options, new VirtualClock(time, jumps: jumps), new Random(1));
        client.ServerClock.Learn(time.GetUtcNow(), time.Elapsed);
        var server = new ServerInfo(enterpriseName, Guid.NewGuid(), IsPortfolio: false);
        Set("connection", new MewsConnection(client, environment: null, server));
        Run("'*-MewsMessageThread', '*-MewsMessage', '*-MewsConversation', 'Invoke-MewsOperation' | ForEach-Object { $PSDefaultParameterValues[\"${_}:Connection\"] = $connection }").AssertNoErrors();
    }

    public void Set(string variable, object? value) => _runspace.SessionStateProxy.SetVariable(variable, value);

    public object? Get(string variable)
    {
        var value = _runspace.SessionStateProxy.GetVariable(variable);
        return value is PSObject wrapped ? wrapped.BaseObject : value;
    }

    public Result Run(string script)
    {
        // Without the try, an error that ends a statement is written like one that does not.
        Set("terminating", null);
        using var shell = Shell($"try {{\n{script}\n}} catch {{ $terminating = $_ }}");
        return Collect(shell, shell.Invoke);
    }

    /// <summary>Runs a script, and stops it as with Ctrl+C once <paramref name="when"/> has happened.</summary>
    /// <returns>How long the stop took.</returns>
    public async Task<TimeSpan> RunAndStopAsync(string script, Task when)
    {
        using var shell = Shell(script);
        var running = shell.BeginInvoke();
        await when.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        var stopwatch = Stopwatch.StartNew();
        await Task.Run(shell.Stop, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        var took = stopwatch.Elapsed;
        try
        {
            shell.EndInvoke(running);
        }
        catch (PipelineStoppedException)
        {
            // Unless it had ended just before.
        }

        Assert.Empty(shell.Streams.Error);
        return took;
    }

    public static SecureString Secure(string text)
    {
        var secure = new SecureString();
        foreach (var character in text)
        {
            secure.AppendChar(character);
        }

        return secure;
    }

    public void Dispose() => _runspace.Dispose();

    private PowerShell Shell(string script)
    {
        var shell = PowerShell.Create(_runspace);
        shell.AddScript(script);
        return shell;
    }

    private Result Collect(PowerShell shell, Func<IEnumerable<PSObject>> invoke)
    {
        List<PSObject> output = [.. invoke()];
        var streams = shell.Streams;
        return new Result(
            output,
            (ErrorRecord?)Get("terminating"),
            [.. streams.Error],
            [.. streams.Verbose.Select(record => record.Message)],
            [.. streams.Warning.Select(record => record.Message)],
            [.. streams.Debug.Select(record => record.Message)],
            [.. streams.Information],
            [.. streams.Progress]);
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "MewsThreads.psd1")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
