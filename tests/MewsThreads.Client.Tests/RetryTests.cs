using System.Globalization;
using System.Net;
using MewsThreads.Contract;
using MewsThreads.Http;
using MewsThreads.Tests;
using Microsoft.AspNetCore.Http;

namespace MewsThreads.Client.Tests;

/// <summary>What is sent again, when, and what is not; by the server's count and virtual time.</summary>
public class RetryTests
{
    private const string Page = """{ "MessageThreads": [], "Cursor": null }""";

    private readonly VirtualTime _time = new(new DateTimeOffset(2026, 8, 31, 12, 0, 0, TimeSpan.Zero));
    private readonly RecordingObserver _observer = new();
    private int _requests;

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(599)]
    public async Task A_read_is_sent_again_after_what_may_pass(int status)
    {
        await using var server = await StartAsync(status, failures: 3);

        Read(server, Repeat.Read);

        Assert.Equal(4, _requests);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(413)]
    [InlineData(307)]
    public async Task A_read_is_not_sent_again_after_what_will_stay(int status)
    {
        await using var server = await StartAsync(status, failures: 1);

        var error = Assert.Throws<MewsApiException>(() => Read(server, Repeat.Read));

        Assert.Equal(1, _requests);
        Assert.Equal(1, error.Attempts);
        Assert.Equal(TimeSpan.Zero, _time.Elapsed);
    }

    [Theory]
    [InlineData("text/html", "<html>Maintenance</html>")]
    [InlineData("application/json", "{ \"MessageThreads\": [")]
    [InlineData("application/json", "{ \"MessageThreads\": [] }")]
    [InlineData("application/json", "")]
    public async Task A_read_is_sent_again_after_an_answer_that_is_none(string contentType, string body)
    {
        await using var server = await StartAsync(200, failures: 1, contentType, body);

        Read(server, Repeat.Read);

        Assert.Equal(2, _requests);
    }

    [Fact]
    public async Task A_response_that_stays_malformed_is_requested_twice_and_the_error_names_the_item()
    {
        const string Id = "7f9325f6-ef44-4911-89a8-ae51010a5aa4";
        await using var server = await StartAsync(200, failures: 100, body: $$"""{ "MessageThreads": [ { "Id": "{{Id}}", "Subject": 7 } ], "Cursor": null }""");

        var error = Assert.Throws<MewsProtocolException>(() => Read(server, Repeat.Read));

        Assert.Equal(2, _requests);
        Assert.Contains($"Its id is {Id}.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_read_is_given_up_after_as_many_retries_as_the_connection_allows()
    {
        await using var server = await StartAsync(503, failures: 100);

        var error = Assert.Throws<MewsApiException>(() => Read(server, Repeat.Read));

        Assert.Equal(6, _requests);
        Assert.Equal(6, error.Attempts);
        Assert.Contains("Tried 6 times", error.Message, StringComparison.Ordinal);
        Assert.InRange(_time.Elapsed, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(1 + 2 + 4 + 8 + 16));
    }

    [Fact]
    public async Task A_heavy_page_is_left_to_who_can_ask_for_less()
    {
        await using var server = await StartAsync(408, failures: 1);

        Assert.Throws<MewsApiException>(() => Read(server, Repeat.ReadUnlessTooHeavy));

        Assert.Equal(1, _requests);
    }

    [Theory]
    [InlineData(408)]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(400)]
    [InlineData(429)]
    public async Task A_write_is_not_sent_again_where_mews_may_have_acted(int status)
    {
        await using var server = await StartAsync(status, failures: 1);

        Assert.Throws<MewsApiException>(() => Read(server, Repeat.Write));

        Assert.Equal(1, _requests);
    }

    [Fact]
    public async Task After_429_on_a_write_all_requests_of_the_connection_wait()
    {
        await using var server = await StartAsync(429, failures: 1, headers: h => h.RetryAfter = "20");
        var client = Client(server);

        Assert.Throws<MewsApiException>(() => Send(client, Repeat.Write));
        Send(client, Repeat.Read);

        Assert.Equal(2, _requests);
        Assert.InRange(_time.Elapsed, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(21));
    }

    [Fact]
    public async Task A_write_whose_answer_is_cut_short_is_not_sent_again()
    {
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            _requests++;
            context.Abort();
            return Task.CompletedTask;
        });

        var error = Assert.Throws<MewsTransportException>(() => Read(server, Repeat.Write));

        Assert.Equal(1, _requests);
        Assert.False(error.NeverSent);
    }

    [Fact]
    public async Task A_write_is_sent_again_where_no_connection_was_made()
    {
        ConnectorClient client;
        await using (var server = await ScriptedServer.StartAsync(Page))
        {
            client = Client(server);
        }

        var error = Assert.Throws<MewsTransportException>(() => Send(client, Repeat.Write));

        Assert.True(error.NeverSent);
        Assert.Equal(6, error.Attempts);
    }

    [Theory]
    [InlineData("20", 20)]
    [InlineData("Mon, 31 Aug 2026 12:00:20 GMT", 20)]
    [InlineData("Mon, 31 Aug 2026 11:00:00 GMT", 2)]
    [InlineData("0", 2)]
    [InlineData(null, 2)]
    public async Task What_the_server_asks_for_is_the_least_wait_and_jitter_comes_on_top(string? retryAfter, int seconds)
    {
        await using var server = await StartAsync(429, failures: 1, headers: h =>
        {
            h.Date = _time.GetUtcNow().ToString("r", CultureInfo.InvariantCulture);
            h.RetryAfter = retryAfter;
        });

        Read(server, Repeat.Read);

        Assert.InRange(_time.Elapsed, TimeSpan.FromSeconds(seconds) + TimeSpan.FromTicks(1), TimeSpan.FromSeconds(seconds + 1));
        Assert.Contains(_observer.Waits, wait => wait.Left > TimeSpan.Zero);
        Assert.Equal(TimeSpan.Zero, _observer.Waits[^1].Left);
        Assert.Contains(_observer.Lines, line => line.Contains("429", StringComparison.Ordinal) && line.Contains("retry 1 of 5", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("301")]
    [InlineData("Mon, 31 Aug 2026 13:00:00 GMT")]
    [InlineData("99999999999999")]
    public async Task A_longer_wait_than_allowed_is_an_error_that_says_when_to_come_back(string retryAfter)
    {
        await using var server = await StartAsync(503, failures: 1, headers: h =>
        {
            h.Date = _time.GetUtcNow().ToString("r", CultureInfo.InvariantCulture);
            h.RetryAfter = retryAfter;
        });

        var error = Assert.Throws<MewsApiException>(() => Read(server, Repeat.Read));

        Assert.True(error.RetryAt > _time.GetUtcNow().AddSeconds(300));
        Assert.Contains($"{error.RetryAt:u}", error.Message, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.Zero, _time.Elapsed);
        Assert.Equal(1, _requests);
    }

    [Fact]
    public async Task After_429_all_requests_of_the_connection_wait()
    {
        await using var server = await StartAsync(429, failures: 1, headers: h => h.RetryAfter = "20");
        var clock = new VirtualClock(_time);
        var client = Client(server, new ConnectionOptions { MaximumRetryCount = 1 }, clock);

        StopInItsWait(client, clock);
        Send(client, Repeat.Read);

        Assert.Equal(2, _requests);
        Assert.InRange(_time.Elapsed, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(21));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public async Task After_429_without_a_time_the_waits_are_longer_than_the_window_in_total(int retries)
    {
        await using var server = await StartAsync(429, failures: retries);

        Send(Client(server, new ConnectionOptions { MaximumRetryCount = retries }), Repeat.Read);

        Assert.Equal(retries + 1, _requests);
        Assert.InRange(_time.Elapsed, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30 + (2 * Math.Pow(2, retries))));
    }

    [Fact]
    public async Task After_429_without_a_time_all_requests_of_the_token_wait_in_every_connection()
    {
        await using var server = await StartAsync(429, failures: 1);
        var clock = new VirtualClock(_time);
        StopInItsWait(Client(server, new ConnectionOptions(), clock), clock);
        Send(Client(server, new ConnectionOptions(), clock), Repeat.Read);

        Assert.Equal(2, _requests);
        Assert.InRange(_time.Elapsed, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task A_request_that_takes_too_long_ends_and_is_sent_again_if_it_reads()
    {
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            if (Interlocked.Increment(ref _requests) == 1)
            {
                _time.Pass(TimeSpan.FromSeconds(100));
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
                return;
            }

            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(Page, CancellationToken.None);
        });

        Read(server, Repeat.Read);
        Assert.Equal(2, _requests);

        _requests = 0;
        var error = Assert.Throws<MewsTransportException>(() => Read(server, Repeat.Write));
        Assert.True(error.IsTimeout);
        Assert.False(error.NeverSent);
        Assert.Contains("100 seconds", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, _requests);
    }

    [Fact]
    public async Task The_limit_of_a_token_is_waited_for_before_mews_has_to_refuse()
    {
        await using var server = await StartAsync(200, failures: 0);
        var client = Client(server, new ConnectionOptions { RequestLimit = 2 });

        for (var i = 0; i < 5; i++)
        {
            Send(client, Repeat.Read);
        }

        Assert.Equal(TimeSpan.FromSeconds(60), _time.Elapsed);
        Assert.Contains(_observer.Lines, line => line.Contains("2 requests in 30 s", StringComparison.Ordinal));
        Assert.Contains(_observer.Waits, wait => wait.Left == TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void Back_off_grows_and_is_spread_over_all_of_it()
    {
        var backOff = new BackOff(new Random(7));
        for (var attempt = 1; attempt <= 10; attempt++)
        {
            var ceiling = Math.Min(60, Math.Pow(2, attempt - 1));
            var waits = Enumerable.Range(0, 500).Select(_ => backOff.Next(attempt, null).TotalSeconds / ceiling).ToList();
            Assert.All(waits, wait => Assert.InRange(wait, 0, 1));
            Assert.True(waits.Min() < 0.05 && waits.Max() > 0.95, $"attempt {attempt}: {waits.Min()} .. {waits.Max()}");
        }
    }

    private Task<ScriptedServer> StartAsync(
        int status, int failures, string contentType = "application/json", string body = "{}", Action<IHeaderDictionary>? headers = null) =>
        ScriptedServer.StartAsync(context =>
        {
            var fails = Interlocked.Increment(ref _requests) <= failures;
            context.Response.StatusCode = fails ? status : (int)HttpStatusCode.OK;
            context.Response.ContentType = fails ? contentType : "application/json";
            if (fails)
            {
                headers?.Invoke(context.Response.Headers);
            }

            return context.Response.WriteAsync(fails ? body : Page, context.RequestAborted);
        });

    private ConnectorClient Client(ScriptedServer server, ConnectionOptions? options = null, VirtualClock? clock = null) => new(
        server.Address,
        new Tokens(ScriptedServer.Secure("client-token"), ScriptedServer.Secure("access-token")),
        "Test 1.0",
        options ?? new ConnectionOptions(),
        clock ?? new VirtualClock(_time),
        new Random(1));

    private void Read(ScriptedServer server, Repeat repeat) => Send(Client(server), repeat);

    private void Send(ConnectorClient client, Repeat repeat) => Send(client, repeat, _observer, TestContext.Current.CancellationToken);

    private static void Send(ConnectorClient client, Repeat repeat, IRequestObserver observer, CancellationToken cancellation) =>
        client.Send(Operations.GetMessageThreads, new(null, [Guid.NewGuid()], null, null, new(1, null)), repeat, new CallContext(observer, cancellation));

    private void StopInItsWait(ConnectorClient client, VirtualClock clock)
    {
        using var cancellation = new CancellationTokenSource();
        clock.Waiting = cancellation.Cancel;
        Assert.ThrowsAny<OperationCanceledException>(() => Send(client, Repeat.Read, _observer, cancellation.Token));
        clock.Waiting = null;
    }
}
