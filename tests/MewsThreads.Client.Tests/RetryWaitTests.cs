using System.Globalization;
using MewsThreads.Http;
using MewsThreads.Tests;

namespace MewsThreads.Client.Tests;

/// <summary>How long is waited before a request is sent, again or at all; in virtual time.</summary>
public class RetryWaitTests
{
    private readonly RetryFixture _fixture = new();

    [Fact]
    public async Task After_429_on_a_write_all_requests_of_the_connection_wait()
    {
        await using var server = await _fixture.StartAsync(429, failures: 1, headers: h => h.RetryAfter = "20");
        var client = _fixture.Client(server);

        Assert.Throws<MewsApiException>(() => _fixture.Send(client, Repeat.Write));
        _fixture.Send(client, Repeat.Read);

        Assert.Equal(2, _fixture.Requests);
        Assert.InRange(_fixture.Time.Elapsed, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(21));
    }

    [Theory]
    [InlineData("20", 20)]
    [InlineData("Mon, 31 Aug 2026 12:00:20 GMT", 20)]
    [InlineData("Mon, 31 Aug 2026 11:00:00 GMT", 2)]
    [InlineData("0", 2)]
    [InlineData(null, 2)]
    public async Task What_the_server_asks_for_is_the_least_wait_and_jitter_comes_on_top(string? retryAfter, int seconds)
    {
        await using var server = await _fixture.StartAsync(429, failures: 1, headers: h =>
        {
            h.Date = _fixture.Time.GetUtcNow().ToString("r", CultureInfo.InvariantCulture);
            h.RetryAfter = retryAfter;
        });

        _fixture.Read(server, Repeat.Read);

        Assert.InRange(_fixture.Time.Elapsed, TimeSpan.FromSeconds(seconds) + TimeSpan.FromTicks(1), TimeSpan.FromSeconds(seconds + 1));
        Assert.Contains(_fixture.Observer.Waits, wait => wait.Left > TimeSpan.Zero);
        Assert.Equal(TimeSpan.Zero, _fixture.Observer.Waits[^1].Left);
        Assert.Contains(_fixture.Observer.Lines, line => line.Contains("429", StringComparison.Ordinal) && line.Contains("retry 1 of 5", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("301")]
    [InlineData("Mon, 31 Aug 2026 13:00:00 GMT")]
    [InlineData("99999999999999")]
    public async Task A_longer_wait_than_allowed_is_an_error_that_says_when_to_come_back(string retryAfter)
    {
        await using var server = await _fixture.StartAsync(503, failures: 1, headers: h =>
        {
            h.Date = _fixture.Time.GetUtcNow().ToString("r", CultureInfo.InvariantCulture);
            h.RetryAfter = retryAfter;
        });

        var error = Assert.Throws<MewsApiException>(() => _fixture.Read(server, Repeat.Read));

        Assert.True(error.RetryAt > _fixture.Time.GetUtcNow().AddSeconds(300));
        Assert.Contains($"{error.RetryAt:u}", error.Message, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.Zero, _fixture.Time.Elapsed);
        Assert.Equal(1, _fixture.Requests);
    }

    [Fact]
    public async Task After_429_all_requests_of_the_connection_wait()
    {
        await using var server = await _fixture.StartAsync(429, failures: 1, headers: h => h.RetryAfter = "20");
        var clock = new VirtualClock(_fixture.Time);
        var client = _fixture.Client(server, new ConnectionOptions { MaximumRetryCount = 1 }, clock);

        StopInItsWait(client, clock);
        _fixture.Send(client, Repeat.Read);

        Assert.Equal(2, _fixture.Requests);
        Assert.InRange(_fixture.Time.Elapsed, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(21));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public async Task After_429_without_a_time_the_waits_are_longer_than_the_window_in_total(int retries)
    {
        await using var server = await _fixture.StartAsync(429, failures: retries);

        _fixture.Send(_fixture.Client(server, new ConnectionOptions { MaximumRetryCount = retries }), Repeat.Read);

        Assert.Equal(retries + 1, _fixture.Requests);
        Assert.InRange(_fixture.Time.Elapsed, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30 + (2 * Math.Pow(2, retries))));
    }

    [Fact]
    public async Task After_429_without_a_time_all_requests_of_the_token_wait_in_every_connection()
    {
        await using var server = await _fixture.StartAsync(429, failures: 1);
        var clock = new VirtualClock(_fixture.Time);
        StopInItsWait(_fixture.Client(server, new ConnectionOptions(), clock), clock);
        _fixture.Send(_fixture.Client(server, new ConnectionOptions(), clock), Repeat.Read);

        Assert.Equal(2, _fixture.Requests);
        Assert.InRange(_fixture.Time.Elapsed, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task The_limit_of_a_token_is_waited_for_before_mews_has_to_refuse()
    {
        await using var server = await _fixture.StartAsync(200, failures: 0);
        var client = _fixture.Client(server, new ConnectionOptions { RequestLimit = 2 });

        for (var i = 0; i < 5; i++)
        {
            _fixture.Send(client, Repeat.Read);
        }

        Assert.Equal(TimeSpan.FromSeconds(60), _fixture.Time.Elapsed);
        Assert.Contains(_fixture.Observer.Lines, line => line.Contains("2 requests in 30 s", StringComparison.Ordinal));
        Assert.Contains(_fixture.Observer.Waits, wait => wait.Left == TimeSpan.FromSeconds(30));
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

    private void StopInItsWait(ConnectorClient client, VirtualClock clock)
    {
        using var cancellation = new CancellationTokenSource();
        clock.Waiting = cancellation.Cancel;
        Assert.ThrowsAny<OperationCanceledException>(() => _fixture.Send(client, Repeat.Read, cancellation.Token));
        clock.Waiting = null;
    }
}
