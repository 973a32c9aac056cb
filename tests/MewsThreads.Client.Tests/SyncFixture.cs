using MewsThreads.Contract;
using MewsThreads.Emulator;
using MewsThreads.Http;
using MewsThreads.Sync;
using MewsThreads.Tests;

namespace MewsThreads.Client.Tests;

/// <summary>An emulator on virtual time, a folder, and files that are synced with it.</summary>
internal sealed class SyncFixture : IAsyncDisposable
{
    private readonly Tokens _tokens = new(ScriptedServer.Secure(DemoTokens.ClientToken), ScriptedServer.Secure(DemoTokens.AccessToken));

    private SyncFixture(EmulatorHost emulator, VirtualTime time)
    {
        Emulator = emulator;
        Time = time;
    }

    public EmulatorHost Emulator { get; }

    public VirtualTime Time { get; }

    public SyncFolder Folder { get; } = new();

    /// <summary>What the server's clock shows.</summary>
    public DateTimeOffset ServerNow => Time.GetUtcNow() + Emulator.ClockOffset;

    /// <param name="options">What the emulator is started with.</param>
    /// <param name="start">Where time begins; by default soon after the first threads there can be, so that reading them all takes few windows.</param>
    public static async Task<SyncFixture> StartAsync(EmulatorOptions? options = null, DateTimeOffset? start = null)
    {
        var time = new VirtualTime(start ?? new DateTimeOffset(2022, 4, 30, 12, 0, 0, 500, TimeSpan.Zero));
        options = (options ?? new EmulatorOptions()) with { Threads = 0, Clock = time };
        return new SyncFixture(await EmulatorHost.StartAsync(options, TestContext.Current.CancellationToken), time);
    }

    /// <summary>The same with one thread, for files that only Linux and macOS have.</summary>
    public static async Task<SyncFixture> StartOnUnixAsync()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows lets only an administrator make links, and has no named pipes among its files.");
        var fixture = await StartAsync();
        fixture.Emulator.Store.Add(fixture.ServerNow);
        return fixture;
    }

    public static RowFormat FormatOf(string path) =>
        Path.GetExtension(path) == ".csv" ? new CsvFormat(spreadsheetSafe: false, byteOrderMark: false) : new JsonLinesFormat();

    /// <param name="wrongBy">How wrong the local clock is.</param>
    /// <param name="jumps">Lets it jump by hours now and then; null to leave it.</param>
    public MewsConnection Connect(TimeSpan wrongBy = default, Random? jumps = null)
    {
        var client = new ConnectorClient(
            Emulator.Address, _tokens, "Test 1.0", new ConnectionOptions(), new VirtualClock(Time, wrongBy, jumps), new Random(1));
        return new MewsConnection(client, environment: null, server: null);
    }

    /// <summary>Runs a sync on the rules of the command: no enterprise named, ten minutes of look-back.</summary>
    public SyncResult Run(
        string path,
        Func<SyncOptions, SyncOptions>? options = null,
        MewsConnection? connection = null,
        SyncFiles? files = null,
        RecordingSyncObserver? observer = null,
        CancellationToken? cancellation = null)
    {
        var defaults = new SyncOptions(FormatOf(path), null, null, TimeSpan.FromMinutes(10), Full: false, IsDryRun: false);
        observer ??= new RecordingSyncObserver();
        return new ThreadSync(
            connection ?? Connect(),
            options?.Invoke(defaults) ?? defaults,
            files ?? new SyncFiles(path),
            observer,
            new CallContext(observer, cancellation ?? TestContext.Current.CancellationToken)).Run();
    }

    /// <summary>The rows that a file should have.</summary>
    public IReadOnlyList<SyncRow> Truth() =>
    [
        .. Emulator.Store.All()
            .OrderBy(thread => Emulator.World.Printed(thread.CreatedUtc)).ThenBy(thread => thread.Id)
            .Select(thread => new SyncRow(
                thread.Id, Printed(thread.CreatedUtc), Printed(thread.UpdatedUtc), thread.IsResolved, thread.OriginalSender, thread.Subject)),
    ];

    public async ValueTask DisposeAsync()
    {
        await Emulator.DisposeAsync();
        Folder.Dispose();
    }

    private string Printed(DateTimeOffset instant) => UtcTimestampConverter.Format(Emulator.World.Printed(instant));
}
