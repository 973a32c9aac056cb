using MewsThreads.Http;
using MewsThreads.Tests;
using Microsoft.AspNetCore.Http;

namespace MewsThreads.Client.Tests;

/// <summary>What is sent again, and what is not; by the server's count.</summary>
public class RetryTests
{
    private readonly RetryFixture _fixture = new();

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(599)]
    public async Task A_read_is_sent_again_after_failures_that_can_go_away(int status)
    {
        await using var server = await _fixture.StartAsync(status, failures: 3);

        _fixture.Read(server, Repeat.Read);

        Assert.Equal(4, _fixture.Requests);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(413)]
    [InlineData(307)]
    public async Task A_read_is_not_sent_again_after_refusals_and_redirects(int status)
    {
        await using var server = await _fixture.StartAsync(status, failures: 1);

        var error = Assert.Throws<MewsApiException>(() => _fixture.Read(server, Repeat.Read));

        Assert.Equal(1, _fixture.Requests);
        Assert.Equal(1, error.Attempts);
        Assert.Equal(TimeSpan.Zero, _fixture.Time.Elapsed);
    }

    [Theory]
    [InlineData("text/html", "<html>Maintenance</html>")]
    [InlineData("application/json", "{ \"MessageThreads\": [")]
    [InlineData("application/json", "{ \"MessageThreads\": [] }")]
    [InlineData("application/json", "")]
    public async Task A_read_is_sent_again_after_a_response_that_cannot_be_read(string contentType, string body)
    {
        await using var server = await _fixture.StartAsync(200, failures: 1, contentType, body);

        _fixture.Read(server, Repeat.Read);

        Assert.Equal(2, _fixture.Requests);
    }

    [Fact]
    public async Task A_response_that_stays_malformed_is_requested_twice_and_the_error_names_the_item()
    {
        const string Id = "7f9325f6-ef44-4911-89a8-ae51010a5aa4";
        await using var server = await _fixture.StartAsync(200, failures: 100, body: $$"""{ "MessageThreads": [ { "Id": "{{Id}}", "Subject": 7 } ], "Cursor": null }""");

        var error = Assert.Throws<MewsProtocolException>(() => _fixture.Read(server, Repeat.Read));

        Assert.Equal(2, _fixture.Requests);
        Assert.Contains($"Its id is {Id}.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_read_is_given_up_after_as_many_retries_as_the_connection_allows()
    {
        await using var server = await _fixture.StartAsync(503, failures: 100);

        var error = Assert.Throws<MewsApiException>(() => _fixture.Read(server, Repeat.Read));

        Assert.Equal(6, _fixture.Requests);
        Assert.Equal(6, error.Attempts);
        Assert.Contains("Tried 6 times", error.Message, StringComparison.Ordinal);
        Assert.InRange(_fixture.Time.Elapsed, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(1 + 2 + 4 + 8 + 16));
    }

    [Fact]
    public async Task A_heavy_page_is_left_to_who_can_ask_for_less()
    {
        await using var server = await _fixture.StartAsync(408, failures: 1);

        Assert.Throws<MewsApiException>(() => _fixture.Read(server, Repeat.ReadUnlessTooHeavy));

        Assert.Equal(1, _fixture.Requests);
    }

    [Theory]
    [InlineData(408)]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(400)]
    [InlineData(429)]
    public async Task A_write_is_not_sent_again_where_mews_may_have_acted(int status)
    {
        await using var server = await _fixture.StartAsync(status, failures: 1);

        Assert.Throws<MewsApiException>(() => _fixture.Read(server, Repeat.Write));

        Assert.Equal(1, _fixture.Requests);
    }

    [Fact]
    public async Task A_write_whose_response_is_cut_short_is_not_sent_again()
    {
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            _fixture.Requests++;
            context.Abort();
            return Task.CompletedTask;
        });

        var error = Assert.Throws<MewsTransportException>(() => _fixture.Read(server, Repeat.Write));

        Assert.Equal(1, _fixture.Requests);
        Assert.False(error.NeverSent);
    }

    [Fact]
    public async Task A_write_is_sent_again_where_no_connection_was_made()
    {
        ConnectorClient client;
        await using (var server = await ScriptedServer.StartAsync(RetryFixture.Page))
        {
            client = _fixture.Client(server);
        }

        var error = Assert.Throws<MewsTransportException>(() => _fixture.Send(client, Repeat.Write));

        Assert.True(error.NeverSent);
        Assert.Equal(6, error.Attempts);
    }

    [Fact]
    public async Task A_request_that_takes_too_long_ends_and_is_sent_again_if_it_reads()
    {
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            if (Interlocked.Increment(ref _fixture.Requests) == 1)
            {
                _fixture.Time.Pass(TimeSpan.FromSeconds(100));
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
                return;
            }

            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(RetryFixture.Page, CancellationToken.None);
        });

        _fixture.Read(server, Repeat.Read);
        Assert.Equal(2, _fixture.Requests);

        _fixture.Requests = 0;
        var error = Assert.Throws<MewsTransportException>(() => _fixture.Read(server, Repeat.Write));
        Assert.True(error.IsTimeout);
        Assert.False(error.NeverSent);
        Assert.Contains("100 seconds", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, _fixture.Requests);
    }
}
