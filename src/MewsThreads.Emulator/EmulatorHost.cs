using System.Net;
using MewsThreads.Emulator.Api;
using MewsThreads.Emulator.Seeding;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace MewsThreads.Emulator;

/// <summary>A running emulator of the Connector API: its address, its threads and what was asked of it.</summary>
public sealed class EmulatorHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private EmulatorHost(EmulatorOptions options, WebApplication app, ThreadStore store, RequestLog requests, Uri address)
    {
        Options = options;
        _app = app;
        Store = store;
        Requests = requests;
        Address = address;
    }

    /// <summary>What it was started with.</summary>
    public EmulatorOptions Options { get; }

    /// <summary>The platform address to connect to: the first one listened on, with the port that was taken.</summary>
    public Uri Address { get; }

    /// <summary>Its threads. Open until the emulator is disposed.</summary>
    public ThreadStore Store { get; }

    /// <summary>What arrived so far.</summary>
    public RequestLog Requests { get; }

    /// <summary>Starts an emulator and returns once it listens.</summary>
    /// <param name="options">What to start; by default 2,500 threads in memory, on a free port of the loopback interface.</param>
    /// <param name="ct">Cancels the start.</param>
    /// <returns>The running emulator; disposing it stops it.</returns>
    public static Task<EmulatorHost> StartAsync(EmulatorOptions? options = null, CancellationToken ct = default) =>
        StartAsync(options ?? new EmulatorOptions(), configureLogging: null, ct);

    /// <summary>Stops listening, ends what is under way and closes the store.</summary>
    /// <returns>Completes when the port is free again.</returns>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync().ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
        Store.Dispose();
    }

    internal static async Task<EmulatorHost> StartAsync(
        EmulatorOptions options, Action<ILoggingBuilder>? configureLogging, CancellationToken ct)
    {
        options.Validate();
        var store = new ThreadStore(options.DataFile, Seeder.Threads(options));
        WebApplication? app = null;
        try
        {
            var requests = new RequestLog();
            app = Build(options, new ConnectorApi(options, store, requests), configureLogging);
            await app.StartAsync(ct).ConfigureAwait(false);
            return new EmulatorHost(options, app, store, requests, ListeningAt(app));
        }
        catch
        {
            if (app is not null)
            {
                await app.DisposeAsync().ConfigureAwait(false);
            }
            store.Dispose();
            throw;
        }
    }

    private static WebApplication Build(EmulatorOptions options, ConnectorApi api, Action<ILoggingBuilder>? configureLogging)
    {
        // The empty builder starts in milliseconds and reads no configuration, so that nothing in the environment of a test or
        // a runbook (ASPNETCORE_URLS, appsettings.json) changes the emulator.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http1);
        });
        builder.WebHost.UseUrls(options.Url);
        builder.Services.AddResponseCompression(compression => compression.Providers.Add<GzipCompressionProvider>());
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        // The host must not take Ctrl+C for itself: in process, it belongs to a test runner or a PowerShell prompt.
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        configureLogging?.Invoke(builder.Logging);

        var app = builder.Build();
        app.UseResponseCompression();
        app.Run(new HttpEndpoint(api, app.Logger).HandleAsync);
        return app;
    }

    private static Uri ListeningAt(WebApplication app)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>();
        var address = new UriBuilder(addresses.Addresses.First());
        // "Any address" is one to listen on, not one to connect to.
        if (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any)))
        {
            address.Host = "127.0.0.1";
        }
        return address.Uri;
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
