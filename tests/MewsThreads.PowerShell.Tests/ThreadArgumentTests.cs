namespace MewsThreads.Commands.Tests;

/// <summary>Where an id of a thread is asked for, a thread or one of its messages will do, as it does in a pipeline.</summary>
public class ThreadArgumentTests
{
    [Theory]
    [InlineData("Get-MewsMessageThread $thread", 1)]
    [InlineData("Get-MewsMessageThread -MessageThreadId $thread", 1)]
    [InlineData("Get-MewsMessageThread $threads", 3)]
    [InlineData("Get-MewsMessageThread $threads[0], $threads[2].Id", 2)]
    [InlineData("Get-MewsMessageThread (Get-MewsMessage $thread)", 1)]
    [InlineData("Get-MewsMessage $thread", 1)]
    [InlineData("Get-MewsMessage $threads", 3)]
    [InlineData("Get-MewsMessage (Get-MewsMessage $threads)", 3)]
    [InlineData("Add-MewsMessage $thread 'Hello'", 1)]
    [InlineData("Add-MewsMessage -MessageThreadId (Get-MewsMessage $thread)[0] -Text 'Hello'", 1)]
    public async Task It_is_taken_for_the_thread(string script, int expected)
    {
        await using var emulator = await Emulators.StartAsync();
        foreach (var thread in emulator.Insert(3))
        {
            emulator.Answer(thread.Id, "It is in your room.");
        }

        using var session = Session.ConnectedTo(emulator);
        session.Run("$threads = Get-MewsMessageThread; $thread = $threads[0]").AssertNoErrors();

        var output = session.Run(script).AssertNoErrors().Output;

        Assert.Equal(expected, output.Count);
        Assert.Contains($"{emulator.Store.All()[0].Id}", string.Join(' ', output.Select(item => item.Properties[item.BaseObject is MessageThread ? "Id" : "MessageThreadId"].Value)), StringComparison.Ordinal);
    }
}
