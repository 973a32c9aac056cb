using System.Net.Http.Headers;

namespace MewsThreads.Http;

/// <summary>
/// The sockets of a connection. An idle one is kept for the next request, and its buffer keeps the last request body, so that sockets of a
/// connection that was disconnected are closed as soon as no command uses it. Whoever goes on using it gets new ones.
/// </summary>
/// <param name="platformAddress">Where they lead to.</param>
internal sealed class HttpSockets(Uri platformAddress)
{
    /// <summary>The most requests that are sent at the same time.</summary>
    public const int Maximum = 64;

    private readonly object _lock = new();
    private HttpClient? _http;
    private int _users;
    private bool _isDisconnected;

    /// <summary>What sends requests now.</summary>
    public HttpClient Http
    {
        get
        {
            lock (_lock)
            {
                return _http ??= Make();
            }
        }
    }

    /// <summary>A command begins to use the connection.</summary>
    public void Enter()
    {
        lock (_lock)
        {
            _users++;
        }
    }

    /// <summary>A command is done with the connection.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            _users--;
            CloseUnused();
        }
    }

    /// <summary>The session is done with the connection.</summary>
    public void Disconnect()
    {
        lock (_lock)
        {
            _isDisconnected = true;
            CloseUnused();
        }
    }

    private void CloseUnused()
    {
        if (_isDisconnected && _users == 0)
        {
            _http?.Dispose();
            _http = null;
        }
    }

    private HttpClient Make()
    {
        var http = new HttpClient(new HttpClientHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,

            // A proxy would read what plain http sends; it goes to this machine alone.
            UseProxy = platformAddress.Scheme != "http",

            // .NET Framework has two by itself, which -ThrottleLimit is to exceed.
            MaxConnectionsPerServer = Maximum,
        })
        {
            // Each request has its own limit, which also covers the reading of the response.
            Timeout = Timeout.InfiniteTimeSpan,
        };
        http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("MewsThreads", ModuleVersion.Text));
        http.DefaultRequestHeaders.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        http.DefaultRequestHeaders.ExpectContinue = false;
        return http;
    }
}

/// <summary>The version that the manifest says, as the build stamped it on this assembly.</summary>
internal static class ModuleVersion
{
    public static string Text { get; } = typeof(ModuleVersion).Assembly.GetName().Version.ToString(3);
}
