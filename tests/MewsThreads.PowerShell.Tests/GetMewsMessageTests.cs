using MewsThreads.Emulator;
using MewsThreads.Http;
using MewsThreads.Tests;

namespace MewsThreads.Commands.Tests;

public class GetMewsMessageTests
{
    [Fact]
    public async Task The_messages_of_piped_threads_come_once_each_with_what_the_api_says_of_them()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);
        var threads = emulator.Insert(2);
        var stored = Converse(emulator, threads, each: 3);

        var result = session.Run("Get-MewsMessageThread -First 2 | Get-MewsMessage").AssertNoErrors();

        Assert.Equal(stored.Select(message => message.Id).ToHashSet(), result.Ids.ToHashSet());
        Assert.Equal(6, result.Output.Count);
        var first = stored.Single(message => message.Id == result.Ids[0]);
        Assert.Equal("MewsThreads.Message", result.Output[0].TypeNames[0]);
        Assert.Equal(
            [first.MessageThreadId, first.Text, first.Sender, first.CreatedUtc],
            new[] { "MessageThreadId", "Text", "Sender", "CreatedUtc" }.Select(name => result.Output[0].Properties[name].Value));
        Assert.Equal([2], emulator.Requests.Snapshot().Where(request => request.Operation == "messages/getAll").Select(request => request.IdCount!.Value));
    }

    [Fact]
    public async Task Threads_go_out_in_batches_as_soon_as_they_are_full()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);
        var threads = emulator.Insert(1500);
        var stored = Converse(emulator, threads, each: 1);
        session.Set("ids", threads.Select(thread => thread.Id).ToArray());
        session.Set("log", emulator.Requests);

        var result = session.Run("$ids | ForEach-Object { $_; if (++$n -eq 1001) { $sent = $log.Snapshot().Count } } | Get-MewsMessage").AssertNoErrors();

        Assert.Equal(stored.Select(message => message.Id).ToHashSet(), result.Ids.ToHashSet());
        Assert.Equal(1, emulator.Requests.Snapshot().Count(request => request.IdCount == 500));
        Assert.NotEqual(0, session.Get("sent"));
    }

    [Fact]
    public async Task A_window_of_any_length_is_cut_to_months_and_ends_as_everywhere()
    {
        await using var emulator = await Emulators.StartAsync(
            options: new EmulatorOptions { World = new World { Intervals = IntervalRule.Inclusive, StrictMonths = true } });
        using var session = Session.ConnectedTo(emulator);
        var thread = Emulators.Thread(new DateTimeOffset(2026, 3, 31, 0, 0, 0, TimeSpan.Zero));
        emulator.Store.Insert([thread]);
        var stored = Enumerable.Range(0, 120).Select(day => Message(thread.Id, thread.CreatedUtc.AddDays(day))).ToList();
        emulator.Messages.Insert(stored);
        session.Set("thread", thread.Id);
        session.Set("after", stored[5].CreatedUtc);
        session.Set("before", stored[100].CreatedUtc);

        var result = session.Run("Get-MewsMessage $thread -CreatedAfter $after -CreatedBefore $before -PageSize 7").AssertNoErrors();

        Assert.Equal(stored.Skip(5).Take(95).Reverse().Select(message => message.Id), result.Ids);
    }

    [Fact]
    public async Task The_first_few_take_one_request_for_just_as_many()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);
        Converse(emulator, emulator.Insert(10), each: 5);

        Assert.Equal(7, session.Run("Get-MewsMessageThread | Get-MewsMessage -First 7").AssertNoErrors().Output.Count);
        Assert.Equal([7], emulator.Requests.Snapshot().Where(request => request.Operation == "messages/getAll").Select(request => request.Count!.Value));
    }

    [Fact]
    public async Task A_message_leads_back_to_its_thread_and_never_takes_its_own_id_for_one()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);
        var threads = emulator.Insert(3);
        Converse(emulator, threads, each: 2);
        session.Set("id", threads[1].Id);

        Assert.Equal([threads[1].Id], session.Run("Get-MewsMessage $id | Get-MewsMessageThread").AssertNoErrors().Ids);
        Assert.Equal(2, session.Run("Get-MewsMessage $id | Get-MewsMessage").AssertNoErrors().Output.Count);
    }

    [Theory]
    [InlineData("@() | Get-MewsMessage")]
    [InlineData("Get-MewsMessage @()")]
    public async Task No_thread_is_no_message(string script)
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);
        Converse(emulator, emulator.Insert(1), each: 1);

        Assert.Empty(session.Run(script).AssertNoErrors().Output);
        Assert.Empty(emulator.Requests.Snapshot());
    }

    [Fact]
    public async Task Nothing_is_lost_or_doubled_where_mews_cannot_take_it_whole()
    {
        var time = new VirtualTime(Emulators.Now);
        await using var emulator = await EmulatorHost.StartAsync(
            new EmulatorOptions { Threads = 0, Clock = time, World = new World { UnknownIds = UnknownIds.Reject } },
            TestContext.Current.CancellationToken);
        using var session = new Session();
        session.ConnectOnVirtualTime(emulator, time, new ConnectionOptions());
        var threads = emulator.Insert(40);
        var stored = Converse(emulator, threads, each: 4);
        var unknown = Guid.NewGuid();
        session.Set("ids", threads.Select(thread => thread.Id).Append(unknown).ToArray());
        emulator.Faults.Add(new Fault { Kind = FaultKind.TooHeavy, Operation = "messages/getAll", AboveCount = 10 });
        emulator.Faults.Add(new Fault { Kind = FaultKind.ServerError, Operation = "messages/getAll", Skip = 3, Times = 2 });

        var result = session.Run("$ids | Get-MewsMessage");

        Assert.Null(result.Terminating);
        Assert.Equal(stored.Count, result.Output.Count);
        Assert.Equal(stored.Select(message => message.Id).ToHashSet(), result.Ids.ToHashSet());
        Assert.Equal(unknown, Assert.Single(result.Errors).TargetObject);
    }

    [Theory]
    [InlineData(FaultKind.TooHeavy)]
    [InlineData(null)]
    public async Task Where_threads_were_asked_for_apart_an_error_does_not_say_to_go_on_before_the_last_message(FaultKind? first)
    {
        // Each of the groups is sorted, so that the next one holds newer messages again.
        var time = new VirtualTime(Emulators.Now);
        await using var emulator = await EmulatorHost.StartAsync(
            new EmulatorOptions { Threads = 0, Clock = time, World = new World { UnknownIds = UnknownIds.Reject } }, TestContext.Current.CancellationToken);
        using var session = new Session();
        session.ConnectOnVirtualTime(emulator, time, new ConnectionOptions());
        var threads = emulator.Insert(40);
        Converse(emulator, threads, each: 4);
        var ids = threads.Select(thread => thread.Id).ToList();
        if (first is null)
        {
            // An unknown id in the middle is looked for in groups.
            ids.Insert(20, Guid.NewGuid());
        }
        else
        {
            emulator.Faults.Add(new Fault { Kind = first.Value, Operation = "messages/getAll", Times = 7 });
        }

        session.Set("ids", ids.ToArray());
        // From the first message on, every request fails.
        session.Set("fail", () => emulator.Faults.Add(new Fault { Kind = FaultKind.ServerError, Operation = "messages/getAll" }));

        var error = session.Run("$ids | Get-MewsMessage -PageSize 640 | ForEach-Object { if ($fail) { $fail.Invoke(); $fail = $null }; $_ }")
            .AssertTerminating("MewsServerError");

        Assert.Contains("were returned before", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("-CreatedBefore", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    private static List<StoredMessage> Converse(EmulatorHost emulator, IEnumerable<StoredThread> threads, int each)
    {
        List<StoredMessage> messages =
            [.. threads.SelectMany(thread => Enumerable.Range(0, each).Select(i => Message(thread.Id, thread.CreatedUtc.AddSeconds(i))))];
        emulator.Messages.Insert(messages);
        return messages;
    }

    private static StoredMessage Message(Guid thread, DateTimeOffset created) => new()
    {
        Id = ThreadStore.NewId(created),
        MessageThreadId = thread,
        Text = $"Written at {created:u}",
        Sender = created.Second % 2 == 0 ? "Application" : "Enterprise",
        CreatedUtc = created,
    };
}
