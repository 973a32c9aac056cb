using System.Security;
using MewsThreads.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MewsThreads.Tests;

/// <summary>A server that answers what a test says, for responses that no Connector API should give.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ScriptedServer(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    public static async Task<ScriptedServer> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Run(answer);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new ScriptedServer(app);
    }

    /// <summary>A server that answers each request with the next of these bodies, and the last one again when they are used up.</summary>
    public static Task<ScriptedServer> StartAsync(params string[] bodies)
    {
        var at = -1;
        return StartAsync(context =>
        {
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync(bodies[Math.Min(Interlocked.Increment(ref at), bodies.Length - 1)]);
        });
    }

    /// <summary>A client of this server that sends nothing again.</summary>
    public ConnectorClient Client() =>
        new(Address, new Tokens(Secure("client-token"), Secure("access-token")), "Test 1.0", new ConnectionOptions { MaximumRetryCount = 0 });

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    public static SecureString Secure(string text)
    {
        var secure = new SecureString();
        foreach (var character in text)
        {
            secure.AppendChar(character);
        }

        return secure;
    }
}
