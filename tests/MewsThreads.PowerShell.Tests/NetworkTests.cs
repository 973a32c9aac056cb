using System.Diagnostics;
using MewsThreads.Emulator;

namespace MewsThreads.Commands.Tests;

/// <summary>
/// Proxies, certificates and connections as they are outside of a test machine. The shell reads proxies and certificates from the environment
/// when it starts, so each case is a shell of its own.
/// </summary>
public class NetworkTests
{
    private const string Password = "s3cret-of-the-proxy";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_proxy_that_tunnels_is_used_with_the_credentials_of_its_address(bool hasCredentials)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only on Linux can a certificate be trusted by an environment variable.");
        await using var emulator = await StartAsync();
        using var front = new TlsFront(emulator.Address);
        using var proxy = new ConnectProxy(credentials: hasCredentials ? $"user:{Password}" : null);

        var shown = await RunAsync(
            front,
            "Connect-Mews; (New-MewsMessageThread Guest Hello).Subject; Get-MewsConnection | Format-List *",
            ("HTTPS_PROXY", Address(proxy, hasCredentials)));

        Assert.Contains("Hello", shown, StringComparison.Ordinal);
        Assert.Contains($"CONNECT localhost:{front.Address.Port}", proxy.Received, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, shown, StringComparison.Ordinal);
        Assert.Single(emulator.Store.All());
    }

    [Theory]
    [InlineData("403 Forbidden")]
    [InlineData("407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"test\"")]
    [InlineData("502 Bad Gateway")]
    public async Task A_write_that_the_proxy_did_not_let_through_was_never_sent(string refusal)
    {
        await using var emulator = await StartAsync();
        using var front = new TlsFront(emulator.Address);
        using var proxy = new ConnectProxy(refusal);

        await AssertNeverSentAsync(front, ("HTTPS_PROXY", Address(proxy, hasCredentials: true)));

        Assert.Contains("CONNECT", proxy.Received, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TlsBehavior.Works)]
    [InlineData(TlsBehavior.Garbage)]
    [InlineData(TlsBehavior.Hangs)]
    public async Task A_write_was_never_sent_if_the_certificate_is_not_trusted_or_the_handshake_fails_or_hangs(TlsBehavior behavior)
    {
        await using var emulator = await StartAsync();
        using var front = new TlsFront(emulator.Address, behavior);

        await AssertNeverSentAsync(front, ("SSL_CERT_FILE", ""));
    }

    [Theory]
    [InlineData("http_proxy")]
    [InlineData("HTTP_PROXY")]
    [InlineData("ALL_PROXY")]
    public async Task Plain_http_never_uses_a_proxy(string variable)
    {
        await using var emulator = await StartAsync();
        using var proxy = new ConnectProxy();

        var shown = await RunAsync(emulator.Address, "Connect-Mews; (New-MewsMessageThread Guest Hello).Subject", (variable, Address(proxy, hasCredentials: false)));

        Assert.Contains("Hello", shown, StringComparison.Ordinal);
        Assert.Empty(proxy.Received);
    }

    [Fact]
    public async Task The_loopback_of_ipv6_is_this_machine_too()
    {
        await using var emulator = await EmulatorHost.StartAsync(
            new EmulatorOptions { Threads = 3, Url = "http://[::1]:0" }, TestContext.Current.CancellationToken);
        using var session = Session.ConnectedTo(emulator);

        Assert.Equal(3, session.Run("Get-MewsMessageThread").AssertNoErrors().Output.Count);
    }

    private static Task<EmulatorHost> StartAsync() =>
        EmulatorHost.StartAsync(new EmulatorOptions { Threads = 0 }, TestContext.Current.CancellationToken);

    private static string Address(ConnectProxy proxy, bool hasCredentials) => $"http://{(hasCredentials ? $"user:{Password}@" : "")}127.0.0.1:{proxy.Port}";

    private static async Task AssertNeverSentAsync(TlsFront front, (string, string) variable)
    {
        var shown = await RunAsync(
            front,
            """
            Connect-Mews -SkipVerification -MaximumRetryCount 1 -TimeoutSec 1
            New-MewsMessageThread Guest Hello -ErrorAction SilentlyContinue -ErrorVariable failed
            Add-MewsMessage ([guid]::NewGuid()) Hello -ErrorAction SilentlyContinue -ErrorVariable +failed
            $failed.FullyQualifiedErrorId
            $failed | Format-List * -Force
            $failed | Get-Error
            """,
            variable);

        Assert.Contains("MewsUnreachable,MewsThreads.Commands.NewMewsMessageThreadCommand", shown, StringComparison.Ordinal);
        Assert.Contains("MewsUnreachable,MewsThreads.Commands.AddMewsMessageCommand", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("MewsOutcomeUnknown", shown, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, shown, StringComparison.Ordinal);
    }

    private static async Task<string> RunAsync(TlsFront front, string script, (string Name, string Value) variable)
    {
        var certificate = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(certificate, front.CertificatePem, TestContext.Current.CancellationToken);
            return await RunAsync(front.Address, script, ("SSL_CERT_FILE", certificate), variable);
        }
        finally
        {
            File.Delete(certificate);
        }
    }

    /// <summary>Everything that a shell shows of a script.</summary>
    private static async Task<string> RunAsync(Uri address, string script, params (string Name, string Value)[] variables)
    {
        var start = RealShell.StartInfo("-NoProfile", "-NonInteractive", "-Command", $"Import-Module '{Session.ModulePath}'; {script}");
        start.Environment["MEWS_PLATFORM_ADDRESS"] = address.AbsoluteUri;
        start.Environment["MEWS_CLIENT_TOKEN"] = DemoTokens.ClientToken;
        start.Environment["MEWS_ACCESS_TOKEN"] = DemoTokens.AccessToken;
        start.Environment["NO_COLOR"] = "1";
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var shell = Process.Start(start)!;
        var error = shell.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        return await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken) + await error;
    }
}
