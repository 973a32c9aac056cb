using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MewsThreads.Tests;

/// <summary>A request as it was received.</summary>
internal sealed record RawRequest(string Head, string Body)
{
    private static readonly HttpClient Http = new();

    /// <summary>The operation that it calls, or the target of a CONNECT.</summary>
    public string Target => Head.Split(' ')[1].Replace("/api/connector/v1/", "", StringComparison.Ordinal);

    /// <summary>Sends it on to a server that carries it out.</summary>
    /// <returns>The body of the response.</returns>
    public string SendOn(Uri server)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, new Uri(server, Head.Split(' ')[1]));
        message.Content = new StringContent(Body, Encoding.UTF8, "application/json");
        using var response = Http.Send(message);
        using var reader = new StreamReader(response.EnsureSuccessStatusCode().Content.ReadAsStream());
        return reader.ReadToEnd();
    }
}

/// <summary>The bytes of a response, and whether the connection goes on after it.</summary>
internal sealed record RawResponse(byte[] Bytes, bool KeepAlive)
{
    /// <summary>A response with these headers and this body, as it should be.</summary>
    public static RawResponse Of(string status, string headers, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        return new([.. Encoding.Latin1.GetBytes($"HTTP/1.1 {status}\r\n{headers}Content-Length: {bytes.Length}\r\n\r\n"), .. bytes], KeepAlive: true);
    }

    /// <summary>These bytes, after which the connection is closed.</summary>
    public static RawResponse Of(string bytes) => new(Encoding.Latin1.GetBytes(bytes), KeepAlive: false);
}

/// <summary>A server that answers with whatever bytes a test says, HTTP or not.</summary>
internal sealed class RawServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<RawRequest, RawResponse> _answer;
    private int _open;

    public RawServer(Func<RawRequest, RawResponse> answer)
    {
        _answer = answer;
        _listener.Start();
        _ = AcceptAsync();
    }

    public Uri Address => new($"http://{_listener.LocalEndpoint}");

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many connections are open.</summary>
    public int Open => Volatile.Read(ref _open);

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync();
                Interlocked.Increment(ref _open);
                _ = ServeAsync(socket);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            using (socket)
            {
                socket.NoDelay = true;
                var buffer = new byte[256 * 1024];
                while (await ReceiveAsync(socket, buffer) is { } request)
                {
                    var response = _answer(request);
                    await socket.SendAsync(response.Bytes);
                    if (!response.KeepAlive)
                    {
                        socket.Shutdown(SocketShutdown.Send);
                        return;
                    }
                }
            }
        }
        catch (SocketException)
        {
            // The client is gone.
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    private static async Task<RawRequest?> ReceiveAsync(Socket socket, byte[] buffer)
    {
        var length = 0;
        while (true)
        {
            var headEnd = buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8);
            if (headEnd >= 0)
            {
                var head = Encoding.Latin1.GetString(buffer, 0, headEnd);
                var total = headEnd + 4 + ContentLength(head);
                if (length >= total)
                {
                    return new RawRequest(head, Encoding.UTF8.GetString(buffer, headEnd + 4, total - headEnd - 4));
                }
            }

            var received = await socket.ReceiveAsync(buffer.AsMemory(length));
            if (received == 0)
            {
                return null;
            }

            length += received;
        }
    }

    private static int ContentLength(string head)
    {
        const string Name = "\r\nContent-Length: ";
        var at = head.IndexOf(Name, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? 0 : int.Parse(head.AsSpan(at + Name.Length).ToString().Split('\r')[0], System.Globalization.CultureInfo.InvariantCulture);
    }
}
