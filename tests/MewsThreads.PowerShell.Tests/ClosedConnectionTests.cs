using System.Text;
using MewsThreads.Emulator;
using MewsThreads.Tests;

namespace MewsThreads.Commands.Tests;

/// <summary>
/// Servers that close connections: after each response, as those do that speak HTTP/1.0; when they have been idle; or when they have just
/// received a request. The responses are the emulator's. Nothing is lost, and nothing is written twice.
/// </summary>
public sealed class ClosedConnectionTests : IAsyncLifetime
{
    private readonly VirtualTime _time = new(Emulators.Now);
    private readonly Session _session = new();
    private EmulatorHost _emulator = null!;

    /// <summary>How a server of HTTP/1.0 says where a response ends.</summary>
    public enum Ending
    {
        Close,
        Length,
        LengthAndKeptOpen,
    }

    public async ValueTask InitializeAsync() =>
        _emulator = await EmulatorHost.StartAsync(new EmulatorOptions { Threads = 0, LimitRequests = 0, Clock = _time }, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        _session.Dispose();
        await _emulator.DisposeAsync();
    }

    [Theory]
    [InlineData(Ending.Close)]
    [InlineData(Ending.Length)]
    [InlineData(Ending.LengthAndKeptOpen)]
    public void A_server_that_speaks_http_1_0_is_read_and_written_to(Ending end)
    {
        var threads = _emulator.Insert(7);
        using var server = new RawServer(request => Http10(Carry(request), end));
        Connect(server);

        var result = _session.Run("Get-MewsMessageThread -CreatedAfter 2026-08-30 -PageSize 2; New-MewsMessageThread Jane Hello | Add-MewsMessage -Text Hi").AssertNoErrors();

        Assert.Equal(threads.Select(thread => thread.Id), result.Ids.Take(7));
        Assert.Equal(8, result.Output.Count);
        Assert.Empty(result.Warnings);
        Assert.Equal(8, _emulator.Store.All().Count);
        Assert.Equal(2, Writes());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(0.999)]
    public void A_response_of_http_1_0_that_is_cut_short_is_not_taken_for_a_whole_one(double kept)
    {
        var threads = _emulator.Insert(3);
        HashSet<string> cut = [];
        using var server = new RawServer(request =>
        {
            var body = Carry(request);
            return Http10(cut.Add(request.Target) ? body[..(int)(body.Length * kept)] : body, Ending.Close);
        });
        Connect(server);

        var read = _session.Run("Get-MewsMessageThread -CreatedAfter 2026-08-30").AssertNoErrors();
        var written = _session.Run("New-MewsMessageThread Jane Hello").AssertNoErrors();

        Assert.Equal(threads.Select(thread => thread.Id), read.Ids);
        Assert.Contains("the thread was created", Assert.Single(written.Warnings), StringComparison.Ordinal);
        Assert.Contains(written.Ids[0], _emulator.Store.All().Select(thread => thread.Id));
        Assert.Equal(4, _emulator.Store.All().Count);
        Assert.Equal(1, Writes());
    }

    [Theory]
    [InlineData("Get-MewsMessageThread -CreatedAfter 2026-08-30", 0)]
    [InlineData("New-MewsMessageThread Jane Hello", 1)]
    [InlineData("Add-MewsMessage $thread Hi", 1)]
    [InlineData("Invoke-MewsOperation messageThreads/add @{ OriginalSender = 'Jane'; Subject = 'Hello' }", 1)]
    public async Task A_request_after_its_connection_was_closed_as_idle_goes_through_a_new_one_and_once(string command, int writes)
    {
        _session.Set("thread", _emulator.Insert(1)[0].Id);
        using var server = new RawServer(request => Http11(Carry(request)) with { KeepAlive = false });
        Connect(server);
        _session.Run("Get-MewsMessageThread -First 1").AssertNoErrors();
        await UntilClosedAsync(server);
        _emulator.Requests.Clear();

        var result = _session.Run(command).AssertNoErrors();

        Assert.Single(result.Output);
        Assert.Empty(result.Warnings);
        Assert.Single(_emulator.Requests.Snapshot());
        Assert.Equal(writes, Writes());
    }

    [Fact]
    public async Task A_list_is_complete_if_each_connection_is_closed_after_its_response()
    {
        var threads = _emulator.Insert(50);
        using var server = new RawServer(request => Http11(Carry(request)) with { KeepAlive = false });
        Connect(server, retries: 20);

        var result = _session.Run("Get-MewsMessageThread -CreatedAfter 2026-08-30 -PageSize 5").AssertNoErrors();

        Assert.Equal(threads.Select(thread => thread.Id), result.Ids);
        await UntilClosedAsync(server);
    }

    [Theory]
    [InlineData("New-MewsMessageThread Jane Hello", "MewsUnreachable")]
    [InlineData("Add-MewsMessage $thread Hi", "MewsUnreachable")]
    public async Task A_write_that_found_its_connection_closed_and_no_new_one_was_never_sent(string command, string error)
    {
        _session.Set("thread", _emulator.Insert(1)[0].Id);
        using var server = new RawServer(request => Http11(Carry(request)) with { KeepAlive = false });
        Connect(server);
        _session.Run("Get-MewsMessageThread -First 1").AssertNoErrors();
        await UntilClosedAsync(server);
        server.Dispose();

        var result = _session.Run(command);

        Assert.StartsWith(error + ",", (result.Terminating ?? Assert.Single(result.Errors)).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(0, Writes());
    }

    [Fact]
    public void A_read_whose_connection_is_closed_when_it_has_come_is_sent_again()
    {
        var threads = _emulator.Insert(7);
        var received = 0;

        // Every second request of a connection that was kept.
        using var server = new RawServer(request => ++received % 2 == 0 ? RawResponse.Of("") : Http11(Carry(request)));
        Connect(server);

        var result = _session.Run("Get-MewsMessageThread -CreatedAfter 2026-08-30 -PageSize 2").AssertNoErrors();

        Assert.Equal(threads.Select(thread => thread.Id), result.Ids);
        Assert.True(received > 4);
    }

    [Theory]
    [InlineData("New-MewsMessageThread Jane Hello", false)]
    [InlineData("New-MewsMessageThread Jane Hello", true)]
    [InlineData("Add-MewsMessage $thread Hi", false)]
    [InlineData("Add-MewsMessage $thread Hi", true)]
    [InlineData("Invoke-MewsOperation messageThreads/add @{ OriginalSender = 'Jane'; Subject = 'Hello' }", false)]
    [InlineData("Invoke-MewsOperation messageThreads/add @{ OriginalSender = 'Jane'; Subject = 'Hello' }", true)]
    public void A_write_whose_connection_is_closed_when_it_has_come_is_sent_once(string command, bool isCarriedOut)
    {
        _session.Set("thread", _emulator.Insert(1)[0].Id);
        var received = 0;
        using var server = new RawServer(request =>
        {
            if (!request.Target.EndsWith("/add", StringComparison.Ordinal))
            {
                return Http11(Carry(request));
            }

            received++;
            if (isCarriedOut)
            {
                Carry(request);
            }

            return RawResponse.Of("");
        });
        Connect(server);
        _session.Run("Get-MewsMessageThread -First 1").AssertNoErrors();
        Assert.Equal(1, server.Open);

        var result = _session.Run(command);

        Assert.Equal(1, received);
        if (isCarriedOut && command.StartsWith("New-", StringComparison.Ordinal))
        {
            Assert.Single(result.AssertNoErrors().Warnings);
            Assert.Single(result.Output);
        }
        else
        {
            Assert.StartsWith("MewsOutcomeUnknown,", (result.Terminating ?? Assert.Single(result.Errors)).FullyQualifiedErrorId, StringComparison.Ordinal);
        }
    }

    private static async Task UntilClosedAsync(RawServer server)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (server.Open > 0)
        {
            await Task.Delay(10, limit.Token);
        }
    }

    private void Connect(RawServer server, int retries = 2) =>
        _session.ConnectOnVirtualTime(server.Address, _time, new Http.ConnectionOptions { MaximumRetryCount = retries, RequestLimit = 100_000 });

    private int Writes() => _emulator.Requests.Snapshot().Count(request => request.Operation?.EndsWith("/add", StringComparison.Ordinal) is true);

    /// <summary>What the emulator responds.</summary>
    private string Carry(RawRequest request) => request.SendOn(_emulator.Address);

    private string Headers() => $"Content-Type: application/json\r\nDate: {_time.GetUtcNow():R}\r\n";

    private RawResponse Http11(string body) => RawResponse.Of("200 OK", Headers(), body);

    private RawResponse Http10(string body, Ending end)
    {
        var length = end == Ending.Close ? "" : $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n";
        var kept = end == Ending.LengthAndKeptOpen ? "Connection: keep-alive\r\n" : "";
        var bytes = Encoding.UTF8.GetBytes($"HTTP/1.0 200 OK\r\n{Headers()}{length}{kept}\r\n{body}");
        return new RawResponse(bytes, KeepAlive: end == Ending.LengthAndKeptOpen);
    }
}
