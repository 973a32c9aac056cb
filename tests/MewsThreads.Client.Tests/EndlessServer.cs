using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MewsThreads.Client.Tests;

/// <summary>
/// Answers every request with a page of the same threads, each time with other ids and another cursor, and allocates nothing while it does: what a
/// process allocates meanwhile is the client's.
/// </summary>
internal sealed class EndlessServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly byte[] _answer;
    private readonly int[] _numbersAt;
    private readonly byte[] _request = new byte[64 * 1024];
    private readonly Thread _thread;
    private Socket? _socket;

    public EndlessServer(string items)
    {
        var body = $$"""{"MessageThreads":[{{items}}],"Cursor":"00000000"}""";
        var header = $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nRequest-Id: 1\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n";
        _answer = Encoding.UTF8.GetBytes(header + body);
        _numbersAt = [.. PositionsAfter("\"Id\":\""), .. PositionsAfter("\"Cursor\":\"")];
        _listener.Start();
        _thread = new Thread(Answer) { IsBackground = true };
        _thread.Start();
    }

    public Uri Address => new($"http://{_listener.LocalEndpoint}");

    public void Dispose()
    {
        _listener.Stop();
        _socket?.Dispose();
        _thread.Join();
        _listener.Dispose();
    }

    private IEnumerable<int> PositionsAfter(string name)
    {
        var text = Encoding.Latin1.GetString(_answer);
        for (var at = text.IndexOf(name, StringComparison.Ordinal); at >= 0; at = text.IndexOf(name, at + 1, StringComparison.Ordinal))
        {
            yield return at + name.Length;
        }
    }

    private void Answer()
    {
        try
        {
            // The client keeps its one connection.
            _socket = _listener.AcceptSocket();
            _socket.NoDelay = true;
            for (var page = 1; ReceiveRequest(_socket); page++)
            {
                foreach (var at in _numbersAt)
                {
                    Utf8Formatter.TryFormat(page, _answer.AsSpan(at, 8), out _, new System.Buffers.StandardFormat('D', 8));
                }

                for (var sent = 0; sent < _answer.Length;)
                {
                    sent += _socket.Send(_answer.AsSpan(sent));
                }
            }
        }
        catch (SocketException)
        {
            // The client or the test is gone.
        }
        catch (ObjectDisposedException)
        {
            // So is it here.
        }
    }

    private bool ReceiveRequest(Socket socket)
    {
        // A body is one object, the deepest end of which closes the limitation and the body.
        for (var length = 0; ;)
        {
            var received = socket.Receive(_request.AsSpan(length));
            length += received;
            if (received == 0 || _request.AsSpan(0, length).EndsWith("}}"u8))
            {
                return received > 0;
            }
        }
    }
}
