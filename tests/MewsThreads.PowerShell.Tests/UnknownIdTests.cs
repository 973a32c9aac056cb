using MewsThreads.Emulator;
using MewsThreads.Http;
using MewsThreads.Tests;

namespace MewsThreads.Commands.Tests;

/// <summary>Ids that name no thread, for threads and for messages, whether Mews ignores or refuses them; by virtual time.</summary>
public sealed class UnknownIdTests : IAsyncLifetime
{
    private const string GetThreads = "messageThreads/getAll";
    private const string GetMessages = "messages/getAll";

    private readonly VirtualTime _time = new(Emulators.Now);
    private readonly Session _session = new();
    private EmulatorHost _emulator = null!;

    public async ValueTask InitializeAsync()
    {
        _emulator = await EmulatorHost.StartAsync(new EmulatorOptions { Threads = 0, Clock = _time }, TestContext.Current.CancellationToken);
        _session.ConnectOnVirtualTime(_emulator, _time, new ConnectionOptions());
    }

    public async ValueTask DisposeAsync()
    {
        _session.Dispose();
        await _emulator.DisposeAsync();
    }

    [Theory]
    [InlineData(UnknownIds.Ignore, "Get-MewsMessageThread")]
    [InlineData(UnknownIds.Reject, "Get-MewsMessageThread")]
    [InlineData(UnknownIds.Ignore, "Get-MewsMessage")]
    [InlineData(UnknownIds.Reject, "Get-MewsMessage")]
    public void An_unknown_id_is_the_same_error_for_both_and_all_others_come(UnknownIds rule, string command)
    {
        _emulator.World = World.Kind with { UnknownIds = rule };
        var threads = _emulator.Insert(20);
        var messages = threads.Take(10).Select(thread => _emulator.Messages.Add(thread.Id, Emulators.Now).Id).ToList();
        Guid[] unknown = [Guid.NewGuid(), Guid.NewGuid()];
        _session.Set("ids", threads.Select(thread => thread.Id).Prepend(unknown[0]).Append(unknown[1]).ToArray());

        var result = _session.Run($"$ids | {command}");

        Assert.Null(result.Terminating);
        Assert.All(result.Errors, error => Assert.StartsWith("MewsThreadNotFound,", error.FullyQualifiedErrorId, StringComparison.Ordinal));
        Assert.Equal(unknown, result.Errors.Select(error => (Guid)error.TargetObject));
        Assert.Equal((command == "Get-MewsMessage" ? messages : threads.Select(thread => thread.Id)).ToHashSet(), result.Ids.ToHashSet());
        Assert.Equal(command == "Get-MewsMessage" ? 10 : 20, result.Output.Count);
    }

    [Fact]
    public void What_is_not_known_to_be_there_is_checked_with_one_request()
    {
        var threads = _emulator.Insert(5);
        _session.Set("ids", threads.Select(thread => thread.Id).ToArray());

        Assert.Empty(_session.Run("$ids | Get-MewsMessage").AssertNoErrors().Output);

        Assert.Equal([GetMessages, GetThreads], _emulator.Requests.Snapshot().Select(request => request.Operation));
    }

    [Theory]
    [InlineData("Get-MewsMessageThread | Get-MewsMessage")]
    [InlineData("$all = Get-MewsMessageThread; Get-MewsMessage $all")]
    [InlineData("Get-MewsMessageThread | Where-Object Subject | Get-MewsMessage")]
    [InlineData("$all = @(Get-MewsMessageThread); $all[0] | Get-MewsMessage")]
    public void What_came_from_mews_needs_no_check(string script)
    {
        _emulator.Insert(5);

        Assert.Empty(_session.Run(script).AssertNoErrors().Output);

        var requests = _emulator.Requests.Snapshot();
        Assert.Single(requests, request => request.Operation == GetMessages);
        Assert.DoesNotContain(requests, request => request.Operation == GetThreads && request.IdCount is not null);
    }

    [Theory]
    [InlineData("-CreatedAfter 2026-08-10 -CreatedBefore 2026-09-01")]
    [InlineData("-First 1")]
    public void What_cannot_be_told_from_a_thread_without_messages_is_not_checked(string arguments)
    {
        var threads = _emulator.Insert(2);
        _emulator.Messages.Add(threads[0].Id, Emulators.Now);
        _session.Set("ids", new[] { threads[0].Id, threads[1].Id });

        Assert.Single(_session.Run($"$ids | Get-MewsMessage {arguments}").AssertNoErrors().Output);

        Assert.Equal([GetMessages], _emulator.Requests.Snapshot().Select(request => request.Operation));
    }

    [Fact]
    public void A_check_that_fails_takes_no_message_away()
    {
        var threads = _emulator.Insert(2);
        _emulator.Messages.Add(threads[0].Id, Emulators.Now);
        _session.Set("ids", threads.Select(thread => thread.Id).ToArray());
        _emulator.Faults.Add(new Fault { Kind = FaultKind.ServerError, Operation = GetThreads });

        var result = _session.Run("$ids | Get-MewsMessage");

        result.AssertNonTerminating("MewsServerError");
        Assert.Single(result.Output);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(100)]
    public void Bad_ids_among_a_thousand_take_few_requests_and_every_message_comes_once(int bad)
    {
        _emulator.World = World.Kind with { UnknownIds = UnknownIds.Reject };
        var random = new Random(bad);
        var threads = _emulator.Insert(1000 - bad);
        var messages = threads.Select(thread => _emulator.Messages.Add(thread.Id, Emulators.Now).Id).ToHashSet();
        var unknown = Enumerable.Range(0, bad).Select(_ => Guid.NewGuid()).ToHashSet();
        _session.Set("ids", threads.Select(thread => thread.Id).Concat(unknown).OrderBy(_ => random.Next()).ToArray());

        var result = _session.Run("$ids | Get-MewsMessage -PageSize 300");

        Assert.Null(result.Terminating);
        Assert.Equal(unknown, result.Errors.Select(error => (Guid)error.TargetObject).ToHashSet());
        Assert.Equal(bad, result.Errors.Count);
        Assert.Equal(messages.Count, result.Output.Count);
        Assert.Equal(messages, result.Ids.ToHashSet());
        var firstPages = _emulator.Requests.Snapshot().Count(request => request.Cursor is null);
        Assert.InRange(firstPages, bad, (bad * (Math.Log2(1000.0 / bad) + 2) * 1.25) + 2);
    }

    [Theory]
    [InlineData("Get-MewsMessageThread", "", 1)]
    [InlineData("Get-MewsMessage", "-CreatedAfter 2026-05-01", 1)]
    [InlineData("Get-MewsMessage", "-CreatedAfter 2026-05-01", 4)]
    [InlineData("Get-MewsMessageThread", "-CreatedAfter 2026-01-01", 4)]
    public void Bad_ids_are_found_in_several_windows_and_with_several_pages_at_a_time(string command, string arguments, int limit)
    {
        _emulator.World = World.Kind with { UnknownIds = UnknownIds.Reject };
        var threads = _emulator.Insert(60);
        var messages = threads.Select((thread, i) => _emulator.Messages.Add(thread.Id, Emulators.Now.AddDays(-2 * i)).Id).ToHashSet();
        Guid[] unknown = [.. Enumerable.Range(0, 7).Select(_ => Guid.NewGuid())];
        _session.Set("ids", threads.Select(thread => thread.Id).Concat(unknown).OrderBy(id => id).ToArray());
        _emulator.Faults.Add(new Fault { Kind = FaultKind.TooHeavy, AboveCount = 20 });

        var result = _session.Run($"$ids | {command} {arguments} -ThrottleLimit {limit}");

        Assert.Null(result.Terminating);
        Assert.Equal(unknown.ToHashSet(), result.Errors.Select(error => (Guid)error.TargetObject).ToHashSet());
        Assert.Equal(7, result.Errors.Count);
        var expected = command == "Get-MewsMessage" ? messages : threads.Select(thread => thread.Id).ToHashSet();
        Assert.Equal(expected.Count, result.Output.Count);
        Assert.Equal(expected, result.Ids.ToHashSet());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Bad_ids_are_found_where_every_long_window_is_too_heavy(int limit)
    {
        _emulator.World = World.Kind with { UnknownIds = UnknownIds.Reject };
        var threads = _emulator.Insert(12);
        var messages = threads.SelectMany(thread => Enumerable.Range(0, 30).Select(i => _emulator.Messages.Add(thread.Id, Emulators.Now.AddDays(-i)).Id)).ToHashSet();
        Guid[] unknown = [.. Enumerable.Range(0, 4).Select(_ => Guid.NewGuid())];
        _session.Set("ids", threads.Select(thread => thread.Id).Concat(unknown).OrderBy(id => id).ToArray());
        _emulator.Faults.Add(new Fault { Kind = FaultKind.TooHeavy, AboveWindow = TimeSpan.FromDays(8), Skip = 1 });

        var result = _session.Run($"$ids | Get-MewsMessage -CreatedAfter 2026-07-15 -CreatedBefore 2026-09-01 -PageSize 20 -ThrottleLimit {limit}");

        Assert.Null(result.Terminating);
        Assert.Equal(unknown.ToHashSet(), result.Errors.Select(error => (Guid)error.TargetObject).ToHashSet());
        Assert.Equal(4, result.Errors.Count);
        Assert.Equal(messages.Count, result.Output.Count);
        Assert.Equal(messages, result.Ids.ToHashSet());
    }

    [Fact]
    public void A_batch_of_bad_ids_ends_before_the_limit_and_says_how_many_were_refused()
    {
        _emulator.World = World.Kind with { UnknownIds = UnknownIds.Reject };
        _session.Set("ids", Enumerable.Range(0, 1000).Select(_ => Guid.NewGuid()).ToArray());

        var result = _session.Run("$ids | Get-MewsMessage");

        var error = result.AssertTerminating("MewsTooManyUnknownIds");
        Assert.InRange(_emulator.Requests.Snapshot().Count, 50, 190);
        Assert.InRange(result.Errors.Count, 50, 190);
        Assert.All(result.Errors, e => Assert.StartsWith("MewsThreadNotFound,", e.FullyQualifiedErrorId, StringComparison.Ordinal));
        Assert.Contains($"{result.Errors.Count} of the first {result.Errors.Count} ids", error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains("Check the ids", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.Zero, _time.Elapsed);
    }

    [Fact]
    public void A_few_bad_ids_near_the_limit_are_no_reason_to_stop()
    {
        _emulator.World = World.Kind with { UnknownIds = UnknownIds.Reject };
        _session.ConnectOnVirtualTime(_emulator, _time, new ConnectionOptions { RequestLimit = 5 });
        var threads = _emulator.Insert(30);
        Guid[] unknown = [Guid.NewGuid(), Guid.NewGuid()];
        _session.Set("ids", unknown.Concat(threads.Select(thread => thread.Id)).ToArray());

        var result = _session.Run("$ids | Get-MewsMessageThread");

        Assert.Null(result.Terminating);
        Assert.Equal(30, result.Output.Count);
        Assert.Equal(2, result.Errors.Count);
    }
}
