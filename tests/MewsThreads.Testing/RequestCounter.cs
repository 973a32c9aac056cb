using System.Collections.Concurrent;
using System.Diagnostics;

namespace MewsThreads.Tests;

/// <summary>Counts the requests that this process starts to a port.</summary>
internal sealed class RequestCounter : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private readonly ConcurrentBag<IDisposable> _subscriptions = [];
    private readonly int _port;
    private int _started;
    private int _ended;

    public RequestCounter(int port)
    {
        _port = port;
        _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
    }

    public int Started => Volatile.Read(ref _started);

    public int Ended => Volatile.Read(ref _ended);

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == "HttpHandlerDiagnosticListener")
        {
            _subscriptions.Add(value.Subscribe(this));
        }
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Value?.GetType().GetProperty("Request")?.GetValue(value.Value) is not HttpRequestMessage request
            || request.RequestUri?.Port != _port)
        {
            return;
        }

        switch (value.Key)
        {
            case "System.Net.Http.HttpRequestOut.Start":
                Interlocked.Increment(ref _started);
                break;
            case "System.Net.Http.HttpRequestOut.Stop":
                Interlocked.Increment(ref _ended);
                break;
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose()
    {
        foreach (var subscription in _subscriptions)
        {
            subscription.Dispose();
        }
    }
}
