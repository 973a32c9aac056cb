using System.Diagnostics;
using System.Globalization;

namespace MewsThreads.Benchmarks;

/// <summary>Scripts in the PowerShell that users have, each in a process of its own.</summary>
internal sealed class Shell(PageServer server) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mewsthreads-");

    /// <summary>How long a script takes: in its first run, and in the fastest one of the same process.</summary>
    public readonly record struct Times(double First, double Warm);

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

    /// <summary>How many milliseconds a script takes that writes threads, to <c>Out-Null</c>.</summary>
    public Times TimeThreads(string script) => Measure(script);

    /// <summary>How many milliseconds a script takes that writes threads, through <c>Export-Csv</c>.</summary>
    public Times TimeCsv(string script) => Measure(script, "-Csv", Path.Combine(_folder.FullName, "threads.csv"));

    /// <summary>The path of one of the scripts.</summary>
    public static string Script(string name) => Path.Combine(AppContext.BaseDirectory, "Scripts", name);

    public void Dispose() => _folder.Delete(recursive: true);

    private Times Measure(string script, params string[] arguments)
    {
        server.TakeRequests();
        var times = Numbers(Run(["-File", Script("Measure.ps1"), Script(script), .. arguments]));
        return server.TakeRequests() * PageBody.Count >= Threads.RecentCount && times is [var first, var warm]
            ? new(first, warm)
            : throw new InvalidOperationException($"{script} did not list all threads.");
    }

    private string Run(params string[] arguments) => Child.Output(
        RealShell.StartInfo(["-NoProfile", "-NonInteractive", .. arguments]),
        ("PSModulePath", $"{Path.GetDirectoryName(Engine.ModulePath)}{Path.PathSeparator}{_folder.FullName}"),
        ("MEWS_PLATFORM_ADDRESS", server.Address.ToString()),
        ("MEWS_CLIENT_TOKEN", "benchmark"),
        ("MEWS_ACCESS_TOKEN", Threads.Recent));

    private static double[] Numbers(string text) =>
        [.. text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
}
