using MewsThreads.Tests;

namespace MewsThreads.Commands.Tests;

/// <summary>
/// Random worlds, conversations and arguments: Get-MewsConversation returns exactly the threads that are asked for, in their order, each with what
/// the store holds of it; under faults, the first of them and an error, or all.
/// </summary>
public class ConversationProperties
{
    private static readonly int Cases = EnvironmentNumber.Of("MEWSTHREADS_CONVERSATIONS", 60);

    [Fact]
    public async Task Conversations_are_those_of_the_store()
    {
        await using var fixture = await ConversationFixture.StartAsync();
        var returned = 0;
        foreach (var seed in ConversationFixture.Seeds.Take(Cases))
        {
            var run = fixture.Run(seed, withFaults: false);

            Assert.True(run.Result.Terminating is null, $"{run.Case}: {run.Result.Terminating}");
            AssertTold(run);
            AssertWhole(run);
            returned += run.Result.Output.Count;
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{returned} conversations");
        Assert.True(returned > 0 || ConversationFixture.Seeds.AreRepeated, "no conversation");
    }

    [Fact]
    public async Task Under_faults_they_are_that_or_the_first_of_them_and_an_error()
    {
        await using var fixture = await ConversationFixture.StartAsync();
        var whole = 0;
        foreach (var seed in ConversationFixture.Seeds.Take(Cases))
        {
            var run = fixture.Run(seed, withFaults: true);

            AssertTold(run);
            if (run.Result.Terminating is null)
            {
                AssertWhole(run);
                whole++;
            }
            else if (!run.IsById)
            {
                AssertInOrder(run, run.May.Take(Known(run).Count));
            }
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{whole} of {Cases} whole");
        if (!ConversationFixture.Seeds.AreRepeated)
        {
            // A test in which everything fails, or nothing, would prove little.
            Assert.InRange(whole, Cases / 3, Cases - 1);
        }
    }

    /// <summary>Each comes once, and says what is to be said.</summary>
    private static void AssertTold(ConversationRun run)
    {
        Assert.True(run.Result.Ids.Count == run.Result.Ids.Distinct().Count(), $"{run.Case}: a conversation came twice");
        Assert.True(run.Result.Errors.All(error => error.TargetObject is Guid id && run.Unknown.Contains(id)), $"{run.Case}: {string.Join("; ", run.Result.Errors)}");
        foreach (var conversation in run.Result.Output.Select(item => (Conversation)item.BaseObject).Where(conversation => run.Told.ContainsKey(conversation.Id)))
        {
            var told = run.Told[conversation.Id];
            var said = new ToldConversation(
                conversation.Subject,
                [.. conversation.Messages.Select(message => (message.Id, message.Text, message.CreatedUtc))],
                conversation.LastSender,
                conversation.WaitingSince,
                conversation.FirstReplyAfter);
            Assert.True(told.Messages.SequenceEqual(said.Messages), $"{run.Case}: {said} has other messages");
            Assert.True((told with { Messages = said.Messages }) == said, $"{run.Case}: {said} is not {told}");
        }
    }

    /// <summary>All that must come has come, up to as many as are wanted.</summary>
    private static void AssertWhole(ConversationRun run)
    {
        var known = Known(run);
        if (run.IsById)
        {
            Assert.True(known.TrueForAll(run.May.Contains), $"{run.Case}: a conversation came that does not belong there");
            Assert.True(known.Count >= Math.Min(run.First, run.Must.Count), $"{run.Case}: {known.Count} of {run.Must.Count} came");
            Assert.True(run.First < int.MaxValue || run.Must.TrueForAll(known.Contains), $"{run.Case}: a conversation is missing");
            Assert.True(run.First < int.MaxValue || run.Result.Errors.Count == run.Unknown.Count, $"{run.Case}: {run.Result.Errors.Count} errors");
            return;
        }

        // Those that were inserted meanwhile count, too.
        var inserted = run.Result.Ids.Count - known.Count;
        Assert.True(known.Count + inserted <= run.First, $"{run.Case}: more than {run.First} came");
        AssertInOrder(run, run.May.Where(id => known.Contains(id)));
        var missing = run.Must.Except(known).ToList();
        Assert.True(missing.Count == 0 || known.Count + inserted == run.First, $"{run.Case}: {missing.Count} of {run.Must.Count} are missing");
        Assert.True(missing.Count == 0 || known.Count == 0 || run.May.IndexOf(missing[0]) > run.May.IndexOf(known[^1]), $"{run.Case}: one was left out");
    }

    private static void AssertInOrder(ConversationRun run, IEnumerable<Guid> expected) =>
        Assert.True(expected.SequenceEqual(Known(run)), $"{run.Case}: the order is another, or one was left out");

    /// <summary>What was returned, without threads that a fault inserted meanwhile.</summary>
    private static List<Guid> Known(ConversationRun run) => [.. run.Result.Ids.Where(run.Told.ContainsKey)];
}
