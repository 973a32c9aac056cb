using MewsThreads.Emulator;
using MewsThreads.Http;
using MewsThreads.Tests;

namespace MewsThreads.Commands.Tests;

/// <summary>What Get-MewsConversation says of a thread: who wrote last, whether the guest is waiting, and since when.</summary>
public class ConversationTests
{
    // Each letter is a message, a minute after the one before it: A of the integration, E of the property, X of a sender that is not documented.
    [Theory]
    [InlineData("", null, null)]
    [InlineData("A", 0, null)]
    [InlineData("AA", 0, null)]
    [InlineData("X", 0, null)]
    [InlineData("E", null, null)]
    [InlineData("AE", null, 1)]
    [InlineData("AAE", null, 2)]
    [InlineData("AEA", 2, 1)]
    [InlineData("AEAA", 2, 1)]
    [InlineData("AEX", 2, 1)]
    [InlineData("XE", null, 1)]
    [InlineData("EA", 1, null)]
    [InlineData("EAE", null, 1)]
    [InlineData("AEEAEAXA", 5, 1)]
    public async Task A_guest_is_waiting_since_the_first_message_after_the_last_reply(string senders, int? waitingSince, int? firstReplyAfter)
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);
        var thread = emulator.Insert(1)[0];
        var written = Write(emulator, thread, senders);

        var conversation = (Conversation)Assert.Single(session.Run("Get-MewsConversation").AssertNoErrors().Output).BaseObject;

        Assert.Equal(written.Select(message => message.Id), conversation.Messages.Select(message => message.Id));
        Assert.Equal(written.FirstOrDefault()?.CreatedUtc, conversation.FirstMessageUtc);
        Assert.Equal(written.LastOrDefault()?.CreatedUtc, conversation.LastMessageUtc);
        Assert.Equal(written.LastOrDefault()?.Sender, conversation.LastSender);
        Assert.Equal(waitingSince is { } at ? written[at].CreatedUtc : null, conversation.WaitingSince);
        Assert.Equal(firstReplyAfter is { } minutes ? TimeSpan.FromMinutes(minutes) : null, conversation.FirstReplyAfter);
        Assert.Equal(
            [thread.Id, thread.OriginalSender, thread.Subject, thread.CreatedUtc, thread.UpdatedUtc, false],
            new object?[] { conversation.Id, conversation.OriginalSender, conversation.Subject, conversation.CreatedUtc, conversation.UpdatedUtc, conversation.IsResolved });
    }

    [Fact]
    public async Task Nobody_is_waiting_in_a_resolved_thread_until_it_is_open_again()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);
        var thread = emulator.Insert(1)[0];
        var written = Write(emulator, thread, "AEA");

        emulator.Resolve(thread.Id, isResolved: true);
        Assert.Null(Single(session).WaitingSince);
        Assert.Equal(TimeSpan.FromMinutes(1), Single(session).FirstReplyAfter);
        emulator.Resolve(thread.Id, isResolved: false);
        Assert.Equal(written[2].CreatedUtc, Single(session).WaitingSince);

        static Conversation Single(Session session) => (Conversation)Assert.Single(session.Run("Get-MewsConversation").AssertNoErrors().Output).BaseObject;
    }

    [Fact]
    public async Task Unanswered_and_waiting_longer_than_choose_by_the_clock_of_mews()
    {
        var time = new VirtualTime(Emulators.Now);
        await using var emulator = await EmulatorHost.StartAsync(new EmulatorOptions { Threads = 0, Clock = time }, TestContext.Current.CancellationToken);
        using var session = new Session();
        session.ConnectOnVirtualTime(emulator, time, new ConnectionOptions());
        var threads = emulator.Insert(5);
        foreach (var (thread, senders) in threads.Zip(["A", "AE", "AEA", "", "A"]))
        {
            Write(emulator, thread, senders);
        }

        emulator.Resolve(threads[4].Id, isResolved: true);

        // The first wrote an hour ago, the third two minutes later than its thread, which is an hour and two minutes old. No clock here says so.
        Assert.Equal([threads[0].Id, threads[2].Id], session.Run("Get-MewsConversation -Unanswered").AssertNoErrors().Ids);
        Assert.Equal([threads[0].Id, threads[2].Id], session.Run("Get-MewsConversation -WaitingLongerThan 0:59:59").AssertNoErrors().Ids);
        Assert.Equal([threads[0].Id, threads[2].Id], session.Run("Get-MewsConversation -WaitingLongerThan 0:0:0 -Unanswered").AssertNoErrors().Ids);
        Assert.Empty(session.Run("Get-MewsConversation -WaitingLongerThan 1:00:00").AssertNoErrors().Output);
        emulator.ClockOffset = TimeSpan.FromSeconds(1);
        Assert.Equal([threads[0].Id, threads[2].Id], session.Run("Get-MewsConversation -WaitingLongerThan 1:00:00").AssertNoErrors().Ids);
        emulator.ClockOffset = TimeSpan.FromHours(-2);
        Assert.Empty(session.Run("Get-MewsConversation -WaitingLongerThan 0:59:59").AssertNoErrors().Output);
    }

    [Theory]
    [InlineData("-WaitingLongerThan 30", "without a unit")]
    [InlineData("-WaitingLongerThan '-1:00:00'", "less than zero")]
    [InlineData("-WaitingLongerThan soon", "WaitingLongerThan")]
    [InlineData("-WaitingLongerThan $null", "null")]
    public async Task A_time_span_that_nobody_can_mean_is_refused_before_a_request(string argument, string said)
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);

        var error = session.Run($"Get-MewsConversation {argument}").Terminating;

        Assert.Contains(said, error!.ToString(), StringComparison.Ordinal);
        Assert.Empty(emulator.Requests.Snapshot());
    }

    [Fact]
    public async Task First_counts_what_is_wanted_and_asks_for_no_more()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);
        var threads = emulator.Insert(9);
        foreach (var (at, thread) in threads.Index())
        {
            Write(emulator, thread, at % 3 == 0 ? "A" : "AE");
        }

        Assert.Equal(threads.Take(4).Select(thread => thread.Id), session.Run("Get-MewsConversation -First 4").AssertNoErrors().Ids);
        Assert.Equal(
            [("messageThreads/getAll", 4, null), ("messages/getAll", 1000, 4)],
            emulator.Requests.Snapshot().Select(request => (request.Operation, request.Count!.Value, request.IdCount)));
        Assert.Equal([threads[0].Id, threads[3].Id], session.Run("Get-MewsConversation -First 2 -Unanswered").AssertNoErrors().Ids);
        Assert.Equal([threads[0].Id, threads[3].Id], session.Run("Get-MewsMessageThread | Get-MewsConversation -First 2 -Unanswered").AssertNoErrors().Ids);
    }

    [Fact]
    public async Task A_row_for_each_message_has_the_thread_before_the_message()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);
        var threads = emulator.Insert(3);
        List<StoredMessage> written = [.. Write(emulator, threads[0], "AEA"), .. Write(emulator, threads[2], "A")];

        var rows = session.Run("Get-MewsConversation -ExpandMessage").AssertNoErrors().Output;

        Assert.Equal(written.Select(message => message.Id), rows.Select(row => (Guid)row.Properties["Id"].Value));
        Assert.Equal(
            ["MessageThreadId", "Subject", "OriginalSender", "Id", "CreatedUtc", "Sender", "Text"], rows[0].Properties.Select(property => property.Name));
        Assert.Equal(
            [threads[0].Id, threads[0].Subject, threads[0].OriginalSender, written[1].Id, written[1].CreatedUtc, "Enterprise", written[1].Text],
            rows[1].Properties.Select(property => property.Value));
        Assert.Equal(3, session.Run("Get-MewsConversation -ExpandMessage -First 1").AssertNoErrors().Output.Count);
    }

    [Theory]
    [InlineData("Get-MewsConversation")]
    [InlineData("Get-MewsConversation -ExpandMessage")]
    public async Task Piped_on_it_stands_for_its_thread_and_nothing_is_written_again(string conversations)
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);
        var thread = emulator.Insert(1)[0];
        Write(emulator, thread, "A");
        session.Run($"$it = {conversations}").AssertNoErrors();

        Assert.Equal([thread.Id], session.Run("$it | Get-MewsMessageThread; Get-MewsMessageThread $it").AssertNoErrors().Ids.Distinct());
        Assert.Equal([thread.Id], session.Run("$it | Get-MewsConversation; Get-MewsConversation $it").AssertNoErrors().Ids.Distinct());
        Assert.Equal(2, session.Run("$it | Get-MewsMessage; Get-MewsMessage $it").AssertNoErrors().Output.Count);
        Assert.Equal(2, session.Run("$it | Add-MewsMessage -Text Hello; Add-MewsMessage $it Hello").AssertNoErrors().Output.Count);
        Assert.NotNull(session.Run("$it | Add-MewsMessage -ErrorAction Stop").Terminating);
        Assert.Equal(3, emulator.Messages.Of(thread.Id).Count);
        Assert.Single(session.Run("$it | New-MewsMessageThread").Errors);
        Assert.Equal(1, emulator.Store.Count);
    }

    /// <summary>Writes messages into a thread, a minute apart.</summary>
    internal static List<StoredMessage> Write(EmulatorHost emulator, StoredThread thread, string senders)
    {
        List<StoredMessage> messages = [.. senders.Select((sender, minute) =>
        {
            var created = thread.CreatedUtc.AddMinutes(minute);
            return new StoredMessage
            {
                Id = ThreadStore.NewId(created),
                MessageThreadId = thread.Id,
                Text = $"Message {minute} of {sender}",
                Sender = sender switch { 'A' => MessageSenders.Application, 'E' => MessageSenders.Enterprise, _ => "Guest" },
                CreatedUtc = created,
            };
        })];
        emulator.Messages.Insert(messages);
        return messages;
    }
}
