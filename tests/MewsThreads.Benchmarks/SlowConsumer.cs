using System.Diagnostics;

namespace MewsThreads.Benchmarks;

/// <summary>A consumer that takes as long for a page as a request does.</summary>
internal static class SlowConsumer
{
    public static IEnumerable<Measurement> Measure(PageServer server, int rounds)
    {
        using var engine = Engine.ConnectedTo(server.Address, "recent-100000-100");
        engine.Run($"Get-MewsMessageThread {PageBody.Window} -First 3000 | Receive-Slowly");
        foreach (var (argument, what) in new[] { ("-Spread", "spread over its items"), ("", "at its end") })
        {
            var ratios = new List<double>();
            for (var i = 0; i < Math.Max(1, rounds / 2); i++)
            {
                var stopwatch = Stopwatch.StartNew();
                var busy = (double)engine.Run($"Get-MewsMessageThread {PageBody.Window} | Receive-Slowly {argument}")!;
                ratios.Add(stopwatch.Elapsed.TotalMilliseconds / Math.Max(busy, 101 * 100));
            }

            yield return new(
                $"a consumer that takes 100 ms a page ({what}), 100 ms a request, 100 pages: time over the slower of the two", 1.15, false, "×", ratios, "");
        }
    }
}
