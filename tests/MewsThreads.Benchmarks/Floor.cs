using System.Diagnostics;
using System.Text.Json;

namespace MewsThreads.Benchmarks;

/// <summary>Listing, warm, beside the least that any cmdlet can do, and beside C# without a pipeline.</summary>
internal static class Floor
{
    public static IEnumerable<Measurement> Measure(PageServer server, int rounds)
    {
        using var engine = Engine.ConnectedTo(server.Address, Threads.Recent);
        var ours = $"Get-MewsMessageThread {PageBody.Window} | Out-Null";
        var floor = $"Write-Floor -Address {server.Address} -Name {Threads.Recent} | Out-Null";
        for (var i = 0; i < 3; i++)
        {
            engine.Time(ours);
            engine.Time(floor);
            Documents(server, Threads.Recent);
        }

        var times = Rounds.Of(rounds * 3, () => engine.Time(ours), () => engine.Time(floor), () => Documents(server, Threads.Recent));
        yield return new(
            "100,000 threads to `Out-Null`, warm: time over the floor", 1.15, false, "×", Rounds.Ratio(times[0], times[1]),
            $"{Rounds.Milliseconds(times[0])}; the floor {Rounds.Milliseconds(times[1])}");
        yield return new(
            "the same: times faster than `HttpClient` and `JsonDocument` in C#, without a pipeline", null, true, "×", Rounds.Ratio(times[2], times[0]),
            Rounds.Milliseconds(times[2]));
    }

    /// <summary>The same loop in C#, which makes an object of each thread.</summary>
    private static double Documents(PageServer server, string name)
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
}
