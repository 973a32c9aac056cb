using Microsoft.Data.Sqlite;

namespace MewsThreads.Emulator.Storage;

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
