using System.Management.Automation;
using MewsThreads.Emulator;
using MewsThreads.Tests;

namespace MewsThreads.Commands.Tests;

public class GetMewsMessageThreadTests
{
    [Fact]
    public async Task Everything_there_is_comes_in_the_order_of_the_api_in_one_request_a_window()
    {
        await using var emulator = await Emulators.StartAsync(threads: 2500);
        using var session = Session.ConnectedTo(emulator);

        var result = session.Run("Get-MewsMessageThread").AssertNoErrors();

        Assert.Equal(2500, result.Output.Count);
        Assert.Equal(emulator.Store.VisibleTo(DemoTokens.ClientToken, DemoTokens.AccessToken).Select(thread => thread.Id), result.Ids);

        // Three-month windows from 2026-08-31 back to 2022-01-01, none with more than a page.
        Assert.Equal(19, emulator.Requests.Snapshot().Count);
        Assert.All(emulator.Requests.Snapshot(), request => Assert.Equal((200, 1000), (request.Status, request.Count)));
    }

    [Fact]
    public async Task A_thread_has_what_the_api_says_of_it()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);
        var stored = Emulators.Thread(Emulators.Now.AddDays(-2), Emulators.Now.AddDays(-1)) with { IsResolved = true, Subject = "\"Gruß\",\nπ" };
        emulator.Store.Insert([stored]);

        var thread = Assert.Single(session.Run("Get-MewsMessageThread").AssertNoErrors().Output);

        Assert.Equal("MewsThreads.MessageThread", thread.TypeNames[0]);
        Assert.Equal(
            [stored.Id, stored.OriginalSender, stored.Subject, stored.CreatedUtc, stored.UpdatedUtc, true],
            new[] { "Id", "OriginalSender", "Subject", "CreatedUtc", "UpdatedUtc", "IsResolved" }.Select(name => thread.Properties[name].Value));
    }

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

    [Theory]
    [InlineData("CreatedAfter", "CreatedBefore", IntervalRule.HalfOpen)]
    [InlineData("CreatedAfter", "CreatedBefore", IntervalRule.Inclusive)]
    [InlineData("UpdatedAfter", "UpdatedBefore", IntervalRule.HalfOpen)]
    [InlineData("UpdatedAfter", "UpdatedBefore", IntervalRule.Inclusive)]
    public async Task After_is_inclusive_and_before_exclusive_whatever_the_server_thinks(string after, string before, IntervalRule rule)
    {
        await using var emulator = await Emulators.StartAsync(options: new EmulatorOptions { World = new World { Intervals = rule } });
        using var session = Session.ConnectedTo(emulator);
        var threads = emulator.Insert(10);
        session.Set("after", threads[6].CreatedUtc);
        session.Set("before", threads[2].CreatedUtc.ToOffset(TimeSpan.FromHours(5)));

        var result = session.Run($"Get-MewsMessageThread -{after} $after -{before} $before").AssertNoErrors();

        Assert.Equal(threads.Skip(3).Take(4).Select(thread => thread.Id), result.Ids);
        Assert.Single(emulator.Requests.Snapshot());
    }

    [Theory]
    [InlineData("[datetime]::UtcNow.AddHours(-3)")]
    [InlineData("[datetime]::Now.AddHours(-3)")]
    [InlineData("[datetimeoffset]::Now.AddHours(-3)")]
    [InlineData("[datetime]::UtcNow.AddHours(-3).ToString('o')")]
    public async Task Times_mean_what_they_say_whatever_they_are_given_as(string hoursAgo)
    {
        await using var emulator = await EmulatorHost.StartAsync(new EmulatorOptions { Threads = 0 }, TestContext.Current.CancellationToken);
        using var session = Session.ConnectedTo(emulator);
        var now = DateTimeOffset.UtcNow;
        emulator.Store.Insert([Emulators.Thread(now.AddHours(-4)), Emulators.Thread(now.AddHours(-2))]);

        Assert.Single(session.Run($"Get-MewsMessageThread -CreatedAfter ({hoursAgo})").AssertNoErrors().Output);
    }

    [Fact]
    public async Task A_thread_just_created_is_there_even_if_the_local_clock_is_hours_off()
    {
        // The emulator's clock stands far from the real one, so the local clock is wrong by months.
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);

        var result = session.Run("$created = New-MewsMessageThread 'Jane Doe' 'Late check-in'; $created; Get-MewsMessageThread -First 1").AssertNoErrors();

        Assert.Equal(result.Ids[0], result.Ids[1]);
    }

    [Fact]
    public async Task Ids_come_by_position_by_value_and_by_property_name()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);
        var threads = emulator.Insert(3);
        var ids = threads.Select(thread => thread.Id).ToList();
        session.Set("ids", ids.Select(id => id.ToString()).ToArray());

        foreach (var script in new[]
        {
            "Get-MewsMessageThread $ids",
            "$ids | Get-MewsMessageThread",
            "$ids | ForEach-Object { [guid]$_ } | Get-MewsMessageThread",
            "$ids | ForEach-Object { [pscustomobject]@{ Id = $_ } } | Get-MewsMessageThread",
            "Get-MewsMessageThread | Get-MewsMessageThread",
            "$ids + $ids | Get-MewsMessageThread",
        })
        {
            Assert.Equal(ids, session.Run(script).AssertNoErrors().Ids);
        }
    }

    [Fact]
    public async Task Piped_ids_go_out_in_batches_as_soon_as_they_are_full()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);
        var threads = emulator.Insert(1500);
        session.Set("ids", threads.Select(thread => thread.Id).ToArray());
        session.Set("log", emulator.Requests);

        var result = session.Run("$ids | ForEach-Object { $_; if (++$n -eq 1001) { $sent = $log.Snapshot().Count } } | Get-MewsMessageThread")
            .AssertNoErrors();

        Assert.Equal(threads.Select(thread => thread.Id), result.Ids);
        Assert.Equal([1000, 500], emulator.Requests.Snapshot().Select(request => request.IdCount!.Value));
        Assert.Equal(1, session.Get("sent"));
    }

    [Fact]
    public async Task An_id_that_mews_does_not_return_is_an_error_that_names_it_and_the_others_come()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);
        var threads = emulator.Insert(2);
        var unknown = Guid.NewGuid();
        session.Set("ids", new[] { threads[0].Id, unknown, threads[1].Id });

        var result = session.Run("$ids | Get-MewsMessageThread");

        Assert.Equal(threads.Select(thread => thread.Id), result.Ids);
        var error = result.AssertNonTerminating("MewsThreadNotFound");
        Assert.Equal(ErrorCategory.ObjectNotFound, error.CategoryInfo.Category);
        Assert.Equal(unknown, error.TargetObject);
        Assert.Contains(unknown.ToString(), error.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_id_that_a_filter_leaves_out_or_that_first_did_not_reach_is_no_error()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);
        var threads = emulator.Insert(3);
        session.Set("ids", threads.Select(thread => thread.Id).Append(Guid.NewGuid()).ToArray());
        session.Set("after", threads[0].CreatedUtc);

        Assert.Equal([threads[0].Id], session.Run("Get-MewsMessageThread $ids -CreatedAfter $after").AssertNoErrors().Ids);
        Assert.Equal([threads[0].Id], session.Run("Get-MewsMessageThread $ids -First 1").AssertNoErrors().Ids);
    }

    [Theory]
    [InlineData("@() | Get-MewsMessageThread")]
    [InlineData("Get-MewsMessageThread -Id @()")]
    [InlineData("1..3 | Where-Object { $_ -gt 3 } | Get-MewsMessageThread")]
    public async Task No_id_is_no_thread_and_never_all_of_them(string script)
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);
        emulator.Insert(3);

        Assert.Empty(session.Run(script).AssertNoErrors().Output);
        Assert.Empty(emulator.Requests.Snapshot());
    }

    [Theory]
    [InlineData("-Id 'not-an-id'", "Id")]
    [InlineData("-Id $null", "Id")]
    [InlineData("-PageSize 0", "PageSize")]
    [InlineData("-PageSize 1001", "PageSize")]
    [InlineData("-First 0", "First")]
    [InlineData("-EnterpriseId 'x'", "EnterpriseId")]
    [InlineData("-EnterpriseId @()", "EnterpriseId")]
    [InlineData("-CreatedAfter 'yesterday-ish'", "CreatedAfter")]
    [InlineData("-CreatedAfter 2024-02-02 -CreatedBefore 2024-02-01", "CreatedAfter")]
    [InlineData("-UpdatedAfter 2024-02-02 -UpdatedBefore 2024-02-01", "UpdatedAfter")]
    public async Task What_cannot_be_asked_is_refused_by_its_name_before_any_request(string arguments, string named)
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);

        var result = session.Run($"Get-MewsMessageThread {arguments}");

        Assert.NotNull(result.Terminating);
        Assert.Contains(result.Terminating.CategoryInfo.Category, new[] { ErrorCategory.InvalidArgument, ErrorCategory.InvalidData });
        Assert.Contains(named, result.Terminating.Exception.Message, StringComparison.Ordinal);
        Assert.Empty(emulator.Requests.Snapshot());
    }

    [Fact]
    public async Task A_malformed_id_in_the_pipeline_is_an_error_of_its_own_and_the_others_come()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);
        var thread = emulator.Insert(1)[0];
        session.Set("id", thread.Id);

        var result = session.Run("'not-an-id', \"$id\" | Get-MewsMessageThread");

        Assert.Equal([thread.Id], result.Ids);
        Assert.Single(result.Errors);
    }

    [Fact]
    public async Task A_portfolio_token_sees_all_its_enterprises_or_those_asked_for()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator, DemoTokens.PortfolioAccessToken);
        var first = emulator.Insert(1)[0];
        var second = Emulators.Thread(Emulators.Now.AddDays(-1)) with { EnterpriseId = DemoEnterprises.Second.Id };
        emulator.Store.Insert([second]);
        session.Set("enterprise", DemoEnterprises.Second.Id);

        Assert.Equal([first.Id, second.Id], session.Run("Get-MewsMessageThread").AssertNoErrors().Ids);
        Assert.Equal([second.Id], session.Run("Get-MewsMessageThread -EnterpriseId $enterprise").AssertNoErrors().Ids);
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
