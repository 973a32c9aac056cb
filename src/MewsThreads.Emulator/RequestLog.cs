namespace MewsThreads.Emulator;

/// <summary>
/// What arrived at the emulator, in order of arrival: what a test needs to count requests, and never a token. Thread-safe. Keeps the last
/// 100,000 requests, so that an emulator left running does not grow.
/// </summary>
public sealed class RequestLog
{
    private const int Capacity = 100_000;
    private readonly Lock _lock = new();
    private readonly Queue<Entry> _entries = new();

    internal RequestLog()
    {
    }

    /// <summary>The requests so far. One that is still being answered has the status 0.</summary>
    /// <returns>A copy that later requests do not change.</returns>
    public IReadOnlyList<LoggedRequest> Snapshot()
    {
        lock (_lock)
        {
            return [.. _entries.Select(e => e.Request)];
        }
    }

    /// <summary>Forgets all requests so far.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _entries.Clear();
        }
    }

    internal Entry Arrived(Guid requestId, DateTimeOffset receivedUtc, string operation)
    {
        var entry = new Entry { Request = new LoggedRequest { RequestId = requestId, ReceivedUtc = receivedUtc, Operation = operation } };
        lock (_lock)
        {
            if (_entries.Count == Capacity)
            {
                _entries.Dequeue();
            }
            _entries.Enqueue(entry);
        }
        return entry;
    }

    /// <summary>The place of one request; its record is replaced as more becomes known.</summary>
    internal sealed class Entry
    {
        private volatile LoggedRequest _request = null!;

        public required LoggedRequest Request
        {
            get => _request;
            set => _request = value;
        }
    }
}
