using MewsThreads.Emulator.Worlds;
using Microsoft.Data.Sqlite;

namespace MewsThreads.Emulator.Storage;

/// <summary>One page to read: everything that decides which threads are on it. Instants are ticks, both bounds inclusive.</summary>
internal sealed record PageQuery
{
    /// <summary>The integration whose threads are looked at.</summary>
    public required Guid IntegrationId { get; init; }

    /// <summary>Every enterprise the caller may see; a cursor must be in one of them.</summary>
    public required IReadOnlyList<Guid> Scope { get; init; }

    /// <summary>The enterprises asked for, a subset of <see cref="Scope"/>.</summary>
    public required IReadOnlyList<Guid> EnterpriseIds { get; init; }

    /// <summary>The threads asked for; <see langword="null"/> for any.</summary>
    public IReadOnlyCollection<Guid>? Ids { get; init; }

    /// <summary>Bounds of the creation instant.</summary>
    public TickRange Created { get; init; } = TickRange.Everything;

    /// <summary>Bounds of the update instant.</summary>
    public TickRange Updated { get; init; } = TickRange.Everything;

    /// <summary>Whether the latest update comes first, instead of the latest creation.</summary>
    public bool ByUpdate { get; init; }

    /// <summary>The thread after which the page starts; <see langword="null"/> for the first page.</summary>
    public Guid? Cursor { get; init; }

    /// <summary>Threads that are not found yet.</summary>
    public IReadOnlySet<Guid> Hidden { get; init; } = new HashSet<Guid>();

    /// <summary>The most threads to return.</summary>
    public int Count { get; init; } = int.MaxValue;

    /// <summary>Bounds of the instant the page is sorted by.</summary>
    public TickRange SortRange => ByUpdate ? Updated : Created;

    /// <summary>Bounds of the other instant.</summary>
    public TickRange OtherRange => ByUpdate ? Created : Updated;
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

/// <summary>The outcome of a <see cref="PageQuery"/>.</summary>
/// <param name="Threads">The page, in order.</param>
/// <param name="CursorState">What the cursor turned out to be.</param>
/// <param name="UnknownIds">Whether one of the ids is not visible in the scope.</param>
internal sealed record PageResult(IReadOnlyList<StoredThread> Threads, CursorState CursorState, bool UnknownIds);

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

/// <summary>Answers a <see cref="PageQuery"/>. The caller holds the gate of the database.</summary>
internal sealed class PageReader(ThreadDatabase database)
{
    public PageResult Read(PageQuery query)
    {
        var (cursor, after) = FindCursor(query);
        if (cursor == CursorState.Unknown)
        {
            return new PageResult([], cursor, UnknownIds: false);
        }
        return query.Ids is null
            ? new PageResult(Seek(query, after), cursor, UnknownIds: false)
            : ReadByIds(query, query.Ids, cursor, after);
    }

    /// <summary>The page command of a query, ready to run.</summary>
    internal SqliteCommand PageCommand(PageQuery query, Position? after, string prefix = "")
    {
        var top = Position.Top(query.SortRange, after);
        var command = database.Command(prefix + ThreadSql.Page(query.EnterpriseIds.Count, query.ByUpdate, query.Hidden.Count > 0))
            .Set("$integration", query.IntegrationId)
            .Set("$low", query.SortRange.Low)
            .Set("$top", top.Ticks)
            .Set("$topId", top.Id)
            .Set("$otherLow", query.OtherRange.Low)
            .Set("$otherHigh", query.OtherRange.High)
            .Set("$count", query.Count);
        if (query.Hidden.Count > 0)
        {
            command.Set("$hidden", query.Hidden);
        }
        for (var i = 0; i < query.EnterpriseIds.Count; i++)
        {
            command.Set($"$enterprise{i}", query.EnterpriseIds[i]);
        }
        return command;
    }

    private List<StoredThread> Seek(PageQuery query, Position? after) => PageCommand(query, after).ReadThreads();

    private PageResult ReadByIds(PageQuery query, IReadOnlyCollection<Guid> ids, CursorState cursor, Position? after)
    {
        var distinct = ids.Distinct().ToList();
        var visible = database.Command(ThreadSql.SelectByIds)
            .Set("$ids", distinct)
            .ReadThreads()
            .Where(t => t.IntegrationId == query.IntegrationId && query.Scope.Contains(t.EnterpriseId) && !query.Hidden.Contains(t.Id))
            .ToList();

        // At most 1000 threads, the limit of the array: sorting them here costs nothing.
        var page = visible
            .Where(t => query.EnterpriseIds.Contains(t.EnterpriseId)
                && query.Created.Contains(t.CreatedUtc.Ticks) && query.Updated.Contains(t.UpdatedUtc.Ticks))
            .Select(t => (Thread: t, Position: new Position((query.ByUpdate ? t.UpdatedUtc : t.CreatedUtc).Ticks, t.Id)))
            .Where(t => after is null || t.Position.IsAfter(after.Value))
            .OrderByDescending(t => t.Position.Ticks).ThenByDescending(t => t.Position.Id)
            .Select(t => t.Thread)
            .Take(query.Count)
            .ToList();
        return new PageResult(page, cursor, UnknownIds: visible.Count < distinct.Count);
    }

    private (CursorState Cursor, Position? Position) FindCursor(PageQuery query)
    {
        if (query.Cursor is not { } id)
        {
            return (CursorState.None, null);
        }

        using var reader = database.Command(ThreadSql.FindCursor).Set("$id", id).ExecuteReader();
        if (!reader.Read() || reader.ReadId(1) != query.IntegrationId || !query.Scope.Contains(reader.ReadId(2)))
        {
            return (CursorState.Unknown, null);
        }
        var ticks = reader.GetInt64(query.ByUpdate ? 4 : 3);
        return (reader.GetBoolean(0) ? CursorState.Present : CursorState.Gone, new Position(ticks, id));
    }
}

/// <summary>Answers a <see cref="MessageQuery"/>. The caller holds the gate of the database.</summary>
internal sealed class MessageReader(ThreadDatabase database)
{
    public MessagePage Read(MessageQuery query)
    {
        var (cursor, after) = FindCursor(query);
        if (cursor == CursorState.Unknown)
        {
            return new MessagePage([], cursor, UnknownIds: false);
        }

        var asked = query.ThreadIds.Distinct().ToList();
        var visible = database.Command(ThreadSql.SelectByIds).Set("$ids", asked).ReadThreads()
            .Where(t => t.IntegrationId == query.IntegrationId && query.Scope.Contains(t.EnterpriseId) && !query.Hidden.Contains(t.Id))
            .ToList();
        var threads = visible.Where(t => query.EnterpriseIds.Contains(t.EnterpriseId)).Select(t => t.Id);
        var messages = PageCommand(query, threads, after).ReadMessages();
        return new MessagePage(messages, cursor, UnknownIds: visible.Count < asked.Count);
    }

    /// <summary>The page command of a query, ready to run.</summary>
    internal SqliteCommand PageCommand(MessageQuery query, IEnumerable<Guid> threads, Position? after, string prefix = "")
    {
        var top = Position.Top(query.Created, after);
        var command = database.Command(prefix + MessageSql.Page(query.Hidden.Count > 0))
            .Set("$threads", threads)
            .Set("$low", query.Created.Low)
            .Set("$top", top.Ticks)
            .Set("$topId", top.Id)
            .Set("$count", query.Count);
        return query.Hidden.Count > 0 ? command.Set("$hidden", query.Hidden) : command;
    }

    private (CursorState Cursor, Position? Position) FindCursor(MessageQuery query)
    {
        if (query.Cursor is not { } id)
        {
            return (CursorState.None, null);
        }

        using var reader = database.Command(MessageSql.FindCursor).Set("$id", id).ExecuteReader();
        if (!reader.Read() || reader.ReadId(1) != query.IntegrationId || !query.Scope.Contains(reader.ReadId(2)))
        {
            return (CursorState.Unknown, null);
        }
        return (reader.GetBoolean(0) ? CursorState.Present : CursorState.Gone, new Position(reader.GetInt64(3), id));
    }
}
