using System.Management.Automation;
using System.Text.RegularExpressions;
using MewsThreads.Emulator;
using MewsThreads.Http;
using MewsThreads.Tests;

namespace MewsThreads.Commands.Tests;

/// <summary>A bad night as the user of a cmdlet sees it; by virtual time.</summary>
public sealed class ResilienceTests : IAsyncLifetime
{
    private const string List = "messageThreads/getAll";
    private const string Add = "messageThreads/add";

    private readonly VirtualTime _time = new(Emulators.Now);
    private readonly Session _session = new();
    private EmulatorHost _emulator = null!;

    public async ValueTask InitializeAsync()
    {
        _emulator = await EmulatorHost.StartAsync(
            new EmulatorOptions { Threads = 0, Clock = _time, World = new World { UnknownIds = UnknownIds.Reject } },
            TestContext.Current.CancellationToken);
        _session.ConnectOnVirtualTime(_emulator, _time, new ConnectionOptions());
    }

    public async ValueTask DisposeAsync()
    {
        _session.Dispose();
        await _emulator.DisposeAsync();
    }

    [Fact]
    public void A_list_goes_on_after_what_passes_and_shows_what_it_waits_for()
    {
        var threads = _emulator.Insert(30);
        _emulator.Faults.Add(new Fault { Kind = FaultKind.TooManyRequests, Operation = List, Skip = 1, Times = 1, RetryAfterSeconds = 20 });
        _emulator.Faults.Add(new Fault { Kind = FaultKind.ServerError, Status = 503, Body = FaultBody.Html, Operation = List, Skip = 2, Times = 2, RetryAfter = RetryAfterStyle.None });

        var result = _session.Run("Get-MewsMessageThread -CreatedAfter 2026-08-01 -PageSize 10 -Verbose").AssertNoErrors();

        Assert.Equal(threads.Select(thread => thread.Id), result.Ids);
        Assert.InRange(_time.Elapsed, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(25));
        Assert.Contains(result.Verbose, line => line.Contains("429", StringComparison.Ordinal) && line.Contains("retry 1 of 5", StringComparison.Ordinal));
        Assert.Contains(result.Progress, record => record.Activity == "Waiting for Mews" && record.SecondsRemaining == 21);
        Assert.Contains(result.Progress, record => record.Activity == "Waiting for Mews" && record.RecordType == ProgressRecordType.Completed);
    }

    [Fact]
    public void A_list_that_cannot_go_on_ends_with_an_error_that_tells_how_far_it_came()
    {
        var threads = _emulator.Insert(30);
        _emulator.Faults.Add(new Fault { Kind = FaultKind.ServerError, Status = 502, Operation = List, Skip = 2 });

        var result = _session.Run("Get-MewsMessageThread -CreatedAfter 2026-08-01 -PageSize 10");

        Assert.Equal(20, result.Output.Count);
        var error = result.AssertTerminating("MewsServerError");
        Assert.Contains("Tried 6 times", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains($"20 threads were returned before, the last of them {threads[19].Id}", error.ErrorDetails.Message, StringComparison.Ordinal);

        // What the error recommends brings the rest.
        _emulator.Faults.Clear();
        var goOn = Regex.Match(error.ErrorDetails.RecommendedAction, "-CreatedBefore '[^']+'").Value;
        var rest = _session.Run($"Get-MewsMessageThread -CreatedAfter 2026-08-01 {goOn}").AssertNoErrors();
        Assert.Equal(threads.Select(thread => thread.Id), result.Ids.Concat(rest.Ids).Distinct());
    }

    [Theory]
    [InlineData(7, null)]
    [InlineData(null, 1)]
    [InlineData(20, 5)]
    public void What_is_too_heavy_is_asked_for_in_smaller_parts_and_nothing_is_lost_at_the_seams(int? aboveCount, int? aboveHours)
    {
        var threads = _emulator.Insert(200);
        _emulator.Faults.Add(new Fault
        {
            Kind = FaultKind.TooHeavy,
            Operation = List,
            AboveCount = aboveCount is < 10 ? 10 : aboveCount,
            AboveWindow = aboveHours is { } hours ? TimeSpan.FromHours(hours) : null,
        });

        var result = _session.Run("Get-MewsMessageThread -CreatedAfter 2026-08-30 -Verbose").AssertNoErrors();

        Assert.Equal(threads.Select(thread => thread.Id), result.Ids);
        Assert.Contains(result.Verbose, line => line.Contains("408", StringComparison.Ordinal));
    }

    [Fact]
    public void A_bad_id_is_an_error_of_its_own_and_all_others_come()
    {
        var threads = _emulator.Insert(100);
        var bad = new[] { Guid.NewGuid(), Guid.NewGuid() };
        _session.Set("ids", threads.Select(thread => thread.Id).Take(60).Append(bad[0]).Concat(threads.Select(thread => thread.Id).Skip(60)).Append(bad[1]).ToArray());

        var result = _session.Run("$ids | Get-MewsMessageThread");

        Assert.Equal(threads.Select(thread => thread.Id).ToHashSet(), result.Ids.ToHashSet());
        Assert.Equal(100, result.Output.Count);
        Assert.Null(result.Terminating);
        Assert.Equal(bad, result.Errors.Select(error => error.TargetObject).Cast<Guid>());
        Assert.All(result.Errors, error => Assert.StartsWith("MewsThreadNotFound,", error.FullyQualifiedErrorId, StringComparison.Ordinal));
    }

    [Fact]
    public void A_thread_whose_answer_was_lost_is_found_and_returned_with_a_warning()
    {
        _emulator.Faults.Add(new Fault { Kind = FaultKind.LostAnswer, Operation = Add });

        var result = _session.Run("New-MewsMessageThread 'Jane Doe' 'Late check-in'").AssertNoErrors();

        Assert.Equal([Assert.Single(_emulator.Store.All()).Id], result.Ids);
        Assert.Contains(result.Ids[0].ToString(), Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Single(_emulator.Requests.Snapshot(), request => request.Operation == Add);
    }

    [Theory]
    [InlineData(FaultKind.ResetBefore, false)]
    [InlineData(FaultKind.ServerError, false)]
    [InlineData(FaultKind.LostAnswer, true)]
    public void An_outcome_that_cannot_be_known_is_said_to_be_that_with_the_command_that_checks_it(FaultKind kind, bool wasCreated)
    {
        _emulator.Faults.Add(new Fault { Kind = kind, Operation = Add });
        if (wasCreated)
        {
            // The look afterwards fails, too.
            _emulator.Faults.Add(new Fault { Kind = FaultKind.ServerError, Operation = List });
        }

        // Quotes of every kind that PowerShell takes for one.
        _session.Set("sender", "Jane ‘Doe’ ‚‛ \"$(exit)\"");
        var result = _session.Run("""
            'It''s late', 'Next' | ForEach-Object { [pscustomobject]@{ OriginalSender = $sender; Subject = $_ } } | New-MewsMessageThread
            """);

        Assert.Null(result.Terminating);
        Assert.Equal(2, result.Errors.Count);
        Assert.All(result.Errors, error => Assert.StartsWith("MewsOutcomeUnknown,", error.FullyQualifiedErrorId, StringComparison.Ordinal));
        Assert.Equal(2, _emulator.Requests.Snapshot().Count(request => request.Operation == Add));

        _emulator.Faults.Clear();
        var check = result.Errors[0].ErrorDetails.RecommendedAction;
        var command = check[check.IndexOf("Get-MewsMessageThread", StringComparison.Ordinal)..];
        var found = _session.Run(command).AssertNoErrors();
        Assert.Equal(_emulator.Store.All().Where(thread => thread.Subject == "It's late").Select(thread => thread.Id), found.Ids);
        Assert.Equal(wasCreated, found.Ids.Count == 1);
    }

    [Fact]
    public void Runspaces_that_share_a_connection_share_its_limit()
    {
        _emulator.Insert(10);
        using var other = new Session();
        _session.ConnectOnVirtualTime(_emulator, _time, new ConnectionOptions { RequestLimit = 4 });
        other.Set("connection", _session.Get("connection"));

        _session.Run("Get-MewsMessageThread -First 3 -PageSize 1").AssertNoErrors();
        Assert.Equal(TimeSpan.Zero, _time.Elapsed);
        var result = other.Run("Get-MewsMessageThread -First 3 -PageSize 1 -Connection $connection -Verbose").AssertNoErrors();

        Assert.Equal(TimeSpan.FromSeconds(30), _time.Elapsed);
        Assert.Contains(result.Verbose, line => line.Contains("4 requests in 30 s", StringComparison.Ordinal));
        Assert.DoesNotContain(_emulator.Requests.Snapshot(), request => request.Status == 429);
    }

    [Fact]
    public void A_longer_wait_than_allowed_ends_the_command_and_says_when_to_come_back()
    {
        _emulator.Faults.Add(new Fault { Kind = FaultKind.TooManyRequests, RetryAfterSeconds = 3600 });

        var error = _session.Run("Get-MewsMessageThread -First 1").AssertTerminating("MewsTooManyRequests");

        Assert.Contains("2026-08-31 13:00:00Z", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Single(_emulator.Requests.Snapshot());
    }

    [Fact]
    public async Task Patience_is_set_when_connecting()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(
            emulator, options: "-MaximumRetryCount 0 -TimeoutSec 7 -MaximumWaitSec 8 -RequestLimit 9 -RequestLimitSec 10");
        emulator.Faults.Add(new Fault { Kind = FaultKind.ServerError });

        session.Run("Get-MewsMessageThread").AssertTerminating("MewsServerError");

        Assert.Single(emulator.Requests.Snapshot());
        Assert.NotNull(session.Run("Connect-Mews -MaximumRetryCount -1").Terminating);
        Assert.NotNull(session.Run("Connect-Mews -TimeoutSec 0").Terminating);
    }
}
