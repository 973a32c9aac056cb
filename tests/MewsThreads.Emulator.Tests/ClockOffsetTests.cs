using System.Net;

namespace MewsThreads.Emulator.Tests;

/// <summary>A server whose clock is off.</summary>
public sealed class ClockOffsetTests
{
    private static readonly TimeSpan Offset = TimeSpan.FromMinutes(-7);

    [Fact]
    public async Task Everything_the_server_dates_follows_it()
    {
        await using var api = await TestApi.StartAsync();
        Assert.Equal(TimeSpan.Zero, api.Host.ClockOffset);
        api.Host.ClockOffset = Offset;
        Assert.Equal(Offset, api.Host.ClockOffset);

        var configuration = await api.PostAsync(TestApi.GetConfiguration, TestApi.Body());
        Assert.Equal("2026-03-15T12:23:45Z", configuration.Json.GetProperty("NowUtc").GetString());
        Assert.Equal(TestApi.Now + Offset, configuration.Response.Headers.Date);

        await api.PostAsync(TestApi.AddThread, TestApi.NewThread());
        Assert.Equal(TestApi.Now + Offset, Assert.Single(api.Store.All()).CreatedUtc);

        api.Host.Faults.Add(
            new Fault { Kind = FaultKind.InsertThreads },
            new Fault { Kind = FaultKind.UpdateThreads },
            new Fault { Kind = FaultKind.TooManyRequests, RetryAfter = RetryAfterStyle.Date });
        Assert.Equal("Sun, 15 Mar 2026 12:23:46 GMT", (await api.PostAsync(TestApi.GetAll, TestApi.Page())).RetryAfter);
        Assert.All(api.Store.All(), t => Assert.Equal((TestApi.Now + Offset, TestApi.Now + Offset), (t.CreatedUtc, t.UpdatedUtc)));
    }

    [Fact]
    public async Task The_date_of_an_answer_is_of_the_emulators_clock()
    {
        await using var api = await TestApi.StartAsync();
        Assert.Equal(TestApi.Now, (await api.PostAsync(TestApi.GetAll, TestApi.Page())).Response.Headers.Date);
        api.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(TestApi.Now.AddDays(1), (await api.PostAsync("x/y", TestApi.Body())).Response.Headers.Date);
    }

    [Fact]
    public async Task The_request_limit_does_not_follow_it_but_its_date_does()
    {
        await using var api = await TestApi.StartAsync(
            o => o with { LimitRequests = 1, World = new World { RetryAfter = RetryAfterStyle.Date } });
        await api.PostAsync(TestApi.GetAll, TestApi.Page());
        api.Host.ClockOffset = TimeSpan.FromHours(1);
        var answer = await api.PostAsync(TestApi.GetAll, TestApi.Page());
        answer.IsError(HttpStatusCode.TooManyRequests);
        Assert.Equal("Sun, 15 Mar 2026 13:31:15 GMT", answer.RetryAfter);
        Assert.All(api.Host.Requests.Snapshot(), r => Assert.Equal(TestApi.Now, r.ReceivedUtc));
    }

    [Fact]
    public async Task It_can_jump_between_any_two_requests()
    {
        await using var api = await TestApi.StartAsync();
        api.Host.Faults.Add(
            new Fault { Kind = FaultKind.ClockJump, Seconds = -7200, Times = 1 },
            new Fault { Kind = FaultKind.ClockJump, Seconds = 10800, Skip = 1, Times = 1 });
        foreach (var hours in new[] { -2, 1, 1 })
        {
            var answer = await api.PostAsync(TestApi.GetConfiguration, TestApi.Body());
            Assert.Equal(TestApi.Now.AddHours(hours), answer.Response.Headers.Date);
            Assert.Equal(TestApi.Now.AddHours(hours), answer.Json.GetProperty("NowUtc").GetDateTimeOffset());
        }

        api.Host.Faults.Set([new Fault { Kind = FaultKind.ClockJump, Seconds = 4_000_000 }]);
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await api.PostAsync(TestApi.GetConfiguration, TestApi.Body())).Status);
        }
        Assert.Equal(TimeSpan.FromDays(3650), api.Host.ClockOffset);
    }

    [Fact]
    public async Task The_date_has_whole_seconds()
    {
        await using var api = await TestApi.StartAsync();
        api.Clock.Advance(TimeSpan.FromMilliseconds(999));
        var answer = await api.PostAsync(TestApi.GetConfiguration, TestApi.Body());
        Assert.Equal(["Sun, 15 Mar 2026 12:30:45 GMT"], answer.Response.Headers.GetValues("Date"));
    }

    [Fact]
    public async Task It_has_a_limit()
    {
        await using var api = await TestApi.StartAsync();
        Assert.Throws<ArgumentOutOfRangeException>(() => api.Host.ClockOffset = TimeSpan.FromDays(3651));
        Assert.Throws<ArgumentOutOfRangeException>(() => api.Host.ClockOffset = TimeSpan.FromDays(-3651));
        Assert.Equal(TimeSpan.Zero, api.Host.ClockOffset);
    }
}
