using MewsThreads.Tests;

namespace MewsThreads.Commands.Tests;

/// <summary>
/// Random conversations: <c>Get-MewsMessageThread | Get-MewsMessage</c> returns exactly the messages of those threads, each once, in as many
/// requests as its batches need; under faults, all of that or an error.
/// </summary>
public class MessagePipelineProperties
{
    private static readonly int FaultlessCases = EnvironmentNumber.Of("MEWSTHREADS_PIPELINES", 100);
    private static readonly int FaultyCases = EnvironmentNumber.Of("MEWSTHREADS_PIPELINES", 150);

    // One seed makes the run; MEWSTHREADS_PIPELINE_SEED repeats one case of it, at the same time of its calendar.
    private static readonly long[]? Repeated =
        Environment.GetEnvironmentVariable("MEWSTHREADS_PIPELINE_SEED")?.Split('@').Select(part => long.Parse(part, null)).ToArray();

    [Fact]
    public async Task The_pipeline_returns_the_messages_of_its_threads_in_as_many_requests_as_its_batches_need()
    {
        await using var bench = await MessagePipelineBench.StartAsync(FirstCase);
        foreach (var seed in Seeds(FaultlessCases))
        {
            var run = bench.Run(seed, _ => []);

            Assert.True(run.Result is { Terminating: null, Errors: [] }, $"Seed {run.Seed}: {run.Result.Terminating} {string.Join("; ", run.Result.Errors)}");
            AssertSame(run);

            // Pages at the same time may take a tenth more.
            var isAsPromised = run.IsSequential ? run.Requests == run.Promised : run.Requests <= run.Promised + 1 + (run.Promised / 10);
            Assert.True(isAsPromised, $"Seed {run.Seed}: {run.Requests} requests, {run.Promised} promised");
        }
    }

    [Fact]
    public async Task Under_faults_the_pipeline_returns_all_of_that_or_an_error()
    {
        await using var bench = await MessagePipelineBench.StartAsync(FirstCase);
        var whole = 0;
        foreach (var seed in Seeds(FaultyCases))
        {
            var run = bench.Run(seed, random => RandomFaults.From(random, "messages/getAll"));

            Assert.True(run.Result.Errors is [], $"Seed {run.Seed}: {string.Join("; ", run.Result.Errors)}");
            if (run.Result.Terminating is { } error)
            {
                Assert.True(run.Faults > 0, $"Seed {run.Seed}: no fault, and yet {error}");
                AssertNothingElse(run);
            }
            else
            {
                AssertSame(run);
                whole++;
            }
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{whole} of {FaultyCases} whole");
        if (Repeated is null)
        {
            // A test in which everything fails, or nothing, would prove little.
            Assert.InRange(whole, FaultyCases / 2, FaultyCases - (FaultyCases / 50));
        }
    }

    private static DateTimeOffset FirstCase => Repeated is null ? Emulators.Now : new(Repeated[1], TimeSpan.Zero);

    private static IEnumerable<int> Seeds(int cases)
    {
        var first = Repeated is null ? Random.Shared.Next(1_000_000) * 1000 : (int)Repeated[0];
        TestContext.Current.TestOutputHelper!.WriteLine($"Seeds from {first}");
        return Enumerable.Range(first, Repeated is null ? cases : 1);
    }

    private static void AssertSame(MessagePipelineRun run)
    {
        AssertNothingElse(run);
        Assert.True(run.Truth.Count == run.Result.Ids.Count, $"Seed {run.Seed}: {run.Truth.Count - run.Result.Ids.Count} of {run.Truth.Count} messages are missing");
    }

    private static void AssertNothingElse(MessagePipelineRun run)
    {
        Assert.True(run.Result.Ids.Count == run.Result.Ids.Distinct().Count(), $"Seed {run.Seed}: a message came twice");
        Assert.True(run.Truth.IsSupersetOf(run.Result.Ids), $"Seed {run.Seed}: a message came that does not belong there");
    }
}
