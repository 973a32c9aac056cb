using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MewsThreads.Emulator.Tests;

/// <summary>"The operation address must match the specified format exactly."</summary>
public sealed class AddressTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/api/connector/v1")]
    [InlineData("/api/connector/v1/messageThreads")]
    [InlineData("/api/connector/v1/messageThreads/getAll/")]
    [InlineData("/api/connector/v1/messageThreads/getAll2")]
    [InlineData("/api/connector/v1/messageThreads/getAll/2023-06-06")]
    [InlineData("/api/connector/v1/messagethreads/getall")]
    [InlineData("/API/connector/v1/messageThreads/getAll")]
    [InlineData("/api/connector/v1/messageThreads/getAll?")]
    [InlineData("/api/connector/v1/messageThreads/getAll?x=1")]
    [InlineData("//api/connector/v1/messageThreads/getAll")]
    [InlineData("/api/connector/v1//messageThreads/getAll")]
    [InlineData("/api/connector/v1/messageThreads/delete")]
    [InlineData("/api/connector/v1/messages/delete")]
    [InlineData("/api/connector/v2/messageThreads/getAll")]
    public async Task Any_other_address_is_404(string path)
    {
        await using var api = await TestApi.StartAsync();
        var answer = await api.SendAsync(HttpMethod.Post, path, TestApi.Json(TestApi.Page().ToJsonString()));
        answer.IsError(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_escaped_letter_is_another_address()
    {
        await using var api = await TestApi.StartAsync();
        // HttpClient would decode the escape before it is sent.
        using var socket = new TcpClient();
        await socket.ConnectAsync(api.Host.Address.Host, api.Host.Address.Port, TestContext.Current.CancellationToken);
        await socket.GetStream().WriteAsync(
            Encoding.ASCII.GetBytes(
                "POST /api/connector/v1/messageThreads/get%41ll HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
            TestContext.Current.CancellationToken);
        using var reader = new StreamReader(socket.GetStream());
        Assert.Equal("HTTP/1.1 404 Not Found", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(8 * 1024, HttpStatusCode.NotFound)]
    [InlineData(8 * 1024 + 1, HttpStatusCode.RequestUriTooLong)]
    [InlineData(1024 * 1024, HttpStatusCode.RequestUriTooLong)]
    public async Task An_address_that_is_too_long_is_414(int length, HttpStatusCode expected)
    {
        await using var api = await TestApi.StartAsync();
        var path = "/" + new string('x', length - 1);
        (await api.SendAsync(HttpMethod.Post, path, TestApi.Json(TestApi.Page().ToJsonString()))).IsError(expected);
    }

    [Theory]
    [InlineData(1, 40_000)]
    [InlineData(1, 1_000_000)]
    [InlineData(200, 10)]
    public async Task Headers_that_are_too_large_are_431(int count, int length)
    {
        await using var api = await TestApi.StartAsync();
        var headers = Enumerable.Range(0, count).Select(i => ($"X-{i}", new string('x', length))).ToArray();
        (await api.PostAsync(TestApi.GetAll, TestApi.Page(), headers)).IsError(HttpStatusCode.RequestHeaderFieldsTooLarge);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    public async Task Any_other_method_is_404(string method)
    {
        await using var api = await TestApi.StartAsync();
        var answer = await api.SendAsync(new HttpMethod(method), "/api/connector/v1/" + TestApi.GetAll, content: null);
        answer.IsError(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_address_is_checked_before_the_body_and_the_tokens()
    {
        await using var api = await TestApi.StartAsync();
        var answer = await api.SendAsync(HttpMethod.Post, "/api/connector/v1/messageThreads/delete", TestApi.Json("no JSON"));
        answer.IsError(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData(TestApi.GetAll)]
    [InlineData(TestApi.GetConfiguration)]
    public async Task The_exact_address_is_200(string operation)
    {
        await using var api = await TestApi.StartAsync();
        var answer = await api.PostAsync(operation, TestApi.Page());
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("application/json", answer.Response.Content.Headers.ContentType?.ToString());
        Assert.True(Guid.TryParseExact(answer.RequestId, "D", out _));
        Assert.False(answer.Response.Headers.Contains("Server"));
    }
}
