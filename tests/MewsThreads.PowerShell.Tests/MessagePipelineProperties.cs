using MewsThreads.Tests;

namespace MewsThreads.Commands.Tests;

/// <summary>
/// Random conversations: <c>Get-MewsMessageThread | Get-MewsMessage</c> returns exactly the messages of those threads, each once, in as many
/// requests as its batches need; under faults, all of that or an error.
/// </summary>
public class MessagePipelineProperties
{
    private static readonly int FaultlessCases = EnvironmentNumber.Of("MEWSTHREADS_PIPELINES", 70);
    private static readonly int FaultyCases = EnvironmentNumber.Of("MEWSTHREADS_PIPELINES", 100);

    [Fact]
    public async Task The_pipeline_returns_the_messages_of_its_threads_in_as_many_requests_as_its_batches_need()
    {
        await using var fixture = await MessagePipelineFixture.StartAsync();
        foreach (var seed in MessagePipelineFixture.Seeds.Take(FaultlessCases))
        {
            var run = fixture.Run(seed, _ => []);

            Assert.True(run.Result is { Terminating: null, Errors: [] }, $"{run.Case}: {run.Result.Terminating} {string.Join("; ", run.Result.Errors)}");
            AssertSame(run);

            // Pages at the same time may take a tenth more.
            var isAsPromised = run.IsSequential ? run.Requests == run.Promised : run.Requests <= run.Promised + 1 + (run.Promised / 10);
            Assert.True(isAsPromised, $"{run.Case}: {run.Requests} requests, {run.Promised} promised");
        }
    }

    [Fact]
    public async Task Under_faults_the_pipeline_returns_all_of_that_or_an_error()
    {
        await using var fixture = await MessagePipelineFixture.StartAsync();
        var whole = 0;
        foreach (var seed in MessagePipelineFixture.Seeds.Take(FaultyCases))
        {
            var run = fixture.Run(seed, random => RandomFaults.From(random, "messages/getAll"));

            Assert.True(run.Result.Errors is [], $"{run.Case}: {string.Join("; ", run.Result.Errors)}");
            if (run.Result.Terminating is { } error)
            {
                Assert.True(run.Faults > 0, $"{run.Case}: no fault, and yet {error}");
                AssertNothingElse(run);
            }
            else
            {
                AssertSame(run);
                whole++;
            }
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{whole} of {FaultyCases} whole");
        if (!MessagePipelineFixture.Seeds.AreRepeated)
        {
            // A test in which everything fails, or nothing, would prove little.
            Assert.InRange(whole, FaultyCases / 2, FaultyCases - (FaultyCases / 50));
        }
    }

    private static void AssertSame(MessagePipelineRun run)
    {
        AssertNothingElse(run);
        Assert.True(run.Truth.Count == run.Result.Ids.Count, $"{run.Case}: {run.Truth.Count - run.Result.Ids.Count} of {run.Truth.Count} messages are missing");
    }

    private static void AssertNothingElse(MessagePipelineRun run)
    {
        Assert.True(run.Result.Ids.Count == run.Result.Ids.Distinct().Count(), $"{run.Case}: a message came twice");
        Assert.True(run.Truth.IsSupersetOf(run.Result.Ids), $"{run.Case}: a message came that does not belong there");
    }
}
