using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace MewsThreads.Benchmarks;

/// <summary>What a list of very many threads takes.</summary>
/// <param name="PeakBytes">The most managed memory.</param>
/// <param name="BytesEach">Allocated for a thread.</param>
/// <param name="FloorBytesEach">Allocated for a thread by the least that a cmdlet can do.</param>
/// <param name="MicrosecondsEach">Taken for a thread.</param>
internal sealed record StreamRun(double PeakBytes, double BytesEach, double FloorBytesEach, double MicrosecondsEach)
{
    /// <summary>The argument that makes this program stream threads and tell what that took, in a process of its own.</summary>
    public const string Role = "stream";

    private const double EmptyObject = 24;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);

    // An object of 88 bytes and its fields, and two strings of about 25 and 31 characters.
    private const double ThreadBytes = 88 + 72 + 88;

    public static IEnumerable<Measurement> Measure(PageServer server, int rounds)
    {
        var small = new List<StreamRun>();
        var large = new List<StreamRun>();
        for (var i = 0; i < Math.Max(1, rounds / 2); i++)
        {
            small.Add(Of(server, 10_000));
            large.Add(Of(server, 1_000_000));
        }

        yield return new(
            "1,000,000 threads streamed: peak of managed memory over the run with 10,000", 16, false, "MB",
            [.. large.Zip(small, (l, s) => (l.PeakBytes - s.PeakBytes) / 1e6)],
            $"{Rounds.Median([.. large.Select(run => run.PeakBytes / 1e6)]):0.0} MB in all, with a youngest generation of 4 MB");
        yield return new(
            "the same: bytes allocated for a thread over itself and its strings, less what the engine wraps it in", 1.3, false, "×",
            [.. large.Select(run => (run.BytesEach - run.FloorBytesEach + EmptyObject) / ThreadBytes)],
            $"{Rounds.Median([.. large.Select(run => run.BytesEach)]):0} bytes in all; the floor {Rounds.Median([.. large.Select(run => run.FloorBytesEach)]):0}");
        yield return new(
            "growth: time for a thread at 1,000,000 over that at 10,000", 1.1, false, "×", [.. large.Zip(small, (l, s) => l.MicrosecondsEach / s.MicrosecondsEach)],
            $"{Rounds.Median([.. large.Select(run => run.MicrosecondsEach)]):0.00} µs; {Rounds.Median([.. small.Select(run => run.MicrosecondsEach)]):0.00} µs");
    }

    private static StreamRun Of(PageServer server, int count) => JsonSerializer.Deserialize<StreamRun>(Child.Output(
        Child.Self(Role, server.Address.ToString(), $"recent-{count}-0"), ("DOTNET_GCgen0size", "0x400000")))!;

    /// <summary>Streams all threads of a name.</summary>
    public static void TimeStream(Uri server, string name)
    {
        var count = int.Parse(name.Split('-')[1], CultureInfo.InvariantCulture);
        using var engine = Engine.ConnectedTo(server, name);
        var ours = $"Get-MewsMessageThread {PageBody.Window} | Out-Null";
        var floor = $"Write-Floor -Address {server} -Name {name} | Out-Null";

        // The runtime takes seconds to compile all of it for good.
        for (var stopwatch = Stopwatch.StartNew(); stopwatch.Elapsed < WarmUp;)
        {
            engine.Run($"Get-MewsMessageThread {PageBody.Window} -First 10000 | Out-Null");
        }

        engine.Run(floor);
        GC.Collect();

        var peak = 0L;
        using var stop = new ManualResetEventSlim();
        var sampling = new Thread(() =>
        {
            while (!stop.Wait(1))
            {
                peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: false));
            }
        });
        sampling.Start();
        var times = new List<double>();
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var turns = Math.Max(1, 200_000 / count);
        for (var i = 0; i < turns; i++)
        {
            times.Add(engine.Time(ours) * 1000 / count);
        }

        var each = (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)count / turns;
        stop.Set();
        sampling.Join();
        before = GC.GetTotalAllocatedBytes(precise: true);
        engine.Run(floor);
        var floorEach = (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)count;
        Console.WriteLine(JsonSerializer.Serialize(new StreamRun(peak, each, floorEach, Rounds.Median(times))));
    }
}
