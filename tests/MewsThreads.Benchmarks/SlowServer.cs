using MewsThreads.Emulator;
using MewsThreads.Emulator.Faults;
using MewsThreads.Emulator.Storage;

namespace MewsThreads.Benchmarks;

/// <summary>
/// Lists from a server that takes 100 ms for each response, in the PowerShell that users have: by default, one request after the other, and as
/// one would write it without the module.
/// </summary>
internal static class SlowServer
{
    private const string Default = "";
    private const string OneByOne = "-ThrottleLimit 1";

    private static readonly TimeSpan FiveYears = TimeSpan.FromDays(5 * 365);
    private static readonly TimeSpan Year = TimeSpan.FromDays(360);
    private static readonly TimeSpan Months = TimeSpan.FromDays(79);

    private static readonly IReadOnlyList<Case> Cases =
    [
        new("all", "2,500 threads in five years", 3.5, 2_500, FiveYears),
        new("year", "20,000 threads in one year", 3, 20_000, Year),
        new("all", "200,000 threads in five years, evenly spread", 5, 200_000, FiveYears),
        new("all", "200,000 threads in five years, 90 % of them in one month", 5, 200_000, FiveYears, InOneMonth: 0.9),
        new("ids", "10,000 threads by their ids", 2, 10_000, Year),
        new("messages", "10,000 messages of 2,500 threads", 2, 2_500, Year, MessagesEach: 4),
        new("pages", "20,000 threads of the last months with `Invoke-MewsOperation -All`", 2.5, 20_000, Months),
        new("first", "the first sync of 2,500 threads in five years", 3, 2_500, FiveYears),
        new("nightly", "the next sync, after 1 % of them have changed", null, 2_500, FiveYears),
    ];

    public static IEnumerable<Measurement> Measure(PageServer server, int rounds)
    {
        foreach (var one in Cases)
        {
            using var slow = new Server(one);
            using var shell = new Shell(slow.Emulator.Address, DemoTokens.ClientToken, DemoTokens.AccessToken);
            var runs = Rounds.Of(
                one.Threads > 100_000 ? Math.Max(1, rounds / 3) : rounds,
                () => slow.Run(shell, "-Parameters", Default), () => slow.Run(shell, "-Parameters", OneByOne), () => slow.Run(shell, "-WithoutModule"));
            var (ours, sequential, loop) = (runs[0], runs[1], runs[2]);
            yield return new(
                $"{one.What}, 100 ms a request: times faster than with `{OneByOne}`", one.Goal, true, "×", Rounds.Ratio(Times(sequential), Times(ours)),
                $"{Rounds.Milliseconds(Times(ours))}; sequentially {Rounds.Milliseconds(Times(sequential))}; a loop of `Invoke-RestMethod` {Rounds.Milliseconds(Times(loop))}");
            yield return new(
                "the same: requests over those of that", one.Goal is null ? null : 1.1, false, "×", Rounds.Ratio(Requests(ours), Requests(sequential)),
                $"{Rounds.Median(Requests(ours))}; sequentially {Rounds.Median(Requests(sequential))}; the loop {Rounds.Median(Requests(loop))}");
            if (one.Threads > 100_000)
            {
                yield return new(
                    "the same: peak of managed memory over that", 16, false, "MB", [.. ours.Zip(sequential, (run, other) => run.Megabytes - other.Megabytes)],
                    $"{Rounds.Median([.. ours.Select(run => run.Megabytes)]):0.0} MB in all, with a youngest generation of 4 MB");
            }
        }
    }

    private static double[] Times(Run[] runs) => [.. runs.Select(run => run.Milliseconds)];

    private static double[] Requests(Run[] runs) => [.. runs.Select(run => (double)run.Requests)];

    private readonly record struct Run(double Milliseconds, double Megabytes, int Requests);

    /// <param name="Name">The name of its scripts in Slow.ps1.</param>
    /// <param name="What">What is listed.</param>
    /// <param name="Goal">How many times faster it should be; null where nothing can be faster.</param>
    /// <param name="Threads">How many threads there are.</param>
    /// <param name="Span">How far back they reach.</param>
    /// <param name="InOneMonth">How many of them lie in one month.</param>
    /// <param name="MessagesEach">How many messages each of them has.</param>
    private sealed record Case(string Name, string What, double? Goal, int Threads, TimeSpan Span, double InOneMonth = 0, int MessagesEach = 0)
    {
        public IEnumerable<StoredThread> Stored(DateTimeOffset now)
        {
            var random = new Random(7);
            for (var at = 0; at < Threads; at++)
            {
                var created = random.NextDouble() < InOneMonth
                    ? now - (Span / 2) + (TimeSpan.FromDays(30) * random.NextDouble())
                    : now - TimeSpan.FromMinutes(1) - (Span * random.NextDouble());
                yield return new()
                {
                    Id = ThreadStore.NewId(created, random),
                    OriginalSender = $"Guest {at} of Room {at % 400}",
                    Subject = $"Late check-in on day {at % 365}, please",
                    CreatedUtc = created,
                    UpdatedUtc = created,
                };
            }
        }

        public IEnumerable<StoredMessage> Messages(StoredThread thread)
        {
            for (var at = 0; at < MessagesEach; at++)
            {
                yield return new()
                {
                    Id = ThreadStore.NewId(thread.CreatedUtc.AddSeconds(at)),
                    MessageThreadId = thread.Id,
                    Text = $"This is what the guest wrote as number {at}.",
                    CreatedUtc = thread.CreatedUtc.AddSeconds(at),
                };
            }
        }
    }

    /// <summary>An emulator with the threads of a case.</summary>
    private sealed class Server : IDisposable
    {
        private readonly Case _case;
        private readonly List<Guid> _ids = [];

        public Server(Case one)
        {
            _case = one;
            Emulator = EmulatorHost.StartAsync(new EmulatorOptions { Threads = 0, LimitRequests = 0 }).GetAwaiter().GetResult();
            List<StoredThread> threads = [.. one.Stored(DateTimeOffset.UtcNow)];
            Emulator.Store.Insert(threads);
            Emulator.Messages.Insert(threads.SelectMany(one.Messages));
            _ids.AddRange(threads.Select(thread => thread.Id));
        }

        public EmulatorHost Emulator { get; }

        /// <summary>Runs the case in one of its ways.</summary>
        public Run Run(Shell shell, params string[] way)
        {
            Emulator.Faults.Clear();
            var numbers = shell.MeasureWarm(SlowDown, "Slow.ps1", ["-Case", _case.Name, .. way]);
            return new(numbers[0], numbers[1], Emulator.Requests.Snapshot().Count);
        }

        private void SlowDown()
        {
            if (_case.Name == "nightly")
            {
                _ids.Take(_case.Threads / 100).ToList().ForEach(id => Emulator.Resolve(id));
            }

            Emulator.Requests.Clear();
            Emulator.Faults.Add(new Fault { Kind = FaultKind.SlowAnswer, Seconds = 0.1 });
        }

        public void Dispose() => Emulator.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }
}
