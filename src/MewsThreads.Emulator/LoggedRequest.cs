namespace MewsThreads.Emulator;

/// <summary>One request as the emulator saw it. What a rejected request did not get to is <see langword="null"/>.</summary>
public sealed record LoggedRequest
{
    /// <summary>The <c>Request-Id</c> of the answer.</summary>
    public required Guid RequestId { get; init; }

    /// <summary>When it arrived, by <see cref="EmulatorOptions.Clock"/>, whatever <see cref="EmulatorHost.ClockOffset"/> is.</summary>
    public required DateTimeOffset ReceivedUtc { get; init; }

    /// <summary><c>resource/action</c>, such as <c>messageThreads/getAll</c>; empty when the address has not that shape.</summary>
    public required string Operation { get; init; }

    /// <summary>Status of the answer; 0 while it is being worked on, and for ever where a fault resets the connection.</summary>
    public int Status { get; init; }

    /// <summary>
    /// The fault it met: the one that decided its answer, or one that changed threads; <see langword="null"/> for none.
    /// </summary>
    public FaultKind? Fault { get; init; }

    /// <summary>Whether the operation was carried out, whatever became of its answer: after an add, there is more than before.</summary>
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

    /// <summary>Number of threads, messages or enterprises in the answer.</summary>
    public int? Returned { get; init; }
}

/// <summary>A time interval of a request, in UTC.</summary>
/// <param name="StartUtc">Its start.</param>
/// <param name="EndUtc">Its end.</param>
public readonly record struct LoggedInterval(DateTimeOffset StartUtc, DateTimeOffset EndUtc);
