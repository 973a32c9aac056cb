namespace MewsThreads.Benchmarks;

/// <summary>What a user would notice, in the PowerShell that users have, beside the script that one would write without the module.</summary>
internal static class ShellCases
{
    private const string Module = "Threads.Module.ps1";
    private const string RestMethod = "Threads.RestMethod.ps1";
    private const string Memory = "Threads.Memory.ps1";

    public static IEnumerable<Measurement> Cold(PageServer server, int rounds)
    {
        using var shell = ShellOn(server);
        var times = Rounds.Of(
            rounds * 2,
            () => shell.TimeProcess("exit"),
            () => shell.TimeProcess($"& '{Shell.Script(Module)}' -First 1000 | Out-Null"),
            () => shell.TimeProcess($"& '{Shell.Script(RestMethod)}' -Pages 1 | Out-Null"));
        var start = Rounds.Median(times[0]);
        yield return new(
            "a new process: import, connect, first 1,000 threads; time over that of `Invoke-RestMethod`, both beyond an empty `pwsh`", 1, false, "×",
            Rounds.Ratio(times[1].Select(time => time - start), times[2].Select(time => time - start)),
            $"{Rounds.Milliseconds(times[1])}; `Invoke-RestMethod` {Rounds.Milliseconds(times[2])}; the empty `pwsh` {Rounds.Milliseconds(times[0])}");
    }

    public static IEnumerable<Measurement> Import(PageServer server, int rounds)
    {
        using var shell = ShellOn(server);
        shell.AddEmptyModule();
        var times = Rounds.Of(
            rounds * 2,
            () => shell.TimeCommand("Import-Module MewsThreads"),
            () => shell.TimeCommand($"Import-Module {EmptyModule.Name}"));
        yield return new(
            "`Import-Module`: time beyond that of an empty binary module", 40, false, "ms", [.. times[0].Zip(times[1], (ours, empty) => ours - empty)],
            $"{Rounds.Milliseconds(times[0])}; the empty one {Rounds.Milliseconds(times[1])}");
    }

    public static IEnumerable<Measurement> List(PageServer server, int rounds)
    {
        using var shell = ShellOn(server);
        var times = Rounds.Of(rounds, () => Measure(shell, server, Module), () => Measure(shell, server, RestMethod));
        yield return FasterThanLoop("100,000 threads to `Out-Null`, warm", 6, times, time => time.Warm);
        yield return FasterThanLoop("the same, first in a process, with import and connect", null, times, time => time.First);
    }

    public static IEnumerable<Measurement> Csv(PageServer server, int rounds)
    {
        using var shell = ShellOn(server);
        string[] csv = ["-Csv", Path.Combine(shell.Folder, "threads.csv")];
        var times = Rounds.Of(
            rounds, () => Measure(shell, server, Module, csv), () => Measure(shell, server, RestMethod, csv), () => Measure(shell, server, Memory, csv));
        var (ours, memory) = (Warm(times[0]), Warm(times[2]));
        yield return new(
            "100,000 threads through `Export-Csv`, warm: time over that of the same objects in memory", 1.1, false, "×", Rounds.Ratio(ours, memory),
            $"{Rounds.Milliseconds(ours)}; from memory {Rounds.Milliseconds(memory)}");
        yield return FasterThanLoop("the same", null, times, time => time.Warm);
    }

    public static IEnumerable<Measurement> First(PageServer server, int rounds)
    {
        using var shell = ShellOn(server);
        foreach (var (what, command) in new[] { ("-First 15", "-First 15"), ("| Select-Object -First 15", "| Select-Object -First 15") })
        {
            server.TakeRequests();
            shell.TimeProcess($"& '{Shell.Script(Module)}' {command}");
            yield return new($"requests for `{what}`", 1, false, "", [server.TakeRequests()], "");
        }
    }

    private static Shell ShellOn(PageServer server) => new(server.Address, "benchmark", Threads.Recent);

    private static Times Measure(Shell shell, PageServer server, string script, params string[] arguments)
    {
        server.TakeRequests();
        var times = shell.Measure("Measure.ps1", [Shell.Script(script), .. arguments]);
        return server.TakeRequests() * PageBody.Count >= Threads.RecentCount
            ? new(times[0], times[1])
            : throw new InvalidOperationException($"{script} did not list all threads.");
    }

    private static Measurement FasterThanLoop(string what, double? goal, Times[][] times, Func<Times, double> which)
    {
        double[] ours = [.. times[0].Select(which)];
        double[] loop = [.. times[1].Select(which)];
        return new(
            $"{what}: times faster than a loop of `Invoke-RestMethod`", goal, true, "×", Rounds.Ratio(loop, ours),
            $"{Rounds.Milliseconds(ours)}; the loop {Rounds.Milliseconds(loop)}");
    }

    private static double[] Warm(Times[] times) => [.. times.Select(time => time.Warm)];

    /// <summary>How many milliseconds a script takes: in its first run, and in the fastest one of the same process.</summary>
    private readonly record struct Times(double First, double Warm);
}
