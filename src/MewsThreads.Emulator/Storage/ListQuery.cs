namespace MewsThreads.Emulator.Storage;

/// <summary>
/// One page of threads or messages to read: everything that decides which are on it. Instants are ticks, both bounds inclusive.
/// </summary>
internal sealed record ListQuery
{
    /// <summary>The integration whose threads are looked at.</summary>
    public required Guid IntegrationId { get; init; }

    /// <summary>Every enterprise the caller may see; a cursor must be in one of them.</summary>
    public required IReadOnlyList<Guid> Scope { get; init; }

    /// <summary>The enterprises asked for, a subset of <see cref="Scope"/>.</summary>
    public required IReadOnlyList<Guid> EnterpriseIds { get; init; }

    /// <summary>The threads asked for; <see langword="null"/> for any, which messages cannot be.</summary>
    public IReadOnlyCollection<Guid>? ThreadIds { get; init; }

    /// <summary>Bounds of the creation instant.</summary>
    public TickRange Created { get; init; } = TickRange.Everything;

    /// <summary>Bounds of the update instant, which messages do not have.</summary>
    public TickRange Updated { get; init; } = TickRange.Everything;

    /// <summary>Whether the latest update comes first, instead of the latest creation.</summary>
    public bool ByUpdate { get; init; }

    /// <summary>The item after which the page starts; <see langword="null"/> for the first page.</summary>
    public Guid? Cursor { get; init; }

    /// <summary>Threads and messages that are not found yet.</summary>
    public IReadOnlySet<Guid> Hidden { get; init; } = new HashSet<Guid>();

    /// <summary>The most items to return.</summary>
    public int Count { get; init; } = int.MaxValue;

    /// <summary>Bounds of the instant the page is sorted by.</summary>
    public TickRange SortRange => ByUpdate ? Updated : Created;

    /// <summary>Bounds of the other instant.</summary>
    public TickRange OtherRange => ByUpdate ? Created : Updated;
}

/// <summary>The outcome of a <see cref="ListQuery"/>.</summary>
/// <param name="Items">The page, in order.</param>
/// <param name="CursorState">What the cursor turned out to be.</param>
/// <param name="UnknownIds">Whether one of the threads asked for is not visible in the scope.</param>
internal sealed record Listed<T>(IReadOnlyList<T> Items, CursorState CursorState, bool UnknownIds);

/// <summary>What the cursor of a request turned out to be.</summary>
internal enum CursorState
{
    /// <summary>There was none.</summary>
    None,

    /// <summary>A visible item.</summary>
    Present,

    /// <summary>An item that was visible and has gone.</summary>
    Gone,

    /// <summary>Nothing the caller could ever see: no item, or not theirs.</summary>
    Unknown,
}

/// <summary>A range of UTC ticks, both ends inclusive.</summary>
internal readonly record struct TickRange(long Low, long High)
{
    public static TickRange Everything { get; } = new(DateTimeOffset.MinValue.Ticks, DateTimeOffset.MaxValue.Ticks);

    public bool Contains(long ticks) => Low <= ticks && ticks <= High;
}

/// <summary>A place in the order of a listing: the instant it is sorted by, then the id.</summary>
internal readonly record struct Position(long Ticks, Guid Id)
{
    /// <summary>
    /// Where a page starts that is in a range and after a cursor. Two upper bounds would leave the choice between them to SQLite; the
    /// lower one is enough. Before the smallest id of the next tick is the same as "up to this tick".
    /// </summary>
    public static Position Top(TickRange range, Position? after)
    {
        var top = new Position(range.High + 1, Guid.Empty);
        return after is { } position && position.IsAfter(top) ? position : top;
    }

    public bool IsAfter(Position other) => Ticks < other.Ticks || (Ticks == other.Ticks && Id.CompareTo(other.Id) < 0);
}
