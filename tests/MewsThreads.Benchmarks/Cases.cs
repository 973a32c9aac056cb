using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace MewsThreads.Benchmarks;

/// <summary>What is measured. Peers take turns, round by round, so that whatever else the machine does meets all of them.</summary>
internal sealed class Cases(PageServer server, int rounds)
{
    private const string NoShell = "there is no pwsh on the PATH";

    /// <summary>The cases by the name that chooses them.</summary>
    public IReadOnlyDictionary<string, Func<IEnumerable<Measurement>>> All => new Dictionary<string, Func<IEnumerable<Measurement>>>
    {
        ["list"] = List,
        ["shell"] = Shell,
        ["cold"] = Cold,
        ["import"] = Import,
        ["throttle"] = Throttle,
        ["consumer"] = Consumer,
        ["million"] = Million,
        ["first"] = First,
        ["sync"] = Sync,
    };

    private static string Window => $"-CreatedAfter {PageBody.Start} -CreatedBefore {PageBody.End}";

    private IEnumerable<Measurement> List()
    {
        const string Name = "recent-100000-0";
        using var engine = Engine.ConnectedTo(server.Address, Name);
        var ours = $"Get-MewsMessageThread {Window} | Out-Null";
        var floor = $"Write-Floor -Address {server.Address} -Name {Name} | Out-Null";
        for (var i = 0; i < 3; i++)
        {
            engine.Time(ours);
            engine.Time(floor);
            Documents(Name);
        }

        var times = Rounds(rounds * 3, () => engine.Time(ours), () => engine.Time(floor), () => Documents(Name));
        yield return new(
            "100,000 threads, warm, to `Out-Null`: time over the floor", 1.15, false, "×", Ratio(times[0], times[1]),
            $"{Milliseconds(times[0])}; the floor {Milliseconds(times[1])}");
        yield return new(
            "the same: times faster than `HttpClient` and `JsonDocument` in C#, without a pipeline", null, true, "×", Ratio(times[2], times[0]),
            Milliseconds(times[2]));
    }

    private IEnumerable<Measurement> Shell()
    {
        const string Case = "100,000 threads, warm, to `Out-Null`: times faster than `Invoke-RestMethod`";
        if (Child.PowerShell is null)
        {
            yield return new(Case, 6, true, "×", [], NoShell);
            yield break;
        }

        var script = $$"""
            {{Connect("recent-100000-0")}}
            function Peer { {{RestLoop("recent-100000-0", "while ($page.MessageThreads.Count -eq 1000)")}} }
            Peer | Out-Null
            1..3 | ForEach-Object { Get-MewsMessageThread {{Window}} | Out-Null }
            1..{{rounds}} | ForEach-Object {
                $watch = [Diagnostics.Stopwatch]::StartNew(); Get-MewsMessageThread {{Window}} | Out-Null; $ours = $watch.Elapsed.TotalMilliseconds
                $watch.Restart(); Peer | Out-Null; "$ours;$($watch.Elapsed.TotalMilliseconds)"
            }
            """;
        var lines = Child.Script(script).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(';').Select(Number).ToArray()).ToList();
        double[] ours = [.. lines.Select(line => line[0])];
        double[] rest = [.. lines.Select(line => line[1])];
        yield return new(Case, 6, true, "×", Ratio(rest, ours), $"{Milliseconds(ours)}; the loop {Milliseconds(rest)}");
    }

    private IEnumerable<Measurement> Cold()
    {
        const string Case = "cold process: import, connect, first 1,000 threads, over what `Invoke-RestMethod` needs beyond the engine's start";
        if (Child.PowerShell is null)
        {
            yield return new(Case, 0.5, false, "×", [], NoShell);
            yield break;
        }

        // The server has them ready before.
        const string Name = "recent-100000-0";
        double Time(string script)
        {
            var stopwatch = Stopwatch.StartNew();
            Child.Script(script);
            return stopwatch.Elapsed.TotalMilliseconds;
        }

        var first = $"{RestLoop(Name, "while ($false)")} | Out-Null";
        var ours = $"{Connect(Name)}; Get-MewsMessageThread {Window} -First 1000 | Out-Null";
        Time(first);
        var times = Rounds(rounds * 2, () => Time("exit"), () => Time(ours), () => Time(first));
        var start = Median(times[0]);
        yield return new(
            Case, 0.5, false, "×", Ratio([.. times[1].Select(time => time - start)], [.. times[2].Select(time => time - start)]),
            $"{Milliseconds(times[1])}; the loop {Milliseconds(times[2])}; the engine alone {Milliseconds(times[0])}");
    }

    private IEnumerable<Measurement> Import()
    {
        var empty = EmptyModule.Make();
        double Time(string module) => Number(Child.Self([ImportRole, module]));
        var times = Rounds(rounds * 2, () => Time(Engine.ModulePath), () => Time(empty));
        yield return new(
            "`Import-Module` over that of an empty binary module", 40, false, "ms", [.. times[0].Zip(times[1], (ours, other) => ours - other)],
            $"{Milliseconds(times[0])}; the empty one {Milliseconds(times[1])}");
    }

    /// <summary>The argument that makes this program time the import of a module, in a process of its own.</summary>
    public const string ImportRole = "import";

    /// <summary>Times the import of a module.</summary>
    public static void TimeImport(string module)
    {
        using var engine = new Engine(withModule: false);

        // What any first command of an engine needs.
        engine.Run("Get-Module | Out-Null");
        Console.WriteLine(engine.Time($"Import-Module '{module}'").ToString(CultureInfo.InvariantCulture));
    }

    private IEnumerable<Measurement> Throttle()
    {
        foreach (var (spread, what) in new[] { ("even", "evenly spread"), ("month", "90 % of them in one month") })
        {
            var name = $"{spread}-200000-100";
            using var engine = Engine.ConnectedTo(server.Address, name);
            engine.Run("Get-MewsMessageThread -First 1500 | Out-Null");
            engine.Run("Get-MewsMessageThread -First 20000 -ThrottleLimit 8 | Out-Null");
            server.TakeRequests();
            var (one, eight) = (0, 0);
            var times = Rounds(
                Math.Max(1, rounds / 2),
                () => Counted(() => engine.Time("Get-MewsMessageThread | Out-Null"), out one),
                () => Counted(() => engine.Time("Get-MewsMessageThread -ThrottleLimit 8 | Out-Null"), out eight));
            yield return new(
                $"200,000 threads, 100 ms a request, {what}: times faster with `-ThrottleLimit 8`", 6, true, "×", Ratio(times[0], times[1]),
                $"{Milliseconds(times[1])} instead of {Milliseconds(times[0])}");
            yield return new(
                $"the same: requests over the fewest possible, those of `-ThrottleLimit 1`", 1.2, false, "×", [(double)eight / one],
                $"{eight} instead of {one}");
        }
    }

    private IEnumerable<Measurement> Consumer()
    {
        using var engine = Engine.ConnectedTo(server.Address, "recent-100000-100");
        engine.Run($"Get-MewsMessageThread {Window} -First 3000 | Receive-Slowly");
        foreach (var (argument, what) in new[] { ("-Spread", "spread over its items"), ("", "at its end") })
        {
            var ratios = new List<double>();
            for (var i = 0; i < Math.Max(1, rounds / 2); i++)
            {
                var stopwatch = Stopwatch.StartNew();
                var busy = (double)engine.Run($"Get-MewsMessageThread {Window} | Receive-Slowly {argument}")!;
                ratios.Add(stopwatch.Elapsed.TotalMilliseconds / Math.Max(busy, 101 * 100));
            }

            yield return new(
                $"a consumer that takes 100 ms a page ({what}), 100 ms a request, 100 pages: time over the slower of the two", 1.15, false, "×", ratios, "");
        }
    }

    private IEnumerable<Measurement> Million()
    {
        var small = new List<Run>();
        var large = new List<Run>();
        for (var i = 0; i < Math.Max(1, rounds / 2); i++)
        {
            small.Add(Stream(10_000));
            large.Add(Stream(1_000_000));
        }

        yield return new(
            "1,000,000 threads streamed: peak of managed memory over the run with 10,000", 16, false, "MB",
            [.. large.Zip(small, (l, s) => (l.PeakBytes - s.PeakBytes) / 1e6)],
            $"{Median([.. large.Select(run => run.PeakBytes / 1e6)]):0.0} MB in all, with a youngest generation of 4 MB");
        yield return new(
            "the same: bytes allocated for a thread over itself and its strings, less what the engine wraps it in", 1.3, false, "×",
            [.. large.Select(run => (run.BytesEach - run.FloorBytesEach + EmptyObject) / ThreadBytes)],
            $"{Median([.. large.Select(run => run.BytesEach)]):0} bytes in all; the floor {Median([.. large.Select(run => run.FloorBytesEach)]):0}");
        yield return new(
            "growth: time for a thread at 1,000,000 over that at 10,000", 1.1, false, "×", [.. large.Zip(small, (l, s) => l.MicrosecondsEach / s.MicrosecondsEach)],
            $"{Median([.. large.Select(run => run.MicrosecondsEach)]):0.00} µs; {Median([.. small.Select(run => run.MicrosecondsEach)]):0.00} µs");
    }

    private const double EmptyObject = 24;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);

    // An object of 88 bytes and its fields, and two strings of about 25 and 31 characters.
    private const double ThreadBytes = 88 + 72 + 88;

    private sealed record Run(double PeakBytes, double BytesEach, double FloorBytesEach, double MicrosecondsEach);

    private Run Stream(int count) => JsonSerializer.Deserialize<Run>(Child.Self(
        [StreamRole, server.Address.ToString(), $"recent-{count}-0"], ("DOTNET_GCgen0size", "0x400000")))!;

    /// <summary>The argument that makes this program stream threads and tell what that took, in a process of its own.</summary>
    public const string StreamRole = "stream";

    /// <summary>Streams all threads of a name.</summary>
    public static void TimeStream(Uri server, string name)
    {
        var count = int.Parse(name.Split('-')[1], CultureInfo.InvariantCulture);
        using var engine = Engine.ConnectedTo(server, name);
        var ours = $"Get-MewsMessageThread {Window} | Out-Null";
        var floor = $"Write-Floor -Address {server} -Name {name} | Out-Null";

        // The runtime takes seconds to compile all of it for good.
        for (var stopwatch = Stopwatch.StartNew(); stopwatch.Elapsed < WarmUp;)
        {
            engine.Run($"Get-MewsMessageThread {Window} -First 10000 | Out-Null");
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
        Console.WriteLine(JsonSerializer.Serialize(new Run(peak, each, floorEach, Median(times))));
    }

    private IEnumerable<Measurement> First()
    {
        const string Name = "recent-100000-0";
        using var engine = Engine.ConnectedTo(server.Address, Name);
        server.TakeRequests();
        engine.Run($"Get-MewsMessageThread {Window} -First 15");
        yield return new("requests for `-First 15`", 1, false, "", [server.TakeRequests()], "");
        if (Child.PowerShell is not null)
        {
            Child.Script($"{Connect(Name)}; Get-MewsMessageThread {Window} | Select-Object -First 15");
        }

        yield return new(
            "requests for `| Select-Object -First 15`", 1, false, "", Child.PowerShell is null ? [] : [server.TakeRequests()], Child.PowerShell is null ? NoShell : "");
    }

    private IEnumerable<Measurement> Sync()
    {
        foreach (var (extension, what) in new[] { (".csv", "CSV"), (".jsonl", "JSON lines") })
        {
            var run = JsonSerializer.Deserialize<FileMergeRun>(Child.Self([FileMergeRun.Role, extension, (rounds * 2).ToString(CultureInfo.InvariantCulture)]))!;
            yield return new(
                $"a synced file of 1,000,000 rows with 1,000 changes, {what}: time of the merge over a plain copy, both to the disk", 3, false, "×",
                Ratio(run.MergeTimes, run.CopyTimes),
                $"{run.Megabytes:0} MB in {Milliseconds(run.MergeTimes)}; the copy {Milliseconds(run.CopyTimes)}");
            yield return new("the same: peak of managed memory over idle", 32, false, "MB", [run.PeakBytes / 1e6], "");
        }
    }

    private string Connect(string name) =>
        $"Import-Module '{Engine.ModulePath}'; $env:MEWS_CLIENT_TOKEN = 'benchmark'; $env:MEWS_ACCESS_TOKEN = '{name}'; "
        + $"Connect-Mews -PlatformAddress {server.Address} -RequestLimit 100000";

    /// <summary>What a user writes without the module.</summary>
    private string RestLoop(string name, string until) => $$"""
        $body = @{ ClientToken = 'benchmark'; AccessToken = '{{name}}'; Client = 'Benchmark 1.0'
            CreatedUtc = @{ StartUtc = '{{PageBody.Start}}'; EndUtc = '{{PageBody.End}}' }; Limitation = @{ Count = 1000 } }
        & { do {
            $page = Invoke-RestMethod '{{server.Address}}{{PageBody.Path}}' -Method Post -ContentType application/json -Body ($body | ConvertTo-Json)
            $page.MessageThreads
            $body.Limitation.Cursor = $page.Cursor
        } {{until}} }
        """;

    /// <summary>The same loop in C#, which makes an object of each thread.</summary>
    private double Documents(string name)
    {
        var stopwatch = Stopwatch.StartNew();
        using var http = new HttpClient();
        string? cursor = null;
        for (var count = PageBody.Count; count == PageBody.Count;)
        {
            using var content = new StringContent(PageBody.Of(name, cursor), System.Text.Encoding.UTF8, "application/json");
            using var response = http.PostAsync(new Uri(server.Address, PageBody.Path), content).GetAwaiter().GetResult();
            using var document = JsonDocument.Parse(response.Content.ReadAsStream());
            count = 0;
            foreach (var thread in document.RootElement.GetProperty("MessageThreads").EnumerateArray())
            {
                count++;
                GC.KeepAlive(Tuple.Create(
                    thread.GetProperty("Id").GetGuid(),
                    thread.GetProperty("OriginalSender").GetString(),
                    thread.GetProperty("Subject").GetString(),
                    thread.GetProperty("CreatedUtc").GetDateTimeOffset(),
                    thread.GetProperty("UpdatedUtc").GetDateTimeOffset(),
                    thread.GetProperty("IsResolved").GetBoolean()));
            }

            cursor = document.RootElement.GetProperty("Cursor").GetString();
        }

        return stopwatch.Elapsed.TotalMilliseconds;
    }

    private double Counted(Func<double> measure, out int requests)
    {
        var time = measure();
        requests = server.TakeRequests();
        return time;
    }

    private static double[][] Rounds(int count, params Func<double>[] peers)
    {
        var times = peers.Select(_ => new List<double>()).ToArray();
        for (var round = 0; round < count; round++)
        {
            for (var peer = 0; peer < peers.Length; peer++)
            {
                times[peer].Add(peers[peer]());
            }
        }

        return [.. times.Select(each => each.ToArray())];
    }

    private static double[] Ratio(double[] of, double[] over) => [.. of.Zip(over, (one, other) => one / other)];

    private static double Median(IReadOnlyCollection<double> values) => values.Order().ElementAt(values.Count / 2);

    private static string Milliseconds(IReadOnlyCollection<double> times) => string.Create(CultureInfo.InvariantCulture, $"{Median(times):#,0} ms");

    private static double Number(string text) => double.Parse(text.Trim(), CultureInfo.InvariantCulture);
}
