using MewsThreads.Http;

namespace MewsThreads.Client.Tests;

/// <summary>Keeps what it is told.</summary>
internal sealed class RecordingObserver : IRequestObserver
{
    public List<string> Lines { get; } = [];

    public List<(string What, TimeSpan Left)> Waits { get; } = [];

    public void Report(string line) => Lines.Add(line);

    public void Waiting(string what, TimeSpan left) => Waits.Add((what, left));
}
