namespace MewsThreads.Benchmarks;

/// <summary>Eight requests at once, where each takes long.</summary>
internal static class Throttle
{
    public static IEnumerable<Measurement> Measure(PageServer server, int rounds)
    {
        foreach (var (spread, what) in new[] { ("even", "evenly spread"), ("month", "90 % of them in one month") })
        {
            var name = $"{spread}-200000-100";
            using var engine = Engine.ConnectedTo(server.Address, name);
            engine.Run("Get-MewsMessageThread -First 1500 | Out-Null");
            engine.Run("Get-MewsMessageThread -First 20000 -ThrottleLimit 8 | Out-Null");
            server.TakeRequests();
            var (one, eight) = (0, 0);
            var times = Rounds.Of(
                Math.Max(1, rounds / 2),
                () => Counted(server, () => engine.Time("Get-MewsMessageThread | Out-Null"), out one),
                () => Counted(server, () => engine.Time("Get-MewsMessageThread -ThrottleLimit 8 | Out-Null"), out eight));
            yield return new(
                $"200,000 threads, 100 ms a request, {what}: times faster with `-ThrottleLimit 8`", 6, true, "×", Rounds.Ratio(times[0], times[1]),
                $"{Rounds.Milliseconds(times[1])} instead of {Rounds.Milliseconds(times[0])}");
            yield return new(
                $"the same: requests over the fewest possible, those of `-ThrottleLimit 1`", 1.2, false, "×", [(double)eight / one],
                $"{eight} instead of {one}");
        }
    }

    private static double Counted(PageServer server, Func<double> measure, out int requests)
    {
        var time = measure();
        requests = server.TakeRequests();
        return time;
    }
}
