using System.Net;
using MewsThreads.Contract;
using MewsThreads.Http;
using MewsThreads.Tests;
using Microsoft.AspNetCore.Http;

namespace MewsThreads.Client.Tests;

/// <summary>Clients of servers that fail at first, in virtual time.</summary>
internal sealed class RetryFixture
{
    public const string Page = """{ "MessageThreads": [], "Cursor": null }""";

    /// <summary>How many requests have arrived.</summary>
    public int Requests;

    public VirtualTime Time { get; } = new(new DateTimeOffset(2026, 8, 31, 12, 0, 0, TimeSpan.Zero));

    public RecordingObserver Observer { get; } = new();

    public Task<ScriptedServer> StartAsync(
        int status, int failures, string contentType = "application/json", string body = "{}", Action<IHeaderDictionary>? headers = null) =>
        ScriptedServer.StartAsync(context =>
        {
            var fails = Interlocked.Increment(ref Requests) <= failures;
            context.Response.StatusCode = fails ? status : (int)HttpStatusCode.OK;
            context.Response.ContentType = fails ? contentType : "application/json";
            if (fails)
            {
                headers?.Invoke(context.Response.Headers);
            }

            return context.Response.WriteAsync(fails ? body : Page, context.RequestAborted);
        });

    public ConnectorClient Client(ScriptedServer server, ConnectionOptions? options = null, VirtualClock? clock = null) => new(
        server.Address,
        new Tokens(ScriptedServer.Secure("client-token"), ScriptedServer.Secure("access-token")),
        "Test 1.0",
        options ?? new ConnectionOptions(),
        clock ?? new VirtualClock(Time),
        new Random(1));

    public void Read(ScriptedServer server, Repeat repeat) => Send(Client(server), repeat);

    public void Send(ConnectorClient client, Repeat repeat, CancellationToken? cancellation = null) => client.Send(
        Operations.GetMessageThreads,
        new(null, [Guid.NewGuid()], null, null, new(1, null)),
        repeat,
        new CallContext(Observer, cancellation ?? TestContext.Current.CancellationToken));
}
