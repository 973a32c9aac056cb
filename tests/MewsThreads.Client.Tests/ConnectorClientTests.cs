using System.Net;
using System.Text.Json;
using MewsThreads.Contract;
using MewsThreads.Http;
using MewsThreads.Tests;
using Microsoft.AspNetCore.Http;

namespace MewsThreads.Client.Tests;

public class ConnectorClientTests
{
    private const string Thread =
        """{ "Id": "7f9325f6-ef44-4911-89a8-ae51010a5aa4", "OriginalSender": "John", "Subject": "Hi", "CreatedUtc": "2022-03-07T16:09:45Z", "UpdatedUtc": "2022-03-07T16:09:45Z" }""";

    [Fact]
    public async Task A_request_is_a_post_of_json_that_names_its_client_and_accepts_gzip()
    {
        JsonElement body = default;
        HttpRequest? request = null;
        var method = "";
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            request = context.Request;
            method = request.Method;
            body = (await JsonDocument.ParseAsync(request.Body)).RootElement;
            Assert.Equal("gzip", request.Headers.AcceptEncoding);
            Assert.Equal($"MewsThreads/{ModuleVersion.Text}", request.Headers.UserAgent);
            Assert.Equal("application/json", request.ContentType);
            Assert.Equal("/api/connector/v1/messageThreads/add", request.Path);
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync($$"""{ "MessageThreads": [ {{Thread}} ] }""");
        });

        Add(server.Client());

        Assert.Equal("POST", method);
        Assert.Equal("client-token", body.GetProperty("ClientToken").GetString());
        Assert.Equal("access-token", body.GetProperty("AccessToken").GetString());
        Assert.Equal("Test 1.0", body.GetProperty("Client").GetString());
        Assert.Equal("John", body.GetProperty("OriginalSender").GetString());
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(408)]
    [InlineData(409)]
    [InlineData(413)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task An_error_carries_its_status_mews_message_and_request_id_and_never_the_details(int status)
    {
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers["Request-Id"] = "request-1";
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync("""{ "Message": "Not like this.", "RequestId": "request-1", "Details": "client-token" }""");
        });

        var error = Assert.Throws<MewsApiException>(() => Add(server.Client()));

        Assert.Equal((HttpStatusCode)status, error.StatusCode);
        Assert.Equal("Not like this.", error.ApiMessage);
        Assert.Equal("request-1", error.RequestId);
        Assert.Equal("messageThreads/add", error.Operation);
        Assert.Contains("Not like this.", error.Message, StringComparison.Ordinal);
        Assert.Contains("request-1", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("-token", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_of_the_server_that_repeats_a_token_is_withheld()
    {
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            context.Response.StatusCode = 401;
            context.Response.ContentType = "application/json";
            context.Response.Headers["Request-Id"] = "for-ACCESS-token";
            return context.Response.WriteAsync("""{ "Message": "client-token is not a ClientToken.", "RequestId": "access-token" }""");
        });

        var error = Assert.Throws<MewsApiException>(() => Add(server.Client()));

        Assert.Contains("Withheld", error.ApiMessage, StringComparison.Ordinal);
        Assert.DoesNotContain("client-token", error.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("access-token", error.ToString() + error.RequestId, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("text/html", "<html><body>Bad gateway</body></html>")]
    [InlineData("application/json", "")]
    [InlineData("application/json", "{ \"Message\": ")]
    [InlineData("application/json", "[]")]
    [InlineData("application/json", "null")]
    public async Task An_error_of_a_gateway_still_tells_its_status(string contentType, string body)
    {
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            context.Response.StatusCode = 502;
            context.Response.ContentType = contentType;
            return context.Response.WriteAsync(body);
        });

        var error = Assert.Throws<MewsApiException>(() => Add(server.Client()));

        Assert.Equal(HttpStatusCode.BadGateway, error.StatusCode);
        Assert.Null(error.ApiMessage);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        var requests = 0;
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            requests++;
            context.Response.StatusCode = 307;
            context.Response.Headers.Location = "/elsewhere";
            return Task.CompletedTask;
        });

        var error = Assert.Throws<MewsApiException>(() => Add(server.Client()));

        Assert.Equal(HttpStatusCode.TemporaryRedirect, error.StatusCode);
        Assert.Contains("redirect", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, requests);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{ \"MessageThreads\": null }")]
    [InlineData("{ \"MessageThreads\": [] }")]
    [InlineData("{ \"MessageThreads\": [ null ] }")]
    [InlineData("{ \"MessageThreads\": [ { \"Id\": \"7f9325f6-ef44-4911-89a8-ae51010a5aa4\" } ] }")]
    [InlineData("{ \"MessageThreads\": [ " + Thread + ", " + Thread + " ] }")]
    [InlineData("{ \"MessageThreads\": [ " + Thread)]
    [InlineData("{ \"MessageThreads\": [ " + Thread + " ] } rest")]
    public async Task An_answer_without_what_it_must_have_is_a_protocol_error(string body)
    {
        await using var server = await ScriptedServer.StartAsync(body);
        Assert.Throws<MewsProtocolException>(() => Add(server.Client()));
    }

    [Fact]
    public async Task An_answer_that_is_a_page_for_people_is_a_protocol_error()
    {
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            context.Response.ContentType = "text/html; charset=utf-8";
            return context.Response.WriteAsync("<html>Sign in to the hotel's Wi-Fi</html>");
        });

        var error = Assert.Throws<MewsProtocolException>(() => Add(server.Client()));
        Assert.Contains("text/html", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(204, "")]
    [InlineData(202, "{}")]
    [InlineData(200, "gzip")]
    public async Task A_success_that_cannot_be_read_is_a_protocol_error(int status, string body)
    {
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            if (body.Length == 0)
            {
                return Task.CompletedTask;
            }

            context.Response.ContentType = "application/json";
            context.Response.Headers.ContentEncoding = body == "gzip" ? "gzip" : default;
            return context.Response.WriteAsync(body);
        });

        Assert.Throws<MewsProtocolException>(() => Add(server.Client()));
    }

    [Fact]
    public async Task An_answer_cut_short_is_a_transport_error()
    {
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = 500;
            await context.Response.WriteAsync("{ \"MessageThreads\": [");
            await context.Response.Body.FlushAsync();
            context.Abort();
        });

        var error = Assert.Throws<MewsTransportException>(() => Add(server.Client()));
        Assert.False(error.IsTimeout);
        Assert.False(error.NeverSent);
    }

    [Fact]
    public async Task An_address_where_nobody_listens_is_a_transport_error()
    {
        ConnectorClient client;
        await using (var server = await ScriptedServer.StartAsync("{}"))
        {
            client = server.Client();
        }

        var error = Assert.Throws<MewsTransportException>(() => Add(client));
        Assert.True(error.NeverSent);
        Assert.Contains(client.PlatformAddress.Authority, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("-token", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_request_ends_as_soon_as_it_is_cancelled(bool inBody)
    {
        using var cancellation = new CancellationTokenSource();
        var aborted = new TaskCompletionSource();
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            context.RequestAborted.Register(aborted.SetResult);
            if (inBody)
            {
                context.Response.ContentType = "application/json";
                await context.Response.WriteAsync("{ ");
                await context.Response.Body.FlushAsync();
            }

            cancellation.Cancel();
            await aborted.Task;
        });

        Assert.ThrowsAny<OperationCanceledException>(
            () => AddUntil(server.Client(), cancellation.Token));

        // The server sees the connection go: nothing goes on in the background.
        await aborted.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("https://api.mews.com", true)]
    [InlineData("https://api.mews.com/", true)]
    [InlineData("http://127.0.0.1:5080", true)]
    [InlineData("http://localhost:5080", true)]
    [InlineData("http://[::1]:5080", true)]
    [InlineData("http://api.mews.com", false)]
    [InlineData("http://192.168.0.1", false)]
    [InlineData("ftp://api.mews.com", false)]
    [InlineData("https://api.mews.com/api/connector/v1", false)]
    [InlineData("https://user:password@api.mews.com", false)]
    [InlineData("https://api.mews.com/?a=b", false)]
    [InlineData("api.mews.com", false)]
    public void Tokens_go_to_https_or_to_this_machine(string address, bool allowed) =>
        Assert.Equal(allowed, PlatformAddress.Refusal(new Uri(address, UriKind.RelativeOrAbsolute)) is null);

    private static MessageThread Add(ConnectorClient client) => AddUntil(client, TestContext.Current.CancellationToken);

    private static MessageThread AddUntil(ConnectorClient client, CancellationToken cancellation) =>
        client.Send(Operations.AddMessageThread, new("John", "Hi"), Repeat.Write, new CallContext(new RecordingObserver(), cancellation)).Body.MessageThreads![0]!;
}
