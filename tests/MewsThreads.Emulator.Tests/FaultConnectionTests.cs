using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MewsThreads.Emulator.Tests;

/// <summary>Faults that end the connection.</summary>
public sealed class FaultConnectionTests
{
    [Fact]
    public async Task After_a_whole_answer_the_connection_is_closed_without_announcement()
    {
        await using var api = await TestApi.StartAsync();
        api.Host.Faults.Add(new Fault { Kind = FaultKind.ClosedAfter });
        var body = TestApi.Page().ToJsonString();
        using var socket = new TcpClient();
        await socket.ConnectAsync(api.Host.Address.Host, api.Host.Address.Port, TestContext.Current.CancellationToken);
        await socket.GetStream().WriteAsync(
            Encoding.UTF8.GetBytes(
                $"POST /api/connector/v1/{TestApi.GetAll} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}"),
            TestContext.Current.CancellationToken);
        using var reader = new StreamReader(socket.GetStream());
        var response = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain("Connection:", response, StringComparison.OrdinalIgnoreCase);
        Assert.EndsWith("}", response, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FaultKind.ResetBefore, false)]
    [InlineData(FaultKind.LostAnswer, true)]
    public async Task The_connection_is_reset_before_or_after_the_operation(FaultKind kind, bool processed)
    {
        await using var api = await TestApi.StartAsync();
        // Also on a connection that has been used before, where a client may think that it was closed for idleness.
        await api.PostAsync(TestApi.GetConfiguration, TestApi.Body());
        api.Host.Requests.Clear();
        api.Host.Faults.Add(new Fault { Kind = kind, Times = 1 });

        var e = await Assert.ThrowsAsync<HttpRequestException>(() => api.PostAsync(TestApi.AddThread, TestApi.NewThread()));
        var cause = Assert.IsType<SocketException>(e.GetBaseException());
        Assert.Equal(SocketError.ConnectionReset, cause.SocketErrorCode);
        Assert.Equal(processed ? 1 : 0, api.Store.Count);
        Assert.Equal((kind, 0, processed), (api.OnlyRequest.Fault, api.OnlyRequest.Status, api.OnlyRequest.Processed));

        Assert.Equal(HttpStatusCode.OK, (await api.PostAsync(TestApi.AddThread, TestApi.NewThread())).Status);
    }

    [Fact]
    public async Task An_error_is_not_lost()
    {
        await using var api = await TestApi.StartAsync();
        api.Host.Faults.Add(new Fault { Kind = FaultKind.LostAnswer });
        (await api.PostAsync(TestApi.AddThread, TestApi.Body())).IsError(HttpStatusCode.BadRequest);
        Assert.Null(api.OnlyRequest.Fault);
    }

    [Fact]
    public async Task A_request_without_good_tokens_is_reset_all_the_same()
    {
        await using var api = await TestApi.StartAsync();
        api.Host.Faults.Add(new Fault { Kind = FaultKind.ResetBefore });
        await Assert.ThrowsAsync<HttpRequestException>(() => api.PostAsync(TestApi.GetAll, TestApi.Page(("AccessToken", "x"))));
    }
}
