using System.Net;
using System.Net.Sockets;
using MewsThreads.Emulator;
using MewsThreads.Tests;

namespace MewsThreads.Commands.Tests;

/// <summary>Ctrl+C, in whatever a command is waiting for.</summary>
public class StopTests
{
    private static readonly int Stops = EnvironmentNumber.Of("MEWSTHREADS_STOPS", 100);

    private static readonly (string Script, Fault? Fault, string Options)[] Waits =
    [
        ("Get-MewsMessageThread", Slow(FaultKind.SlowAnswer, "messageThreads/getAll"), ""),
        ("Get-MewsMessageThread", Slow(FaultKind.SlowBody, "messageThreads/getAll"), ""),
        ("New-MewsMessageThread a b", Slow(FaultKind.SlowAnswer, "messageThreads/add"), ""),
        ("$ids | Add-MewsMessage -Text Hello", Slow(FaultKind.SlowAnswer, "messages/add"), ""),
        ("$ids | Add-MewsMessage -Text Hello -BatchSize 1", null, "-RequestLimit 100000"),
        ("Get-MewsMessageThread", new Fault { Kind = FaultKind.TooManyRequests, RetryAfterSeconds = 250 }, ""),
        ("Get-MewsMessageThread", new Fault { Kind = FaultKind.ServerError, Status = 503 }, "-MaximumRetryCount 100"),
        ("Get-MewsMessageThread -PageSize 1", null, "-RequestLimit 1 -RequestLimitSec 3600"),
        ("Get-MewsMessageThread -PageSize 1", null, "-RequestLimit 100000"),
        ("$ids | Get-MewsMessageThread -PageSize 1", null, "-RequestLimit 100000"),
        ("while ($true) { Get-MewsMessageThread -First 300 }", null, "-RequestLimit 100000"),
        ("while ($true) { Sync-MewsMessageThread $file }", null, "-RequestLimit 100000"),
        ("Get-MewsMessageThread -PageSize 1 -ThrottleLimit 8", null, "-RequestLimit 100000"),
        ("Get-MewsMessageThread -PageSize 1 -ThrottleLimit 8", null, "-RequestLimit 20 -RequestLimitSec 3600"),
        ("Get-MewsMessageThread -PageSize 20 -ThrottleLimit 8", new Fault { Kind = FaultKind.SlowBody, Operation = "messageThreads/getAll", Skip = 3, Seconds = 3600 }, ""),
        ("Get-MewsMessageThread -PageSize 20 -ThrottleLimit 8", new Fault { Kind = FaultKind.TooManyRequests, Operation = "messageThreads/getAll", Skip = 3, RetryAfterSeconds = 250 }, ""),
        ("Get-MewsConversation -PageSize 20", Slow(FaultKind.SlowAnswer, "messages/getAll"), ""),
        ("while ($true) { Get-MewsConversation }", null, "-RequestLimit 100000"),
        ("Invoke-MewsOperation messageThreads/getAll $body -All -PageSize 1", null, "-RequestLimit 100000"),
    ];

    [Fact]
    public async Task Stops_at_random_moments_end_at_once_and_leave_nothing_running()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        await using var emulator = await EmulatorHost.StartAsync(
            new EmulatorOptions { Threads = 0, LimitRequests = 0 }, TestContext.Current.CancellationToken);
        emulator.Store.Insert(Enumerable.Range(1, 300).Select(i => Emulators.Thread(DateTimeOffset.UtcNow.AddMinutes(-i))));
        using var requests = new RequestCounter(emulator.Address.Port);
        using var session = new Session();
        session.Set("ids", emulator.Store.All().Select(thread => thread.Id).ToArray());
        var folder = Directory.CreateTempSubdirectory("mewsthreads-");
        session.Set("file", Path.Combine(folder.FullName, "threads.csv"));
        session.Run("$body = @{ CreatedUtc = @{ StartUtc = [datetime]::UtcNow.AddDays(-1); EndUtc = [datetime]::UtcNow } }").AssertNoErrors();
        var longest = TimeSpan.Zero;
        var afterStop = 0;

        for (var stop = 0; stop < Stops; stop++)
        {
            var (script, fault, options) = Waits[stop % Waits.Length];
            emulator.Faults.Clear();
            if (fault is not null)
            {
                emulator.Faults.Add(fault);
            }

            // A window of its own, since all connections with the same token and window share one limit, and with it a pause after a 429.
            var window = options.Contains("3600", StringComparison.Ordinal) ? options.Replace("3600", $"{3600 - stop}") : $"{options} -RequestLimitSec {31 + stop}";
            session.Connect(emulator, options: $"-SkipVerification {window}").AssertNoErrors();
            var took = await session.RunAndStopAsync(script, Task.Delay(random.Next(40), TestContext.Current.CancellationToken));

            // Connecting without verification makes no request, so whatever starts until the next command is one too many.
            var atStop = requests.Started;
            session.Connect(emulator, options: "-SkipVerification").AssertNoErrors();
            afterStop += requests.Started - atStop;
            longest = took > longest ? took : longest;
        }

        TestContext.Current.TestOutputHelper!.WriteLine(
            $"Seed {seed}: {Stops} stops, the longest took {longest.TotalMilliseconds:0} ms; {requests.Started} requests before and {afterStop} after a stop");
        Assert.Equal(0, afterStop);
        Assert.Equal(requests.Started, requests.Ended);
        emulator.Faults.Clear();
        session.Connect(emulator).AssertNoErrors();
        var synced = Assert.Single(session.Run("Sync-MewsMessageThread $file -PassThru").AssertNoErrors().Output);
        Assert.Equal((long)emulator.Store.Count, synced.Properties["Total"].Value);
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("foreach ($once in 1) { Get-MewsMessageThread -PageSize 2 | ForEach-Object { if (++$n -eq 5) { break } } }")]
    [InlineData("try { Get-MewsMessageThread -PageSize 2 | ForEach-Object { if (++$n -eq 5) { throw 'enough' } } } catch { }")]
    [InlineData("$pipeline = { Get-MewsMessageThread -PageSize 2 }.GetSteppablePipeline(); $pipeline.Begin($false); $pipeline.Dispose()")]
    public async Task A_pipeline_that_ends_early_leaves_no_request_running(string script)
    {
        await using var emulator = await Emulators.StartAsync();
        emulator.Insert(20);
        using var requests = new RequestCounter(emulator.Address.Port);
        using var session = Session.ConnectedTo(emulator);

        session.Run(script).AssertNoErrors();

        // One to connect, three pages that were wanted at most, and one that was asked for ahead.
        Assert.Equal(requests.Started, requests.Ended);
        Assert.InRange(requests.Started, 1, 5);
    }

    [Fact]
    public async Task A_stop_closes_the_connection_of_a_request_that_is_under_way()
    {
        // A server that takes the request and never answers.
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var session = new Session();
        session.Set("token", Session.Secure("token"));
        session.Run($"Connect-Mews -ClientToken $token -AccessToken $token -PlatformAddress http://{listener.LocalEndpoint} -SkipVerification").AssertNoErrors();

        // A connection without a request yet is not closed by a stop, but kept for the next command.
        async Task<TcpClient> AcceptRequestAsync()
        {
            var client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
            await client.GetStream().ReadExactlyAsync(new byte[1], TestContext.Current.CancellationToken);
            return client;
        }

        var accepting = AcceptRequestAsync();
        await session.RunAndStopAsync("Get-MewsMessageThread", accepting);

        using var accepted = await accepting;
        var buffer = new byte[4096];
        while (await accepted.GetStream().ReadAsync(buffer, TestContext.Current.CancellationToken) > 0)
        {
        }
    }

    private static Fault Slow(FaultKind kind, string operation) => new() { Kind = kind, Operation = operation, Seconds = 3600 };
}
