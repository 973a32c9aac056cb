using System.Collections.Concurrent;
using MewsThreads.Emulator.Faults;

namespace MewsThreads.Emulator;

/// <summary>
/// What arrived at the emulator, in order of arrival: what a test needs to count requests, and never a token. Thread-safe. Keeps the last
/// 100,000 requests, so that an emulator left running does not grow.
/// </summary>
public sealed class RequestLog
{
    private const int Capacity = 100_000;
    private readonly ConcurrentQueue<Entry> _entries = new();

    internal RequestLog()
    {
    }

    /// <summary>The requests so far. One that has no response yet has the status 0.</summary>
    /// <returns>A copy that later requests do not change.</returns>
    public IReadOnlyList<LoggedRequest> Snapshot() => [.. _entries.Select(e => e.Request)];

    /// <summary>Forgets all requests so far.</summary>
    public void Clear() => _entries.Clear();

    internal Entry Arrived(Guid requestId, DateTimeOffset receivedUtc, string operation)
    {
        var entry = new Entry { Request = new LoggedRequest { RequestId = requestId, ReceivedUtc = receivedUtc, Operation = operation } };
        _entries.Enqueue(entry);
        if (_entries.Count > Capacity)
        {
            _entries.TryDequeue(out _);
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

/// <summary>One request as the emulator saw it. What a rejected request did not get to is <see langword="null"/>.</summary>
public sealed record LoggedRequest
{
    /// <summary>The <c>Request-Id</c> of the response.</summary>
    public required Guid RequestId { get; init; }

    /// <summary>When it arrived, by <see cref="EmulatorOptions.Clock"/>, whatever <see cref="EmulatorHost.ClockOffset"/> is.</summary>
    public required DateTimeOffset ReceivedUtc { get; init; }

    /// <summary><c>resource/action</c>, such as <c>messageThreads/getAll</c>; empty when the address has not that shape.</summary>
    public required string Operation { get; init; }

    /// <summary>Status of the response; 0 while it is being worked on, and for ever where a fault resets the connection.</summary>
    public int Status { get; init; }

    /// <summary>
    /// The fault it met: the one that decided its response, or one that changed threads; <see langword="null"/> for none.
    /// </summary>
    public FaultKind? Fault { get; init; }

    /// <summary>Whether the operation was carried out, whatever became of its response: after an add, there is more than before.</summary>
    public bool Processed { get; init; }

    /// <summary>The <c>Client</c> property, name and version of the caller; <see langword="null"/> if a token was in it.</summary>
    public string? Client { get; init; }

    /// <summary><c>Limitation.Count</c>.</summary>
    public int? Count { get; init; }

    /// <summary><c>Limitation.Cursor</c>.</summary>
    public Guid? Cursor { get; init; }

    /// <summary>Number of <c>MessageThreadIds</c>; <see langword="null"/> when not given.</summary>
    public int? IdCount { get; init; }

    /// <summary>Number of <c>EnterpriseIds</c>; <see langword="null"/> when not given.</summary>
    public int? EnterpriseIdCount { get; init; }

    /// <summary>The <c>CreatedUtc</c> filter.</summary>
    public LoggedInterval? CreatedUtc { get; init; }

    /// <summary>The <c>UpdatedUtc</c> filter.</summary>
    public LoggedInterval? UpdatedUtc { get; init; }

    /// <summary>Number of threads, messages or enterprises in the response.</summary>
    public int? Returned { get; init; }
}

/// <summary>A time interval of a request, in UTC.</summary>
/// <param name="StartUtc">Its start.</param>
/// <param name="EndUtc">Its end.</param>
public readonly record struct LoggedInterval(DateTimeOffset StartUtc, DateTimeOffset EndUtc);
