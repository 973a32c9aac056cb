using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;

namespace MewsThreads.Commands.Tests;

/// <summary>Serves each connection to a free port of this machine until it is disposed of.</summary>
internal abstract class LoopbackListener : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();

    protected LoopbackListener() => _listener.Start();

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    protected CancellationToken Stopping => _stopping.Token;

    public virtual void Dispose()
    {
        _stopping.Cancel();
        _listener.Dispose();
        _stopping.Dispose();
    }

    /// <summary>Copies both ways until one side closes.</summary>
    protected Task RelayAsync(Stream one, Stream other) => Task.WhenAny(one.CopyToAsync(other, Stopping), other.CopyToAsync(one, Stopping));

    /// <summary>Begins to accept connections, once the derived class is ready for them.</summary>
    protected async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeUntilGoneAsync(await _listener.AcceptTcpClientAsync(Stopping));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    protected abstract Task ServeAsync(NetworkStream client);

    private async Task ServeUntilGoneAsync(TcpClient client)
    {
        try
        {
            using (client)
            {
                await ServeAsync(client.GetStream());
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or AuthenticationException or ObjectDisposedException)
        {
            // A client that gave up, or the end of the test.
        }
    }
}
