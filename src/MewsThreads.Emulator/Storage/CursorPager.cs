using Microsoft.Data.Sqlite;

namespace MewsThreads.Emulator.Storage;

/// <summary>
/// Carries out a <see cref="ListQuery"/>: finds the cursor, then what is visible after it. The caller has the database alone.
/// </summary>
internal sealed class CursorPager(ThreadDatabase database)
{
    public Listed<StoredThread> Threads(ListQuery query) => Read(query, ThreadSql.FindCursor, (asked, after) => asked is null
        ? ThreadCommand(query, after).ReadThreads()
        : Page(query, asked, after));

    public Listed<StoredMessage> Messages(ListQuery query) => Read(query, MessageSql.FindCursor, (asked, after) =>
        MessageCommand(query, asked!.Select(thread => thread.Id), after).ReadMessages());

    /// <summary>The command that reads a page of threads, ready to run.</summary>
    internal SqliteCommand ThreadCommand(ListQuery query, Position? after, string prefix = "")
    {
        var sql = ThreadSql.Page(query.EnterpriseIds.Count, query.ByUpdate, query.Hidden.Count > 0);
        var command = PageCommand(prefix + sql, query, after)
            .Set("$integration", query.IntegrationId)
            .Set("$otherLow", query.OtherRange.Low)
            .Set("$otherHigh", query.OtherRange.High);
        foreach (var (i, id) in query.EnterpriseIds.Index())
        {
            command.Set($"$enterprise{i}", id);
        }
        return command;
    }

    /// <summary>The command that reads a page of messages, ready to run.</summary>
    internal SqliteCommand MessageCommand(ListQuery query, IEnumerable<Guid> threads, Position? after, string prefix = "") =>
        PageCommand(prefix + MessageSql.Page(query.Hidden.Count > 0), query, after).Set("$threads", threads);

    private SqliteCommand PageCommand(string sql, ListQuery query, Position? after)
    {
        var top = Position.Top(query.SortRange, after);
        var command = database.Command(sql)
            .Set("$low", query.SortRange.Low)
            .Set("$top", top.Ticks)
            .Set("$topId", top.Id)
            .Set("$count", query.Count);
        return query.Hidden.Count > 0 ? command.Set("$hidden", query.Hidden) : command;
    }

    private Listed<T> Read<T>(ListQuery query, string findCursor, Func<IReadOnlyList<StoredThread>?, Position?, IReadOnlyList<T>> readPage)
    {
        var (cursor, after) = FindCursor(query, findCursor);
        if (cursor == CursorState.Unknown)
        {
            return new Listed<T>([], cursor, UnknownIds: false);
        }
        if (query.ThreadIds is null)
        {
            return new Listed<T>(readPage(null, after), cursor, UnknownIds: false);
        }
        var ids = query.ThreadIds.Distinct().ToList();
        var visible = database.Command(ThreadSql.SelectByIds).Set("$ids", ids).ReadThreads()
            .Where(t => t.IntegrationId == query.IntegrationId && query.Scope.Contains(t.EnterpriseId) && !query.Hidden.Contains(t.Id))
            .ToList();
        var asked = visible.Where(t => query.EnterpriseIds.Contains(t.EnterpriseId)).ToList();
        return new Listed<T>(readPage(asked, after), cursor, UnknownIds: visible.Count < ids.Count);
    }

    // At most 1000 threads, the limit of the array: sorting them here costs nothing.
    private static List<StoredThread> Page(ListQuery query, IEnumerable<StoredThread> threads, Position? after) =>
    [
        .. threads
            .Where(t => query.Created.Contains(t.CreatedUtc.Ticks) && query.Updated.Contains(t.UpdatedUtc.Ticks))
            .Select(t => (Thread: t, Position: new Position((query.ByUpdate ? t.UpdatedUtc : t.CreatedUtc).Ticks, t.Id)))
            .Where(t => after is null || t.Position.IsAfter(after.Value))
            .OrderByDescending(t => t.Position.Ticks).ThenByDescending(t => t.Position.Id)
            .Select(t => t.Thread)
            .Take(query.Count),
    ];

    private (CursorState Cursor, Position? Position) FindCursor(ListQuery query, string sql)
    {
        if (query.Cursor is not { } id)
        {
            return (CursorState.None, null);
        }

        using var reader = database.Command(sql).Set("$id", id).ExecuteReader();
        if (!reader.Read() || reader.ReadId(1) != query.IntegrationId || !query.Scope.Contains(reader.ReadId(2)))
        {
            return (CursorState.Unknown, null);
        }
        var ticks = reader.GetInt64(query.ByUpdate ? 4 : 3);
        return (reader.GetBoolean(0) ? CursorState.Present : CursorState.Gone, new Position(ticks, id));
    }
}
