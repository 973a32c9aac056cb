using MewsThreads.Emulator;
using MewsThreads.Http;
using MewsThreads.Tests;

namespace MewsThreads.Commands.Tests;

/// <summary>Writes that Mews answers with 429, before or after it wrote: nothing is written twice, and what is told is true. By virtual time.</summary>
public sealed class TooManyRequestsTests : IAsyncLifetime
{
    private const string AddThread = "messageThreads/add";
    private const string AddMessage = "messages/add";

    private readonly VirtualTime _time = new(Emulators.Now);
    private readonly Session _session = new();
    private EmulatorHost _emulator = null!;

    public async ValueTask InitializeAsync()
    {
        _emulator = await EmulatorHost.StartAsync(new EmulatorOptions { Threads = 0, Clock = _time }, TestContext.Current.CancellationToken);
        _session.ConnectOnVirtualTime(_emulator, _time, new ConnectionOptions());

        // The server's clock is known.
        _session.Run("Get-MewsMessageThread -First 1").AssertNoErrors();
        _emulator.Requests.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        _session.Dispose();
        await _emulator.DisposeAsync();
    }

    [Theory]
    [InlineData(Refusals.BeforeWriting, StoredTimes.Exact, RetryAfterStyle.Seconds)]
    [InlineData(Refusals.BeforeWriting, StoredTimes.WholeSeconds, RetryAfterStyle.None)]
    [InlineData(Refusals.AfterWriting, StoredTimes.Exact, RetryAfterStyle.Seconds)]
    [InlineData(Refusals.AfterWriting, StoredTimes.WholeSeconds, RetryAfterStyle.None)]
    public void A_thread_is_created_once_whether_the_429_came_before_or_after(Refusals refusals, StoredTimes stored, RetryAfterStyle retryAfter)
    {
        _emulator.World = World.Kind with { Refusals = refusals, StoredTimes = stored, VisibleAfterSeconds = 5 };
        _time.Pass(TimeSpan.FromSeconds(0.7));
        var started = _time.Elapsed;
        _emulator.Faults.Add(new Fault { Kind = FaultKind.TooManyRequests, Operation = AddThread, Times = 2, RetryAfter = retryAfter, RetryAfterSeconds = 3 });

        var result = _session.Run("New-MewsMessageThread 'Jane Doe' 'Late check-in'").AssertNoErrors();

        Assert.Equal([Assert.Single(_emulator.Store.All()).Id], result.Ids);
        Assert.Equal(refusals == Refusals.AfterWriting ? 1 : 3, _emulator.Requests.Snapshot().Count(request => request.Operation == AddThread));
        Assert.Equal(refusals == Refusals.AfterWriting ? 1 : 0, result.Warnings.Count);
        Assert.InRange(_time.Elapsed - started, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(40));
    }

    [Theory]
    [InlineData(Refusals.BeforeWriting)]
    [InlineData(Refusals.AfterWriting)]
    public void A_batch_is_written_once_or_its_outcome_is_unknown(Refusals refusals)
    {
        _emulator.World = World.Kind with { Refusals = refusals, VisibleAfterSeconds = 5, MessageUpdatesThread = false };
        var threads = _emulator.Insert(3);
        _session.Set("ids", threads.Select(thread => thread.Id).ToArray());
        _emulator.Faults.Add(new Fault { Kind = FaultKind.TooManyRequests, Operation = AddMessage, Times = 1 });

        var result = _session.Run("$ids | Add-MewsMessage -Text 'Hello '");

        Assert.Equal(3, _emulator.Messages.All().Count);
        if (refusals == Refusals.BeforeWriting)
        {
            Assert.Equal(3, result.AssertNoErrors().Output.Count);
        }
        else
        {
            Assert.Equal(3, Assert.IsType<MessageDraft[]>(result.AssertNonTerminating("MewsOutcomeUnknown").TargetObject).Length);
            Assert.Single(_emulator.Requests.Snapshot(), request => request.Operation == AddMessage);
        }
    }

    [Fact]
    public void The_same_text_written_just_before_is_not_taken_for_the_batch_in_doubt()
    {
        _session.Set("id", _emulator.Insert(1)[0].Id);
        _emulator.Faults.Add(new Fault { Kind = FaultKind.TooManyRequests, Operation = AddMessage, Skip = 1, Times = 1 });

        Assert.Equal(2, _session.Run("$id, $id | Add-MewsMessage -Text Hello -BatchSize 1").AssertNoErrors().Output.Count);

        Assert.Equal(2, _emulator.Messages.All().Count);
    }

    [Theory]
    [InlineData("New-MewsMessageThread 'Jane Doe' 'Late check-in'")]
    [InlineData("Add-MewsMessage $id Hello")]
    public void A_429_that_stays_ends_as_too_many_requests_after_a_look_has_shown_that_nothing_was_written(string script)
    {
        _session.Set("id", _emulator.Insert(1)[0].Id);
        _emulator.Faults.Add(new Fault { Kind = FaultKind.TooManyRequests, Operation = AddThread });
        _emulator.Faults.Add(new Fault { Kind = FaultKind.TooManyRequests, Operation = AddMessage });

        var error = _session.Run(script).AssertNonTerminating("MewsTooManyRequests");

        Assert.Contains("Tried 6 times", error.Exception.Message, StringComparison.Ordinal);
        Assert.Equal(6, _emulator.Requests.Snapshot().Count(request => request.Status == 429));
        Assert.InRange(_emulator.Requests.Snapshot().Count(request => request.Status == 200), 6, 18);
        Assert.Empty(_emulator.Messages.All());
    }

    [Theory]
    [InlineData("New-MewsMessageThread 'Jane Doe' 'Late check-in' -CustomerId 11111111-0000-0000-0000-000000000001", 1, 1)]
    [InlineData("Invoke-MewsOperation messageThreads/add @{ OriginalSender = 'Jane'; Subject = 'Hi' }", 1, 1)]
    [InlineData("New-MewsMessageThread 'Jane Doe' 'Late check-in'", 3600, 1)]
    [InlineData("Add-MewsMessage $id Hello", 3600, 1)]
    public void What_cannot_be_looked_for_is_unknown_and_not_sent_again(string script, int retryAfter, int requests)
    {
        _session.Set("id", _emulator.Insert(1)[0].Id);
        _emulator.Faults.Add(new Fault { Kind = FaultKind.TooManyRequests, RetryAfterSeconds = retryAfter });

        var result = _session.Run(script);

        Assert.StartsWith("MewsOutcomeUnknown,", (result.Terminating ?? Assert.Single(result.Errors)).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(requests, _emulator.Requests.Snapshot().Count);
        Assert.Equal(TimeSpan.Zero, _time.Elapsed);
    }

    [Fact]
    public void Where_the_look_fails_the_outcome_is_unknown()
    {
        _session.Set("id", _emulator.Insert(1)[0].Id);
        _emulator.Faults.Add(new Fault { Kind = FaultKind.TooManyRequests, Operation = AddMessage, Times = 1 });
        _emulator.Faults.Add(new Fault { Kind = FaultKind.ServerError, Operation = "messages/getAll" });

        _session.Run("Add-MewsMessage $id Hello").AssertNonTerminating("MewsOutcomeUnknown");

        Assert.Single(_emulator.Requests.Snapshot(), request => request.Operation == AddMessage);
    }
}
