using Microsoft.Data.Sqlite;

namespace MewsThreads.Emulator.Storage;

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
