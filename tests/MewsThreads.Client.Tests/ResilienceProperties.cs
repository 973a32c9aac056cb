using System.Collections.Concurrent;
using MewsThreads.Tests;

namespace MewsThreads.Client.Tests;

/// <summary>
/// Random stores, queries and faults, by virtual time: every case ends with exactly what the store holds, or with an error. Never with a part
/// of it that looks whole, never with a thread twice.
/// </summary>
public class ResilienceProperties
{
    private static readonly int Cases = EnvironmentNumber.Of("MEWSTHREADS_READS", 400);

    [Fact]
    public async Task Whatever_fails_the_answer_is_whole_or_an_error()
    {
        var cases = ResilienceFixture.Seeds.Take(Cases);
        var outcomes = new ConcurrentDictionary<string, int>();
        const int hosts = 4;

        await Parallel.ForAsync(0, hosts, TestContext.Current.CancellationToken, async (at, _) =>
        {
            await using var fixture = await ResilienceFixture.StartAsync();
            foreach (var seed in cases.Where(seed => seed % hosts == at))
            {
                outcomes.AddOrUpdate(fixture.Run(seed), 1, (_, n) => n + 1);
            }
        });

        var summary = string.Join(", ", outcomes.OrderByDescending(o => o.Value).Select(o => $"{o.Value} {o.Key}"));
        TestContext.Current.TestOutputHelper!.WriteLine(summary);
        Assert.DoesNotContain(outcomes.Keys, outcome => outcome.StartsWith("WRONG", StringComparison.Ordinal));
        if (!ResilienceFixture.Seeds.AreRepeated)
        {
            // Neither is the exception: a test in which everything fails, or nothing, would prove little.
            Assert.InRange(outcomes["whole"], Cases / 2, Cases - (Cases / 20));
        }
    }

    [Fact]
    public async Task The_same_holds_in_real_time()
    {
        var first = Random.Shared.Next(1_000_000) * 1000;
        await using var fixture = await ResilienceFixture.StartInRealTimeAsync();

        var outcomes = Enumerable.Range(first, 25).Select(fixture.Run).ToList();

        TestContext.Current.TestOutputHelper!.WriteLine(
            $"Seeds from {first}: {string.Join(", ", outcomes.GroupBy(o => o).Select(o => $"{o.Count()} {o.Key}"))}");
        Assert.DoesNotContain(outcomes, outcome => outcome.StartsWith("WRONG", StringComparison.Ordinal));
        Assert.Contains("whole", outcomes);
    }
}
