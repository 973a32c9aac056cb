using System.Net;

namespace MewsThreads.Emulator.Tests;

/// <summary>Faults that take time: the emulator's, not anyone's.</summary>
public sealed class FaultWaitTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_slow_answer_comes_when_its_time_has_come()
    {
        await using var api = await TestApi.StartAsync();
        api.Host.Faults.Add(new Fault { Kind = FaultKind.SlowAnswer, Seconds = 3600 });
        var answer = api.PostAsync(TestApi.AddThread, TestApi.NewThread());

        Assert.Equal(Hour, await api.Clock.NextWaitAsync());
        Assert.Single(api.Store.All());
        Assert.Equal((FaultKind.SlowAnswer, 0, true), (api.OnlyRequest.Fault, api.OnlyRequest.Status, api.OnlyRequest.Processed));

        api.Clock.Advance(Hour - TimeSpan.FromTicks(1));
        Assert.False(answer.IsCompleted);
        api.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.Single((await answer).Ids);
        Assert.Equal(200, api.OnlyRequest.Status);
    }

    [Theory]
    [InlineData("identity")]
    [InlineData("gzip")]
    public async Task A_slow_body_stops_in_the_middle(string encoding)
    {
        await using var api = await TestApi.StartAsync();
        for (var i = 0; i < 100; i++)
        {
            api.Store.Add(TestApi.Now.AddHours(-i));
        }
        var whole = await api.PostAsync(TestApi.GetAll, TestApi.Page(), ("Accept-Encoding", encoding));
        api.Host.Faults.Add(new Fault { Kind = FaultKind.SlowBody, Seconds = 3600 });

        using var request = Request(api, TestApi.GetAll, encoding);
        using var response = await api.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Ct);
        await using var body = await response.Content.ReadAsStreamAsync(Ct);
        var bytes = new byte[whole.Bytes.Length];
        var half = bytes.Length / 2;
        await body.ReadExactlyAsync(bytes.AsMemory(0, half), Ct);
        var rest = body.ReadExactlyAsync(bytes.AsMemory(half), Ct);

        Assert.Equal(Hour, await api.Clock.NextWaitAsync());
        Assert.False(rest.IsCompleted);
        api.Clock.Advance(Hour);
        await rest;
        Assert.Equal(whole.Bytes, bytes);
        Assert.Equal(0, await body.ReadAsync(new byte[1], Ct));
    }

    [Theory]
    [InlineData(FaultKind.SlowAnswer)]
    [InlineData(FaultKind.SlowBody)]
    public async Task A_client_that_has_had_enough_ends_the_wait(FaultKind kind)
    {
        await using var api = await TestApi.StartAsync();
        api.Host.Faults.Add(new Fault { Kind = kind, Seconds = 3600, Times = 1 });
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        using var request = Request(api, TestApi.GetAll, "identity");
        var answer = api.Http.SendAsync(request, enough.Token);
        await api.Clock.NextWaitAsync();
        await enough.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        Assert.Equal(HttpStatusCode.OK, (await api.PostAsync(TestApi.GetAll, TestApi.Page())).Status);
    }

    [Theory]
    [InlineData(FaultKind.SlowAnswer)]
    [InlineData(FaultKind.SlowBody)]
    public async Task An_emulator_that_stops_ends_the_wait(FaultKind kind)
    {
        await using var api = await TestApi.StartAsync();
        api.Host.Faults.Add(new Fault { Kind = kind, Seconds = 3600 });
        var answer = api.PostAsync(TestApi.GetAll, TestApi.Page());
        await api.Clock.NextWaitAsync();
        await api.Host.DisposeAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => answer);
    }

    [Fact]
    public async Task An_error_is_not_slow()
    {
        await using var api = await TestApi.StartAsync();
        api.Host.Faults.Add(new Fault { Kind = FaultKind.SlowAnswer, Seconds = 3600 });
        (await api.PostAsync(TestApi.GetAll, TestApi.Body())).IsError(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task No_time_at_all_is_no_wait()
    {
        await using var api = await TestApi.StartAsync();
        api.Host.Faults.Add(new Fault { Kind = FaultKind.SlowBody, Times = 1 }, new Fault { Kind = FaultKind.SlowAnswer });
        Assert.Empty((await api.PostAsync(TestApi.GetAll, TestApi.Page())).Ids);
        Assert.Empty((await api.PostAsync(TestApi.GetAll, TestApi.Page())).Ids);
        Assert.Equal([FaultKind.SlowBody, FaultKind.SlowAnswer], api.Host.Requests.Snapshot().Select(r => r.Fault));
    }

    private static HttpRequestMessage Request(TestApi api, string operation, string encoding) => api.Request(
        HttpMethod.Post, "/api/connector/v1/" + operation, TestApi.Json(TestApi.Page().ToJsonString()), ("Accept-Encoding", encoding));
}
