using MewsThreads.Emulator;
using MewsThreads.Http;
using MewsThreads.Tests;

namespace MewsThreads.Commands.Tests;

/// <summary>What Invoke-MewsOperation does where something fails, and what it asks before it writes.</summary>
public class InvokeMewsOperationFaultTests
{
    private const string Add = "Invoke-MewsOperation messageThreads/add @{ OriginalSender = 'Jane'; Subject = 'Hello' }";

    private readonly VirtualTime _time = new(Emulators.Now);

    [Theory]
    [InlineData(FaultKind.LostAnswer, 1)]
    [InlineData(FaultKind.TruncatedBody, 1)]
    [InlineData(FaultKind.MalformedJson, 1)]
    [InlineData(FaultKind.HtmlPage, 0)]
    [InlineData(FaultKind.ServerError, 0)]
    [InlineData(FaultKind.TooHeavy, 0)]
    [InlineData(FaultKind.SlowAnswer, 1)]
    [InlineData(FaultKind.ResetBefore, 0)]
    public async Task A_write_whose_answer_is_lost_is_not_sent_again_and_says_so(FaultKind kind, int created)
    {
        await using var emulator = await StartAsync();
        using var session = OnVirtualTime(emulator);
        emulator.Faults.Add(new Fault { Kind = kind, Operation = "messageThreads/add", Seconds = 200 });

        var error = session.Run(Add).AssertTerminating("MewsOutcomeUnknown");

        Assert.Single(emulator.Requests.Snapshot());
        Assert.Equal(created, emulator.Store.All().Count);
        Assert.Equal("messageThreads/add", error.TargetObject);
        Assert.Contains("was not sent again", error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains("get operation of messageThreads", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_write_is_not_sent_again_after_429_since_mews_may_have_acted_and_one_that_it_rejects_has_not()
    {
        await using var emulator = await StartAsync();
        using var session = OnVirtualTime(emulator);
        emulator.World = World.Kind with { Refusals = Refusals.AfterWriting };
        emulator.Faults.Add(new Fault { Kind = FaultKind.TooManyRequests, Times = 1 });

        var error = session.Run(Add).AssertTerminating("MewsOutcomeUnknown");

        Assert.Contains("Check what Mews has", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Single(emulator.Store.All());
        session.Run("Invoke-MewsOperation messageThreads/add @{}").AssertTerminating("MewsRequestRejected");
        Assert.Equal(2, emulator.Requests.Snapshot().Count);
    }

    [Fact]
    public async Task A_read_is_sent_again_after_what_may_pass()
    {
        await using var emulator = await StartAsync(threads: 25);
        using var session = OnVirtualTime(emulator);
        session.Set("ids", emulator.Store.All().Select(thread => thread.Id).ToArray());
        var list = "Invoke-MewsOperation messageThreads/getAll @{ MessageThreadIds = $ids } -All -PageSize 10";
        var whole = session.Run(list).AssertNoErrors().Output.Select(item => item.Properties["Id"].Value).ToList();
        Assert.Equal(25, whole.Count);

        foreach (var kind in new[] { FaultKind.ServerError, FaultKind.LostAnswer, FaultKind.TruncatedBody, FaultKind.HtmlPage, FaultKind.SlowAnswer })
        {
            emulator.Requests.Clear();
            emulator.Faults.Clear();
            emulator.Faults.Add(new Fault { Kind = kind, Skip = 1, Times = 2, Seconds = 200 });

            Assert.Equal(whole, session.Run(list).AssertNoErrors().Output.Select(item => item.Properties["Id"].Value));
            Assert.Equal(5, emulator.Requests.Snapshot().Count);
        }
    }

    [Fact]
    public async Task A_page_that_fails_for_good_ends_the_command_and_tells_where_to_go_on()
    {
        await using var emulator = await StartAsync(threads: 25);
        using var session = OnVirtualTime(emulator);
        session.Set("ids", emulator.Store.All().Select(thread => thread.Id).ToArray());
        emulator.Faults.Add(new Fault { Kind = FaultKind.ServerError, Skip = 1 });

        var result = session.Run(
            "$got = @(); Invoke-MewsOperation messageThreads/getAll @{ MessageThreadIds = $ids } -All -PageSize 10 | ForEach-Object { $got += $_.Id }");

        var error = result.AssertTerminating("MewsServerError");
        var got = (object[])session.Get("got")!;
        Assert.Equal(10, got.Length);
        Assert.Contains("10 items were returned before", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains($"Cursor = '{got[9]}'", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);

        emulator.Faults.Clear();
        session.Set("cursor", got[9]);
        Assert.Equal(15, session.Run(
            "Invoke-MewsOperation messageThreads/getAll @{ MessageThreadIds = $ids; Limitation = @{ Cursor = $cursor } } -All").AssertNoErrors().Output.Count);
    }

    [Fact]
    public async Task A_cursor_that_repeats_ends_the_command()
    {
        await using var emulator = await StartAsync(threads: 25);
        using var session = OnVirtualTime(emulator);
        session.Set("ids", emulator.Store.All().Select(thread => thread.Id).ToArray());
        emulator.Faults.Add(new Fault { Kind = FaultKind.RepeatedCursor });

        session.Run("Invoke-MewsOperation messageThreads/getAll @{ MessageThreadIds = $ids } -All -PageSize 10").AssertTerminating("MewsProtocolError");

        Assert.Equal(2, emulator.Requests.Snapshot().Count);
    }

    [Fact]
    public async Task An_operation_that_does_not_exist_says_so()
    {
        await using var emulator = await StartAsync();
        using var session = OnVirtualTime(emulator);

        var error = session.Run("Invoke-MewsOperation gadgets/getAll").AssertTerminating("MewsAddressNotFound");

        Assert.Contains("gadgets/getAll", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_if_is_asked_for_writes_and_not_for_reads()
    {
        await using var emulator = await StartAsync();
        using var session = OnVirtualTime(emulator);

        Assert.Empty(session.Run($"{Add} -WhatIf").AssertNoErrors().Output);
        Assert.Empty(session.Run("Invoke-MewsOperation Gadgets/GetAll -WhatIf").AssertNoErrors().Output);
        Assert.Empty(emulator.Requests.Snapshot());

        Assert.Single(session.Run("Invoke-MewsOperation configuration/get -WhatIf").AssertNoErrors().Output);
        Assert.Single(emulator.Requests.Snapshot());
    }

    private Task<EmulatorHost> StartAsync(int threads = 0) => EmulatorHost.StartAsync(
        new EmulatorOptions { Threads = threads, Clock = _time }, TestContext.Current.CancellationToken);

    private Session OnVirtualTime(EmulatorHost emulator)
    {
        var session = new Session();
        session.ConnectOnVirtualTime(emulator, _time, new ConnectionOptions());
        return session;
    }
}
