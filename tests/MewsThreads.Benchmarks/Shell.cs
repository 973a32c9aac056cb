using System.Diagnostics;
using System.Globalization;

namespace MewsThreads.Benchmarks;

/// <summary>Scripts in the PowerShell that users have, each in a process of its own.</summary>
/// <param name="server">What the module connects to.</param>
/// <param name="clientToken">With which client token.</param>
/// <param name="accessToken">With which access token.</param>
internal sealed class Shell(Uri server, string clientToken, string accessToken) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mewsthreads-");

    /// <summary>A folder that is deleted in the end.</summary>
    public string Folder => _folder.FullName;

    /// <summary>Makes a module that does nothing, which <c>Import-Module</c> then finds by its name.</summary>
    public void AddEmptyModule() => EmptyModule.Make(_folder);

    /// <summary>How many milliseconds a process takes that runs a command.</summary>
    public double TimeProcess(string command)
    {
        var stopwatch = Stopwatch.StartNew();
        Run("-Command", command);
        return stopwatch.Elapsed.TotalMilliseconds;
    }

    /// <summary>How many milliseconds a command takes in a new process, without the start of that process.</summary>
    public double TimeCommand(string command) => Numbers(Run("-Command", $$"""
        "$((Measure-Command { {{command}} }).TotalMilliseconds)"
        """)).Single();

    /// <summary>The numbers that a script writes.</summary>
    /// <param name="script">The name of the script.</param>
    /// <param name="arguments">Its arguments.</param>
    public double[] Measure(string script, params string[] arguments) => Numbers(Run(["-File", Script(script), .. arguments]));

    /// <summary>The numbers that a script writes once it has warmed up and is told to go on.</summary>
    /// <param name="beforeItGoesOn">What happens in between.</param>
    /// <param name="script">The name of the script.</param>
    /// <param name="arguments">Its arguments.</param>
    public double[] MeasureWarm(Action beforeItGoesOn, string script, params string[] arguments)
    {
        using var process = Child.Start(Start(["-File", Script(script), .. arguments]), [.. Environment, ("DOTNET_GCgen0size", "0x400000")]);
        var line = process.StandardOutput.ReadLine();
        if (line == "warm")
        {
            beforeItGoesOn();
            process.StandardInput.WriteLine();
        }

        return Numbers(Child.Output(process));
    }

    /// <summary>The path of one of the scripts.</summary>
    public static string Script(string name) => Path.Combine(AppContext.BaseDirectory, "Scripts", name);

    public void Dispose() => _folder.Delete(recursive: true);

    private (string, string)[] Environment =>
    [
        ("PSModulePath", $"{Path.GetDirectoryName(Engine.ModulePath)}{Path.PathSeparator}{Folder}"),
        ("MEWS_PLATFORM_ADDRESS", server.ToString()),
        ("MEWS_CLIENT_TOKEN", clientToken),
        ("MEWS_ACCESS_TOKEN", accessToken),
    ];

    private string Run(params string[] arguments) => Child.Output(Start(arguments), Environment);

    private static ProcessStartInfo Start(params string[] arguments) => RealShell.StartInfo(["-NoProfile", "-NonInteractive", .. arguments]);

    private static double[] Numbers(string text) =>
        [.. text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
}
