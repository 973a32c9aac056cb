using MewsThreads.Emulator;
using MewsThreads.Http;
using MewsThreads.Tests;

namespace MewsThreads.Commands.Tests;

/// <summary>How Get-MewsConversation reads: in which requests, in which order, and what comes of a request that fails.</summary>
public class GetMewsConversationTests
{
    private const string GetThreads = "messageThreads/getAll";
    private const string GetMessages = "messages/getAll";

    [Theory]
    [InlineData("Get-MewsConversation -CreatedAfter 2026-08-01 -ThrottleLimit 1", 2)]
    [InlineData("$ids | Get-MewsConversation", 2)]
    [InlineData("Get-MewsConversation $ids", 2)]
    [InlineData("Get-MewsMessageThread -CreatedAfter 2026-08-01 -ThrottleLimit 1 | Get-MewsConversation", 4)]
    public async Task The_messages_of_a_thousand_threads_are_one_request_and_threads_keep_their_order(string script, int threadRequests)
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);
        var threads = emulator.Insert(1500);
        foreach (var (at, thread) in threads.Index().Where(thread => thread.Index % 3 == 0))
        {
            ConversationTests.Write(emulator, thread, at % 2 == 0 ? "A" : "AE");
        }

        session.Set("ids", threads.Select(thread => thread.Id).ToArray());

        var result = session.Run(script).AssertNoErrors();

        Assert.Equal(threads.Select(thread => thread.Id), result.Ids);
        var read = result.Output.Select(item => (Conversation)item.BaseObject).SelectMany(conversation => conversation.Messages).ToList();
        Assert.Equal(emulator.Messages.All().Select(message => message.Id).ToHashSet(), read.Select(message => message.Id).ToHashSet());
        Assert.Equal(emulator.Messages.All().Count, read.Count);
        Assert.Equal([1000, 500], Requests(emulator, GetMessages).Select(request => request.IdCount!.Value));
        Assert.Equal(threadRequests, Requests(emulator, GetThreads).Count());
    }

    [Fact]
    public async Task Requests_for_threads_and_for_messages_overlap()
    {
        await using var emulator = await Emulators.StartAsync();
        ConversationTests.Write(emulator, emulator.Insert(2500)[1700], "AE");

        // Neither gets its response before the other is there: messages of a batch, and the page of threads after it.
        using var threadsAsked = new Pairs();
        using var messagesAsked = new Pairs();
        using var server = new RawServer(request =>
        {
            if (request.Target == GetMessages)
            {
                messagesAsked.Arrived();
                threadsAsked.WaitFor(messagesAsked.Count + 1, most: 3);
            }
            else if (request.Target == GetThreads)
            {
                threadsAsked.Arrived();
                messagesAsked.WaitFor(threadsAsked.Count - 1, most: 3);
            }

            return RawResponse.Of("200 OK", "Content-Type: application/json\r\n", request.SendOn(emulator.Address));
        });
        using var session = new Session();
        session.Set("clientToken", Session.Secure(DemoTokens.ClientToken));
        session.Set("accessToken", Session.Secure(DemoTokens.AccessToken));
        session.Set("address", server.Address);
        session.Run("Connect-Mews -ClientToken $clientToken -AccessToken $accessToken -PlatformAddress $address -RequestLimit 100000").AssertNoErrors();

        Assert.Equal(2500, session.Run("Get-MewsConversation -CreatedAfter 2026-08-01 -ThrottleLimit 1").AssertNoErrors().Output.Count);
        Assert.Equal((3, 3), (threadsAsked.Count, messagesAsked.Count));
        Assert.False(threadsAsked.HasGivenUp || messagesAsked.HasGivenUp);
    }

    [Fact]
    public async Task Where_threads_fail_for_good_those_before_come_whole_and_then_the_error()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator, options: "-MaximumRetryCount 0");
        var threads = emulator.Insert(2500);
        ConversationTests.Write(emulator, threads[1499], "AE");
        emulator.Faults.Add(new Fault { Kind = FaultKind.ServerError, Operation = GetThreads, Skip = 3 });

        var result = session.Run("Get-MewsConversation -PageSize 500 -ThrottleLimit 1");

        var error = result.AssertTerminating("MewsServerError");
        Assert.Equal(threads.Take(1500).Select(thread => thread.Id), result.Ids);
        Assert.Equal(2, ((Conversation)result.Output[1499].BaseObject).Messages.Count);
        Assert.Contains("1500 conversations were returned before", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains($"-CreatedBefore '{threads[1499].CreatedUtc.AddSeconds(1):u}'", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_messages_fail_for_good_no_conversation_comes_without_them()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator, options: "-MaximumRetryCount 0");
        var threads = emulator.Insert(1500);
        emulator.Faults.Add(new Fault { Kind = FaultKind.ServerError, Operation = GetMessages, Skip = 1 });

        var result = session.Run("Get-MewsConversation");

        result.AssertTerminating("MewsServerError");
        Assert.Equal(threads.Take(1000).Select(thread => thread.Id), result.Ids);
    }

    [Theory]
    [InlineData(UnknownIds.Reject)]
    [InlineData(UnknownIds.Ignore)]
    public async Task An_unknown_id_is_an_error_of_its_own(UnknownIds rule)
    {
        await using var emulator = await Emulators.StartAsync(options: new EmulatorOptions { LimitRequests = 0, World = new World { UnknownIds = rule } });
        using var session = Session.ConnectedTo(emulator);
        var threads = emulator.Insert(3);
        ConversationTests.Write(emulator, threads[1], "A");
        var unknown = Guid.NewGuid();
        session.Set("ids", new[] { threads[0].Id, unknown, threads[1].Id, threads[2].Id });

        var result = session.Run("$ids | Get-MewsConversation");

        Assert.Equal(unknown, result.AssertNonTerminating("MewsThreadNotFound").TargetObject);
        Assert.Equal(threads.Select(thread => thread.Id).ToHashSet(), result.Ids.ToHashSet());
        Assert.Single(session.Run("$ids | Get-MewsConversation -Unanswered -ErrorAction Ignore").AssertNoErrors().Output);
    }

    [Fact]
    public async Task A_thread_that_goes_before_its_messages_are_read_is_an_error_and_no_conversation()
    {
        await using var emulator = await Emulators.StartAsync(
            options: new EmulatorOptions { LimitRequests = 0, World = new World { UnknownIds = UnknownIds.Reject } });
        var threads = emulator.Insert(3);
        ConversationTests.Write(emulator, threads[0], "A");
        using var server = new RawServer(request =>
        {
            if (request.Target == GetMessages)
            {
                emulator.Store.Delete(threads[1].Id);
            }

            using var http = new HttpClient();
            using var message = new HttpRequestMessage(HttpMethod.Post, new Uri(emulator.Address, request.Head.Split(' ')[1]));
            message.Content = new StringContent(request.Body, System.Text.Encoding.UTF8, "application/json");
            using var response = http.Send(message);
            using var reader = new StreamReader(response.Content.ReadAsStream());
            return RawResponse.Of($"{(int)response.StatusCode} {response.StatusCode}", "Content-Type: application/json\r\n", reader.ReadToEnd());
        });
        using var session = new Session();
        session.ConnectOnVirtualTime(server.Address, new VirtualTime(Emulators.Now), new ConnectionOptions());

        var result = session.Run("Get-MewsConversation");

        Assert.Equal(threads[1].Id, result.AssertNonTerminating("MewsThreadNotFound").TargetObject);
        Assert.Equal([threads[0].Id, threads[2].Id], result.Ids);
    }

    [Fact]
    public async Task A_pipeline_that_brings_nothing_asks_for_nothing()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);
        emulator.Insert(1);

        Assert.Empty(session.Run("@() | Get-MewsConversation").AssertNoErrors().Output);
        Assert.Empty(emulator.Requests.Snapshot());
    }

    [Fact]
    public async Task Windows_and_enterprises_choose_threads_as_they_do_for_threads()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator, DemoTokens.PortfolioAccessToken);
        var second = Emulators.Thread(Emulators.Now.AddDays(-1)) with { EnterpriseId = DemoEnterprises.Second.Id };
        emulator.Store.Insert([second]);
        var threads = emulator.Insert(10);
        session.Set("after", threads[7].CreatedUtc);
        session.Set("before", threads[2].CreatedUtc);
        session.Set("enterprise", DemoEnterprises.Second.Id);

        foreach (var arguments in new[]
        {
            "-CreatedAfter $after -CreatedBefore $before", "-UpdatedAfter $after -UpdatedBefore $before", "-EnterpriseId $enterprise",
            "-PageSize 3 -First 7", "-PageSize 3 -ThrottleLimit 4",
        })
        {
            var expected = session.Run($"Get-MewsMessageThread {arguments}").AssertNoErrors().Ids;
            Assert.NotEmpty(expected);
            Assert.Equal(expected, session.Run($"Get-MewsConversation {arguments}").AssertNoErrors().Ids);
        }

        Assert.Equal(
            [second.Id],
            session.Run("Invoke-MewsOperation enterprises/getAll -All | ForEach-Object { if ($_.Id -eq $enterprise) { $_ } } | Get-MewsConversation").AssertNoErrors().Ids);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(500, 1)]
    [InlineData(1001, 2)]
    [InlineData(1500, 2)]
    [InlineData(2001, 3)]
    public async Task The_messages_of_the_next_threads_are_not_asked_for_until_half_of_these_is_consumed(int consumed, int requests)
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);
        emulator.Insert(3500);

        session.Run($"foreach ($once in 1) {{ Get-MewsConversation -CreatedAfter 2026-08-01 | ForEach-Object {{ if (++$n -eq {consumed}) {{ break }} }} }}").AssertNoErrors();

        Assert.Equal(requests, Requests(emulator, GetMessages).Count());
    }

    [Fact]
    public async Task A_consumer_that_leaves_ends_what_was_asked_for_ahead()
    {
        await using var emulator = await Emulators.StartAsync();
        emulator.Insert(2500);
        using var requests = new RequestCounter(emulator.Address.Port);
        using var session = Session.ConnectedTo(emulator);
        emulator.Faults.Add(new Fault { Kind = FaultKind.SlowAnswer, Operation = GetMessages, Skip = 1, Seconds = 3600 });

        // The messages of the next batch are asked for, and never come.
        session.Set("wait", () => SpinWait.SpinUntil(() => Requests(emulator, GetMessages).Count() == 2, TimeSpan.FromMinutes(1)));
        session.Run("foreach ($once in 1) { Get-MewsConversation | ForEach-Object { if (++$n -eq 600) { $null = $wait.Invoke(); break } } }").AssertNoErrors();

        Assert.Equal(requests.Started, requests.Ended);
        Assert.Equal(2, Requests(emulator, GetMessages).Count());
    }

    private static IEnumerable<LoggedRequest> Requests(EmulatorHost emulator, string operation) =>
        emulator.Requests.Snapshot().Where(request => request.Operation == operation);

    /// <summary>Counts requests of one kind, for those of another kind to wait for.</summary>
    private sealed class Pairs : IDisposable
    {
        private readonly ManualResetEventSlim _changed = new();
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public bool HasGivenUp { get; private set; }

        public void Arrived()
        {
            Interlocked.Increment(ref _count);
            _changed.Set();
        }

        /// <summary>Waits until so many have come, of those that come at all.</summary>
        public void WaitFor(int count, int most)
        {
            while (Count < Math.Min(count, most))
            {
                _changed.Reset();
                if (Count < Math.Min(count, most) && !_changed.Wait(TimeSpan.FromSeconds(20)))
                {
                    HasGivenUp = true;
                    return;
                }
            }
        }

        public void Dispose() => _changed.Dispose();
    }
}
