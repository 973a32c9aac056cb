using System.Net.Sockets;
using System.Text;

namespace MewsThreads.Commands.Tests;

/// <summary>An HTTP proxy that tunnels (CONNECT), or refuses to, and keeps what it was sent.</summary>
internal sealed class ConnectProxy : LoopbackListener
{
    private readonly StringBuilder _received = new();
    private readonly string? _refusal;
    private readonly string? _credentials;

    /// <param name="refusal">The status line for every request; null to tunnel.</param>
    /// <param name="credentials"><c>user:password</c> that it insists on; null for none.</param>
    public ConnectProxy(string? refusal = null, string? credentials = null)
    {
        _refusal = refusal;
        _credentials = credentials;
        _ = AcceptAsync();
    }

    /// <summary>The heads of all requests.</summary>
    public string Received
    {
        get
        {
            lock (_received)
            {
                return _received.ToString();
            }
        }
    }

    protected override async Task ServeAsync(NetworkStream client)
    {
        while (await ReadHeadAsync(client) is { Length: > 0 } head)
        {
            if (Refusal(head) is not { } refusal)
            {
                var target = head.Split(' ')[1].Split(':');
                using var server = new TcpClient();
                await server.ConnectAsync(target[0], int.Parse(target[1], null), Stopping);
                await client.WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray(), Stopping);
                await RelayAsync(client, server.GetStream());
                return;
            }

            await client.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {refusal}\r\nContent-Length: 0\r\n\r\n"), Stopping);
        }
    }

    private string? Refusal(string head)
    {
        if (_refusal is not null || !head.StartsWith("CONNECT ", StringComparison.Ordinal))
        {
            return _refusal ?? "405 Method Not Allowed";
        }

        var expected = _credentials is null ? null : Convert.ToBase64String(Encoding.ASCII.GetBytes(_credentials));
        return expected is null || head.Contains($"Basic {expected}", StringComparison.Ordinal)
            ? null
            : "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"test\"";
    }

    private async Task<string> ReadHeadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var buffer = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(buffer, Stopping) == 1)
        {
            head.Append((char)buffer[0]);
        }

        lock (_received)
        {
            _received.Append(head);
        }

        return head.ToString();
    }
}
