using System.Net;
using MewsThreads.Emulator.Api;
using MewsThreads.Emulator.Control;
using MewsThreads.Emulator.Faults;
using MewsThreads.Emulator.Seeding;
using MewsThreads.Emulator.Storage;
using MewsThreads.Emulator.Worlds;
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
    private readonly LiveWorld _live;

    private EmulatorHost(EmulatorOptions options, Action<ILoggingBuilder>? configureLogging)
    {
        Options = options;
        // Before the store, which holds a file: nothing after it fails.
        _app = Build(options, configureLogging);
        var clock = new EmulatorClock(options.Clock);
        Store = new ThreadStore(
            options.DataFile, Seeder.Threads(options), thread => ConversationSeeder.Messages(thread, options.Seed), clock);
        _live = new LiveWorld(options.World, clock);

        var access = new ControlAccess();
        ControlKey = access.Key;
        new ControlEndpoints(this, access, clock).AddTo(_app);
        var pauses = new Pauses(clock, _app.Lifetime.ApplicationStopping);
        var injector = new FaultInjector(Faults, new ThreadChanges(Store, _live), clock, pauses);
        var api = new ConnectorApi(options, _live, Store, Requests, injector, _app.Logger);
        var compression = _app.Services.GetRequiredService<IResponseCompressionProvider>();
        _app.Run(new HttpEndpoint(api, clock, pauses, compression).HandleAsync);
    }

    /// <summary>What it was started with.</summary>
    public EmulatorOptions Options { get; }

    /// <summary>The platform address to connect to: the first one listened on, with the port that was taken.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Its threads. Open until the emulator is disposed.</summary>
    public ThreadStore Store { get; }

    /// <summary>The messages of its threads.</summary>
    public MessageStore Messages => Store.Messages;

    /// <summary>What arrived so far.</summary>
    public RequestLog Requests { get; } = new();

    /// <summary>What goes wrong; at first, nothing.</summary>
    public FaultSchedule Faults { get; } = new();

    /// <summary>
    /// The key that control calls need on any address other than loopback, as the header <c>Emulator-Key</c>. A new one at each start.
    /// </summary>
    public string ControlKey { get; }

    /// <summary>The world that requests meet from now on; at first that of <see cref="Options"/>.</summary>
    public World World
    {
        get => _live.World;
        set => _live.World = value;
    }

    /// <summary>
    /// How far the server's clock is ahead of <see cref="EmulatorOptions.Clock"/>, behind if negative, at most ten years. <c>NowUtc</c>,
    /// the <c>Date</c> header, creation times and the dates of <c>Retry-After</c> follow it; waits and the request limit do not.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is more than ten years.</exception>
    public TimeSpan ClockOffset
    {
        get => _live.Clock.Offset;
        set => _live.Clock.Offset = value;
    }

    /// <summary>Whether it listens on loopback addresses only.</summary>
    internal bool IsLocal { get; private set; }

    /// <summary>Starts an emulator and returns once it listens.</summary>
    /// <param name="options">What to start; by default 2,500 threads in memory, on a free port of the loopback interface.</param>
    /// <param name="ct">Cancels the start.</param>
    /// <returns>The running emulator; disposing it stops it.</returns>
    public static Task<EmulatorHost> StartAsync(EmulatorOptions? options = null, CancellationToken ct = default) =>
        StartAsync(options ?? new EmulatorOptions(), configureLogging: null, ct);

    /// <summary>The enterprise writes in a thread, which is updated by that if <see cref="World"/> says so.</summary>
    /// <param name="threadId">The thread, whoever may see it.</param>
    /// <param name="text">What it writes, 1 character or more.</param>
    /// <returns>The message as stored.</returns>
    /// <exception cref="KeyNotFoundException">There is no such thread.</exception>
    public StoredMessage Answer(Guid threadId, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length == 0)
        {
            throw new ArgumentException("Text must not be empty.");
        }
        return Messages.Append(
            [(threadId, text)],
            MessageSenders.Enterprise,
            _live.Now,
            World,
            (_, thread) => thread is not null ? true : throw ThreadStore.NoThread(threadId))[0]!;
    }

    /// <summary>The enterprise marks a thread as resolved or not, and so updates it.</summary>
    /// <param name="threadId">The thread, whoever may see it.</param>
    /// <param name="isResolved">Whether it is resolved from now on.</param>
    /// <returns>The thread as it is now.</returns>
    /// <exception cref="KeyNotFoundException">There is no such thread.</exception>
    public StoredThread Resolve(Guid threadId, bool isResolved = true) => Store.Update(threadId, _live.Now, isResolved);

    /// <summary>Stops listening, ends running requests and closes the store.</summary>
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
        var emulator = new EmulatorHost(options, configureLogging);
        try
        {
            await emulator._app.StartAsync(ct).ConfigureAwait(false);
            (emulator.Address, emulator.IsLocal) = ListeningAt(emulator._app);
            return emulator;
        }
        catch
        {
            await emulator._app.DisposeAsync().ConfigureAwait(false);
            emulator.Store.Dispose();
            throw;
        }
    }

    private static WebApplication Build(EmulatorOptions options, Action<ILoggingBuilder>? configureLogging)
    {
        // The empty builder starts in milliseconds and reads no configuration, so that nothing in the environment of a test or
        // a runbook (ASPNETCORE_URLS, appsettings.json) changes the emulator.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // Far above what a request may have, so that ConnectorApi refuses it, with a Request-Id.
            const int plenty = 4 << 20;
            kestrel.Limits.MaxRequestLineSize = plenty;
            kestrel.Limits.MaxRequestHeadersTotalSize = plenty;
            kestrel.Limits.MaxRequestHeaderCount = 10_000;
            kestrel.Limits.MaxRequestBufferSize = 2 * plenty;
            kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http1);
        });
        builder.WebHost.UseUrls(options.Url);
        builder.Services.AddRoutingCore();
        builder.Services.AddResponseCompression(compression => compression.Providers.Add<GzipCompressionProvider>());
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        // The host must not take Ctrl+C for itself: in process, it belongs to a test runner or a PowerShell prompt.
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        configureLogging?.Invoke(builder.Logging);

        return builder.Build();
    }

    private static (Uri Address, bool IsLocal) ListeningAt(WebApplication app)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses;
        var address = new UriBuilder(addresses.First());
        // "Any address" is one to listen on, not one to connect to.
        if (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any)))
        {
            address.Host = "127.0.0.1";
        }
        return (address.Uri, addresses.All(a => new Uri(a).IsLoopback));
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
