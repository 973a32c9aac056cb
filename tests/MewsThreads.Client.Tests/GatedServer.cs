using MewsThreads.Tests;
using Microsoft.AspNetCore.Http;

namespace MewsThreads.Client.Tests;

/// <summary>A server in front of another, which holds every request until a test lets it through.</summary>
internal sealed class GatedServer : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly List<TaskCompletionSource<int>> _held = [];
    private readonly HttpClient _http = new();
    private readonly Uri _behind;
    private ScriptedServer _server = null!;

    private GatedServer(Uri behind) => _behind = behind;

    public Uri Address => _server.Address;

    public static async Task<GatedServer> StartAsync(Uri behind)
    {
        var gate = new GatedServer(behind);
        gate._server = await ScriptedServer.StartAsync(gate.AnswerAsync);
        return gate;
    }

    /// <summary>Waits until so many requests are held.</summary>
    public async Task HoldsAsync(int requests)
    {
        using var hung = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (Held < requests)
        {
            Assert.False(hung.IsCancellationRequested, $"{Held} requests instead of {requests}.");
            await Task.Delay(TimeSpan.FromMilliseconds(2), TestContext.Current.CancellationToken);
        }

        Assert.Equal(requests, Held);
    }

    /// <summary>Lets through all that are held, or refuses the first of them with an error status.</summary>
    public void Release(int statusOfFirst = 200)
    {
        lock (_lock)
        {
            for (var at = 0; at < _held.Count; at++)
            {
                _held[at].SetResult(at == 0 ? statusOfFirst : 200);
            }

            _held.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _http.Dispose();
    }

    private int Held
    {
        get
        {
            lock (_lock)
            {
                return _held.Count;
            }
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var pass = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _held.Add(pass);
        }

        var status = await pass.Task.WaitAsync(context.RequestAborted);
        if (status != 200)
        {
            context.Response.StatusCode = status;
            return;
        }

        using var body = new StreamContent(context.Request.Body);
        body.Headers.ContentType = new("application/json");
        using var response = await _http.PostAsync(new Uri(_behind, context.Request.Path), body, context.RequestAborted);
        context.Response.StatusCode = (int)response.StatusCode;
        context.Response.ContentType = "application/json";
        await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
