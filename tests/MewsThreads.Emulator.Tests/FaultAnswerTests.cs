using System.Net;

namespace MewsThreads.Emulator.Tests;

/// <summary>Faults that answer instead of the operation.</summary>
public sealed class FaultAnswerTests
{
    public static TheoryData<FaultKind, HttpStatusCode> Kinds => new()
    {
        { FaultKind.TooManyRequests, HttpStatusCode.TooManyRequests },
        { FaultKind.TooHeavy, HttpStatusCode.RequestTimeout },
        { FaultKind.ServerError, HttpStatusCode.InternalServerError },
        { FaultKind.Redirect, HttpStatusCode.TemporaryRedirect },
        { FaultKind.HtmlPage, HttpStatusCode.OK },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task The_operation_is_not_carried_out(FaultKind kind, HttpStatusCode status)
    {
        await using var api = await TestApi.StartAsync();
        api.Host.Faults.Add(new Fault { Kind = kind });
        var answer = await api.PostAsync(TestApi.AddThread, TestApi.NewThread());
        Assert.Equal(status, answer.Status);
        Assert.Empty(api.Store.All());
        Assert.Equal((kind, (int)status, false), (api.OnlyRequest.Fault, api.OnlyRequest.Status, api.OnlyRequest.Processed));
        Assert.Equal(answer.RequestId, api.OnlyRequest.RequestId.ToString());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Unless_it_is_to_be_processed(FaultKind kind, HttpStatusCode status)
    {
        await using var api = await TestApi.StartAsync();
        api.Host.Faults.Add(new Fault { Kind = kind, Processed = true });
        Assert.Equal(status, (await api.PostAsync(TestApi.AddThread, TestApi.NewThread())).Status);
        Assert.Single(api.Store.All());
        Assert.Equal((kind, (int)status, true), (api.OnlyRequest.Fault, api.OnlyRequest.Status, api.OnlyRequest.Processed));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_request_that_fails_by_itself_is_not_processed(FaultKind kind, HttpStatusCode status)
    {
        await using var api = await TestApi.StartAsync();
        api.Host.Faults.Add(new Fault { Kind = kind, Processed = true, Times = 1 });
        (await api.PostAsync(TestApi.AddThread, TestApi.Body())).IsError(HttpStatusCode.BadRequest);
        Assert.Equal((null, 400, false), (api.OnlyRequest.Fault, api.OnlyRequest.Status, api.OnlyRequest.Processed));
        // And the fault is not used up.
        Assert.Equal(status, (await api.PostAsync(TestApi.AddThread, TestApi.NewThread())).Status);
    }

    [Theory]
    [InlineData(FaultKind.TooManyRequests, 429)]
    [InlineData(FaultKind.TooHeavy, 408)]
    [InlineData(FaultKind.ServerError, 500)]
    [InlineData(FaultKind.ServerError, 502)]
    [InlineData(FaultKind.ServerError, 503)]
    public async Task The_body_is_JSON_or_HTML_or_nothing(FaultKind kind, int status)
    {
        await using var api = await TestApi.StartAsync();
        var fault = new Fault { Kind = kind, Status = kind == FaultKind.ServerError ? status : 500, Times = 1 };
        api.Host.Faults.Add(fault, fault with { Body = FaultBody.Html }, fault with { Body = FaultBody.Empty });

        (await api.PostAsync(TestApi.GetAll, TestApi.Page())).IsError((HttpStatusCode)status);

        var html = await api.PostAsync(TestApi.GetAll, TestApi.Page());
        Assert.Equal(status, (int)html.Status);
        Assert.Equal("text/html", html.Response.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("<!DOCTYPE html>", System.Text.Encoding.UTF8.GetString(html.Bytes), StringComparison.Ordinal);

        var empty = await api.PostAsync(TestApi.GetAll, TestApi.Page());
        Assert.Equal(status, (int)empty.Status);
        Assert.Empty(empty.Bytes);
        Assert.Null(empty.Response.Content.Headers.ContentType);
        Assert.Equal(0, empty.Response.Content.Headers.ContentLength);
    }

    [Theory]
    [InlineData(RetryAfterStyle.Seconds, 7, "7")]
    [InlineData(RetryAfterStyle.Seconds, 0, "0")]
    [InlineData(RetryAfterStyle.Seconds, -3, "-3")]
    [InlineData(RetryAfterStyle.Seconds, 0.2, "1")]
    [InlineData(RetryAfterStyle.Seconds, 1e20, "100000000000000000000")]
    [InlineData(RetryAfterStyle.Date, 7, "Sun, 15 Mar 2026 12:30:53 GMT")]
    [InlineData(RetryAfterStyle.Date, -60, "Sun, 15 Mar 2026 12:29:46 GMT")]
    [InlineData(RetryAfterStyle.Date, 1e20, "Fri, 31 Dec 9999 23:59:59 GMT")]
    [InlineData(RetryAfterStyle.Date, -1e20, "Mon, 01 Jan 0001 00:00:00 GMT")]
    [InlineData(RetryAfterStyle.None, 7, null)]
    public async Task Retry_After_says_what_it_is_told(RetryAfterStyle style, double seconds, string? expected)
    {
        await using var api = await TestApi.StartAsync();
        api.Clock.Advance(TimeSpan.FromTicks(1));
        var fault = new Fault { Kind = FaultKind.TooManyRequests, RetryAfter = style, RetryAfterSeconds = seconds, Times = 1 };
        api.Host.Faults.Add(fault, fault with { Kind = FaultKind.ServerError, Status = 503 });
        Assert.Equal(expected, (await api.PostAsync(TestApi.GetAll, TestApi.Page())).RetryAfter);
        Assert.Equal(expected, (await api.PostAsync(TestApi.GetAll, TestApi.Page())).RetryAfter);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(504)]
    public async Task Only_a_503_has_it_among_server_errors(int status)
    {
        await using var api = await TestApi.StartAsync();
        api.Host.Faults.Add(new Fault { Kind = FaultKind.ServerError, Status = status });
        Assert.Null((await api.PostAsync(TestApi.GetAll, TestApi.Page())).RetryAfter);
    }

    [Fact]
    public async Task A_redirect_leads_to_nothing_on_the_same_server()
    {
        await using var api = await TestApi.StartAsync();
        api.Host.Faults.Add(new Fault { Kind = FaultKind.Redirect });
        var location = (await api.PostAsync(TestApi.GetAll, TestApi.Page())).Response.Headers.Location!;
        Assert.False(location.IsAbsoluteUri);
        (await api.SendAsync(HttpMethod.Post, location.ToString(), TestApi.Json("{}"))).IsError(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_HTML_page_says_200()
    {
        await using var api = await TestApi.StartAsync();
        api.Host.Faults.Add(new Fault { Kind = FaultKind.HtmlPage });
        var answer = await api.PostAsync(TestApi.GetConfiguration, TestApi.Body());
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("text/html", answer.Response.Content.Headers.ContentType?.MediaType);
    }
}
