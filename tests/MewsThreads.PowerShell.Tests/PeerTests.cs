using System.Net;
using System.Text;
using MewsThreads.Emulator;
using MewsThreads.Tests;

namespace MewsThreads.Commands.Tests;

/// <summary>Proxies and servers that want to have the tokens, or answer a write with what is no response.</summary>
[Collection(nameof(Alone))]
public sealed class PeerTests : IDisposable
{
    private readonly Session _session = new();

    public PeerTests()
    {
        _session.Set("clientToken", Session.Secure(DemoTokens.ClientToken));
        _session.Set("accessToken", Session.Secure(DemoTokens.AccessToken));
    }

    public void Dispose() => _session.Dispose();

    [Fact]
    public async Task Plain_http_never_goes_through_a_proxy()
    {
        var atProxy = new List<string>();
        using var proxy = new RawServer(request =>
        {
            atProxy.Add(request.Head + request.Body);
            return RawResponse.Of("200 OK", "Content-Type: application/json\r\n", """{"NowUtc":"2026-08-31T12:00:00Z","Enterprise":{"Id":"851df8c8-90f2-4c4a-8e01-a4fc46b25178","Name":"Proxy"}}""");
        });
        await using var emulator = await Emulators.StartAsync();

        WithProxy(proxy.Address, emulator.Address.Port, () => _session.Connect(emulator).AssertNoErrors());

        Assert.Empty(atProxy);
        Assert.Single(emulator.Requests.Snapshot());
    }

    [Fact]
    public void The_user_info_of_a_proxy_that_refuses_is_not_shown_and_the_request_may_be_sent_again()
    {
        var asked = new List<string>();
        using var proxy = new RawServer(request =>
        {
            asked.Add(request.Target);
            return RawResponse.Of("403 Forbidden", "", "No user:s3cret here");
        });
        var address = new UriBuilder(proxy.Address) { UserName = "user", Password = "s3cret" }.Uri;

        Result result = null!;
        WithProxy(address, 443, () => result = _session.Run(
            "Connect-Mews -ClientToken $clientToken -AccessToken $accessToken -PlatformAddress https://mews.example -MaximumRetryCount 0 -Verbose -Debug"));

        var error = result.AssertTerminating("MewsUnreachable");
        Assert.Equal(["mews.example:443"], asked);
        Assert.Contains("proxy tunnel error", error.Exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", Dump.Of(error) + Dump.Of(result.Verbose), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("099 Nothing")]
    [InlineData("101 Switching Protocols")]
    [InlineData("204 No Content")]
    [InlineData("304 Not Modified")]
    [InlineData("307 Temporary Redirect")]
    [InlineData("399 What")]
    [InlineData("408 Request Timeout")]
    [InlineData("500 Internal Server Error")]
    [InlineData("999 What")]
    public void A_write_that_was_not_clearly_refused_has_an_unknown_outcome(string status)
    {
        foreach (var write in new[]
        {
            "New-MewsMessageThread -OriginalSender Jane -Subject Hello",
            "Add-MewsMessage 7f9325f6-ef44-4911-89a8-ae51010a5aa4 Hello",
            "Invoke-MewsOperation messageThreads/add @{ OriginalSender = 'Jane'; Subject = 'Hello' }",
        })
        {
            var writes = 0;
            using var server = new RawServer(request =>
            {
                writes += request.Target.EndsWith("/add", StringComparison.Ordinal) ? 1 : 0;
                return RawResponse.Of($"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            });
            ConnectTo(server);

            var result = _session.Run(write);

            Assert.StartsWith("MewsOutcomeUnknown,", (result.Terminating ?? Assert.Single(result.Errors)).FullyQualifiedErrorId, StringComparison.Ordinal);
            Assert.Equal(1, writes);
        }
    }

    [Theory]
    [InlineData("400 Bad Request", "MewsRequestRejected")]
    [InlineData("403 Forbidden", "MewsForbidden")]
    [InlineData("499 What", "MewsServerError")]
    public void A_write_that_was_refused_was_not_done(string status, string error)
    {
        using var server = new RawServer(_ => RawResponse.Of(status, "", ""));
        ConnectTo(server);

        _session.Run("New-MewsMessageThread -OriginalSender Jane -Subject Hello").AssertNonTerminating(error);
    }

    [Theory]
    [InlineData("retry-after-minus-infinity", "Get-MewsMessageThread", "MewsTooManyRequests")]
    [InlineData("retry-after-minus-infinity", "New-MewsMessageThread Jane Hello", "MewsOutcomeUnknown")]
    [InlineData("cursor-with-lone-surrogate", "Get-MewsMessageThread", "MewsProtocolError")]
    [InlineData("array-name-with-lone-surrogate", "Invoke-MewsOperation messageThreads/getAll -All", "MewsProtocolError")]
    [InlineData("created-at-last-instant", "Get-MewsMessageThread -PageSize 2", "MewsProtocolError")]
    [InlineData("now-at-last-instant", "Connect-Mews -ClientToken $clientToken -AccessToken $accessToken -PlatformAddress $address -MaximumRetryCount 0", "MewsProtocolError")]
    [InlineData("now-at-last-instant", "Sync-MewsMessageThread never.csv", "MewsProtocolError")]
    public void What_cannot_be_handled_is_an_error_of_mews(string name, string command, string error)
    {
        using var server = new RawServer(_ => Corpus(name));
        ConnectTo(server);
        _session.Set("address", server.Address);

        var result = _session.Run(command);

        Assert.StartsWith($"{error},", (result.Terminating ?? Assert.Single(result.Errors)).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cursor-with-lone-surrogate", "Invoke-MewsOperation messageThreads/getAll -All")]
    [InlineData("array-name-with-lone-surrogate", "Invoke-MewsOperation messageThreads/getAll")]
    [InlineData("array-name-with-lone-surrogate", "Invoke-MewsOperation messageThreads/add")]
    public void Half_a_character_in_a_response_keeps_nobody_from_reading_it(string name, string command)
    {
        using var server = new RawServer(_ => Corpus(name));
        ConnectTo(server);

        _session.Run(command).AssertNoErrors();
    }

    [Fact]
    public async Task A_path_with_a_character_that_no_path_can_have_is_refused()
    {
        await using var emulator = await Emulators.StartAsync();
        _session.Connect(emulator).AssertNoErrors();

        _session.Run("Sync-MewsMessageThread \"a`0.csv\"").AssertTerminating("MewsInvalidArgument");
        _session.Run("Sync-MewsMessageThread \"a`0\"").AssertTerminating("MewsInvalidArgument");
    }

    [Fact]
    public async Task Texts_with_half_a_character_are_no_raw_exception()
    {
        await using var emulator = await Emulators.StartAsync();
        _session.Connect(emulator).AssertNoErrors();
        var id = emulator.Insert(1)[0].Id;

        foreach (var command in new[]
        {
            "New-MewsMessageThread \"$([char]0xD800)\" Hello",
            $"Add-MewsMessage {id} \"$([char]0xD800)\"",
            "Invoke-MewsOperation messageThreads/add @{ OriginalSender = \"$([char]0xD800)\"; Subject = 'Hello' }",
            "Invoke-MewsOperation configuration/get @{ \"$([char]0xD800)\" = 1 }",
            "Connect-Mews -ClientToken $clientToken -AccessToken $accessToken -PlatformAddress $address -ClientName \"$([char]0xD800)\"",
        })
        {
            var result = _session.Run(command);
            Assert.All(result.Errors.Append(result.Terminating).OfType<System.Management.Automation.ErrorRecord>(), error =>
                Assert.Matches("^(Mews|ParameterArgumentValidationError,)", error.FullyQualifiedErrorId));
        }
    }

    [Fact]
    public async Task Disconnecting_closes_the_sockets_and_a_connection_that_was_kept_goes_on_working()
    {
        using var server = new RawServer(_ => Corpus("threads-last-page"));
        _session.Set("address", server.Address);
        var connection = _session.Run("Connect-Mews -ClientToken $clientToken -AccessToken $accessToken -PlatformAddress $address -SkipVerification -PassThru").Output[0];
        _session.Set("connection", connection);
        _session.Run("Get-MewsMessageThread").AssertNoErrors();
        Assert.InRange(server.Open, 1, 8);

        _session.Run("Disconnect-Mews").AssertNoErrors();
        await UntilAsync(() => server.Open == 0);

        _session.Run("Get-MewsMessageThread -Connection $connection").AssertNoErrors();
        await UntilAsync(() => server.Open == 0);
    }

    [Fact]
    public async Task Disconnecting_waits_for_a_command_of_another_runspace()
    {
        using var answer = new ManualResetEventSlim();
        using var asked = new ManualResetEventSlim();
        using var server = new RawServer(_ =>
        {
            asked.Set();
            answer.Wait();
            return Corpus("threads-last-page");
        });
        _session.Set("address", server.Address);
        var connection = _session.Run("Connect-Mews -ClientToken $clientToken -AccessToken $accessToken -PlatformAddress $address -SkipVerification -PassThru").Output[0];
        using var other = new Session();
        other.Set("connection", connection);

        var running = Task.Run(() => other.Run("Get-MewsMessageThread -Connection $connection"), TestContext.Current.CancellationToken);
        asked.Wait(TestContext.Current.CancellationToken);
        _session.Run("Disconnect-Mews").AssertNoErrors();
        Assert.InRange(server.Open, 1, 8);
        answer.Set();

        (await running).AssertNoErrors();
        await UntilAsync(() => server.Open == 0);
    }

    private static RawResponse Corpus(string name)
    {
        var (head, body) = HostilePeer.Read(name);
        var framed = System.Text.RegularExpressions.Regex.Replace(head, "\r\nContent-Length: [0-9]+", "");
        return new([.. Encoding.Latin1.GetBytes($"{framed}\r\nContent-Length: {body.Length}\r\n\r\n"), .. body], KeepAlive: true);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        // The other end hears of a close when it hears of it.
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            await Task.Delay(10, limit.Token);
        }
    }

    private void ConnectTo(RawServer server) => _session.ConnectOnVirtualTime(
        server.Address, new VirtualTime(new DateTimeOffset(2026, 11, 25, 2, 32, 45, TimeSpan.Zero)), new Http.ConnectionOptions { MaximumRetryCount = 1 });

    /// <summary>Has every client of this process, as those of a user with http_proxy set, go through a proxy to this port.</summary>
    private static void WithProxy(Uri proxy, int port, Action action)
    {
        var before = HttpClient.DefaultProxy;
        HttpClient.DefaultProxy = new ProxyTo(proxy, port);
        try
        {
            action();
        }
        finally
        {
            HttpClient.DefaultProxy = before;
        }
    }

    private sealed class ProxyTo(Uri proxy, int port) : IWebProxy
    {
        public ICredentials? Credentials { get; set; }

        public Uri GetProxy(Uri destination) => proxy;

        public bool IsBypassed(Uri host) => host.Port != port;
    }
}
