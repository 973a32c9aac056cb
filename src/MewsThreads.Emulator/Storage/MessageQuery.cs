namespace MewsThreads.Emulator.Storage;

/// <summary>One page of messages to read: everything that decides which are on it.</summary>
internal sealed record MessageQuery
{
    /// <summary>The integration whose threads are looked at.</summary>
    public required Guid IntegrationId { get; init; }

    /// <summary>Every enterprise the caller may see; a cursor must be in one of them.</summary>
    public required IReadOnlyList<Guid> Scope { get; init; }

    /// <summary>The enterprises asked for, a subset of <see cref="Scope"/>.</summary>
    public required IReadOnlyList<Guid> EnterpriseIds { get; init; }

    /// <summary>The threads asked for.</summary>
    public required IReadOnlyCollection<Guid> ThreadIds { get; init; }

    /// <summary>Bounds of the creation instant.</summary>
    public TickRange Created { get; init; } = TickRange.Everything;

    /// <summary>The message after which the page starts; <see langword="null"/> for the first page.</summary>
    public Guid? Cursor { get; init; }

    /// <summary>Threads and messages that are not found yet.</summary>
    public IReadOnlySet<Guid> Hidden { get; init; } = new HashSet<Guid>();

    /// <summary>The most messages to return.</summary>
    public required int Count { get; init; }
}

/// <summary>The outcome of a <see cref="MessageQuery"/>.</summary>
/// <param name="Messages">The page, in order.</param>
/// <param name="CursorState">What the cursor turned out to be.</param>
/// <param name="UnknownIds">Whether one of the threads is not visible in the scope.</param>
internal sealed record MessagePage(IReadOnlyList<StoredMessage> Messages, CursorState CursorState, bool UnknownIds);
