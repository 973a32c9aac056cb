using System.Management.Automation;
using MewsThreads.Emulator;
using MewsThreads.Tests;

namespace MewsThreads.Commands.Tests;

/// <summary>The pages in which threads come: how large, how many, when, and what is told of them.</summary>
public class ThreadPageTests
{
    [Fact]
    public async Task The_first_few_take_one_request_for_just_as_many()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);
        var threads = emulator.Insert(40);

        Assert.Equal(threads.Take(15).Select(thread => thread.Id), session.Run("Get-MewsMessageThread -First 15").AssertNoErrors().Ids);
        Assert.Equal([15], emulator.Requests.Snapshot().Select(request => request.Count));

        emulator.Requests.Clear();
        Assert.Equal(25, session.Run("Get-MewsMessageThread -First 25 -PageSize 10").AssertNoErrors().Output.Count);
        Assert.Equal([10, 10, 5], emulator.Requests.Snapshot().Select(request => request.Count));
    }

    [Theory]
    [InlineData("foreach ($once in 1) { Get-MewsMessageThread -PageSize 10 | ForEach-Object { $_; if (++$n -eq 5) { break } } }", 5, 1)]
    [InlineData("foreach ($once in 1) { Get-MewsMessageThread -PageSize 10 | ForEach-Object { $_; if (++$n -eq 6) { break } } }", 6, 2)]
    [InlineData("foreach ($once in 1) { Get-MewsMessageThread -PageSize 10 | ForEach-Object { $_; if (++$n -eq 10) { break } } }", 10, 2)]
    [InlineData("foreach ($once in 1) { Get-MewsMessageThread -PageSize 10 | ForEach-Object { $_; if (++$n -eq 11) { break } } }", 11, 3)]
    [InlineData("try { Get-MewsMessageThread -PageSize 10 | ForEach-Object { $_; if (++$n -eq 11) { throw 'enough' } } } catch { }", 11, 3)]
    [InlineData("foreach ($once in 1) { Get-MewsMessageThread -PageSize 10 -ThrottleLimit 3 | ForEach-Object { $_; if (++$n -eq 5) { break } } }", 5, 1)]
    [InlineData("foreach ($once in 1) { Get-MewsMessageThread -PageSize 10 -ThrottleLimit 3 | ForEach-Object { $_; if (++$n -eq 6) { break } } }", 6, 4)]
    [InlineData("Get-MewsMessageThread -PageSize 10 -First 10", 10, 1)]
    [InlineData("Get-MewsMessageThread -PageSize 10 -First 10 -ThrottleLimit 3", 10, 1)]
    [InlineData("Get-MewsMessageThread -PageSize 10 -First 25 -ThrottleLimit 8", 25, 3)]
    public async Task No_page_is_requested_ahead_before_half_of_the_first_or_the_one_before_is_wanted(string script, int emitted, int requests)
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);
        using var sent = new RequestCounter(emulator.Address.Port);
        emulator.Insert(40);

        // Counted where they are sent: one ahead that is not wanted any more may be over before it arrives.
        Assert.Equal(emitted, session.Run(script).AssertNoErrors().Output.Count);
        Assert.Equal((requests, requests), (sent.Started, sent.Ended));
    }

    [Fact]
    public async Task A_full_last_page_needs_one_more_request_and_a_short_one_does_not()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);
        emulator.Insert(20);
        session.Set("after", Emulators.Now.AddDays(-1));

        Assert.Equal(20, session.Run("Get-MewsMessageThread -PageSize 10 -CreatedAfter $after").AssertNoErrors().Output.Count);
        Assert.Equal([10, 10, 0], emulator.Requests.Snapshot().Select(request => request.Returned!.Value));

        emulator.Requests.Clear();
        Assert.Equal(20, session.Run("Get-MewsMessageThread -PageSize 11 -CreatedAfter $after").AssertNoErrors().Output.Count);
        Assert.Equal([11, 9], emulator.Requests.Snapshot().Select(request => request.Returned!.Value));
    }

    [Fact]
    public async Task Progress_shows_from_the_second_page_on_how_many_and_how_far_back()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);
        emulator.Insert(25);
        session.Set("after", Emulators.Now.AddDays(-1));

        Assert.Empty(session.Run("Get-MewsMessageThread -CreatedAfter $after").AssertNoErrors().Progress);

        var progress = session.Run("Get-MewsMessageThread -CreatedAfter $after -PageSize 10").AssertNoErrors().Progress;
        Assert.Equal(["20 threads, back to 2026-08-31", "25 threads, back to 2026-08-31"], progress.Take(2).Select(record => record.StatusDescription));
        Assert.Equal(ProgressRecordType.Completed, progress[^1].RecordType);
    }

    [Fact]
    public async Task Verbose_tells_each_request_its_window_its_threads_and_its_id()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);
        emulator.Insert(3);

        var verbose = session.Run("Get-MewsMessageThread -CreatedAfter 2026-08-01Z -CreatedBefore 2026-09-01Z -Verbose").AssertNoErrors().Verbose;

        var line = Assert.Single(verbose);
        var request = Assert.Single(emulator.Requests.Snapshot());
        Assert.StartsWith("messageThreads/getAll: page 1 [created 2026-08-01T00:00:00Z..2026-09-01T00:00:00Z]", line, StringComparison.Ordinal);
        Assert.Contains(": 3 of at most 1000", line, StringComparison.Ordinal);
        Assert.EndsWith(request.RequestId.ToString(), line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_fails_in_mid_list_ends_the_command_and_tells_how_to_go_on()
    {
        await using var emulator = await Emulators.StartAsync(options: new EmulatorOptions { LimitRequests = 3 });
        using var session = Session.ConnectedTo(emulator, options: "-MaximumRetryCount 0");
        var threads = emulator.Insert(40);

        var result = session.Run("$got = @(); Get-MewsMessageThread -PageSize 10 | ForEach-Object { $got += $_ }");

        var error = result.AssertTerminating("MewsTooManyRequests");
        Assert.Equal(20, ((object[])session.Get("got")!).Length);
        Assert.Equal(threads[19].Id, error.TargetObject);
        Assert.Contains("20 threads", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains(threads[19].Id.ToString(), error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains("-CreatedBefore '2026-08-31 10:41:01Z'", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }
}
