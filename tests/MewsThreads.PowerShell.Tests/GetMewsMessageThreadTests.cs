using System.Management.Automation;
using MewsThreads.Emulator;

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
}
