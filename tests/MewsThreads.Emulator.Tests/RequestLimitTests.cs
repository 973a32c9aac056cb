using System.Net;

namespace MewsThreads.Emulator.Tests;

/// <summary>"200 requests per AccessToken within 30 seconds", sliding.</summary>
public sealed class RequestLimitTests
{
    [Fact]
    public async Task The_201st_request_within_30_seconds_is_429()
    {
        await using var api = await TestApi.StartAsync(o => o with { LimitRequests = new EmulatorOptions().LimitRequests });
        for (var i = 0; i < 200; i++)
        {
            Assert.Equal(HttpStatusCode.OK, await GetAsync(api));
        }
        var answer = await api.PostAsync(TestApi.GetAll, TestApi.Page());
        answer.IsError(HttpStatusCode.TooManyRequests);
        Assert.Equal("30", answer.RetryAfter);

        api.Clock.Advance(TimeSpan.FromSeconds(30) - TimeSpan.FromTicks(1));
        Assert.Equal(HttpStatusCode.TooManyRequests, await GetAsync(api));
        api.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(HttpStatusCode.OK, await GetAsync(api));
    }

    [Fact]
    public async Task The_window_slides()
    {
        await using var api = await TestApi.StartAsync(o => o with { LimitRequests = 2, LimitWindow = TimeSpan.FromSeconds(10) });
        await GetAsync(api);
        api.Clock.Advance(TimeSpan.FromSeconds(6));
        await GetAsync(api);
        api.Clock.Advance(TimeSpan.FromSeconds(4));

        // The first has left the window, the second has not: exactly one is free.
        Assert.Equal(HttpStatusCode.OK, await GetAsync(api));
        Assert.Equal(HttpStatusCode.TooManyRequests, await GetAsync(api));
    }

    [Fact]
    public async Task A_rejected_request_does_not_count()
    {
        await using var api = await TestApi.StartAsync(o => o with { LimitRequests = 1 });
        await GetAsync(api);
        for (var i = 0; i < 5; i++)
        {
            api.Clock.Advance(TimeSpan.FromSeconds(5));
            Assert.Equal(HttpStatusCode.TooManyRequests, await GetAsync(api));
        }
        api.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(HttpStatusCode.OK, await GetAsync(api));
    }

    [Fact]
    public async Task Every_access_token_has_its_own_limit_over_all_operations()
    {
        await using var api = await TestApi.StartAsync(o => o with { LimitRequests = 1 });
        await api.PostAsync(TestApi.GetConfiguration, TestApi.Body());
        (await api.PostAsync(TestApi.AddThread, TestApi.Body())).IsError(HttpStatusCode.TooManyRequests);
        var other = await api.PostAsync(TestApi.GetAll, TestApi.Page(("AccessToken", DemoTokens.SecondEnterpriseAccessToken)));
        Assert.Equal(HttpStatusCode.OK, other.Status);
    }

    [Fact]
    public async Task It_counts_what_fails_later_but_not_what_fails_before()
    {
        await using var api = await TestApi.StartAsync(o => o with { LimitRequests = 1 });
        await api.PostAsync("messageThreads/delete", TestApi.Body());
        await api.PostAsync(TestApi.GetAll, TestApi.Body(("ClientToken", "wrong")));
        (await api.PostAsync(TestApi.GetAll, TestApi.Body(("Client", null)))).IsError(HttpStatusCode.BadRequest);
        (await api.PostAsync(TestApi.GetAll, TestApi.Body(("Client", null)))).IsError(HttpStatusCode.TooManyRequests);
    }

    [Theory]
    [InlineData(RetryAfterStyle.Seconds, "8")]
    [InlineData(RetryAfterStyle.Date, "Sun, 15 Mar 2026 12:31:16 GMT")]
    [InlineData(RetryAfterStyle.None, null)]
    public async Task Retry_After_comes_in_three_forms_and_is_never_too_early(RetryAfterStyle style, string? expected)
    {
        await using var api = await TestApi.StartAsync(o => o with { LimitRequests = 1, World = new World { RetryAfter = style } });
        api.Clock.Advance(TimeSpan.FromSeconds(0.25));
        await GetAsync(api);
        api.Clock.Advance(TimeSpan.FromSeconds(22.5));
        var answer = await api.PostAsync(TestApi.GetAll, TestApi.Page());
        answer.IsError(HttpStatusCode.TooManyRequests);
        Assert.Equal(expected, answer.RetryAfter);
    }

    private static async Task<HttpStatusCode> GetAsync(TestApi api) => (await api.PostAsync(TestApi.GetAll, TestApi.Page())).Status;
}
