using MewsThreads.Http;
using MewsThreads.Sync;

namespace MewsThreads.Client.Tests;

/// <summary>Keeps the warnings, and lets a test look at each step.</summary>
internal sealed class RecordingSyncObserver(Action<string>? step = null) : ISyncObserver, IRequestObserver
{
    public List<string> Warnings { get; } = [];

    public void Report(string line) => step?.Invoke(line);

    public void Waiting(string what, TimeSpan left) => step?.Invoke("waiting");

    public void Warn(string line) => Warnings.Add(line);

    public void Read(int threads, DateTimeOffset? reachedBack) => step?.Invoke("read");

    public void Merged(long bytes, long length) => step?.Invoke("merged");
}
