using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace MewsThreads.Emulator.Storage;

/// <summary>Threads and messages to and from SQLite commands.</summary>
internal static class SqliteExtensions
{
    /// <summary>Sets a parameter, which a prepared command has from its last use.</summary>
    public static SqliteCommand Set(this SqliteCommand command, string name, object value)
    {
        var index = command.Parameters.IndexOf(name);
        if (index < 0)
        {
            command.Parameters.AddWithValue(name, value);
        }
        else
        {
            command.Parameters[index].Value = value;
        }
        return command;
    }

    /// <summary>Sets a parameter to an id.</summary>
    public static SqliteCommand Set(this SqliteCommand command, string name, Guid id) =>
        command.Set(name, (object)id.ToByteArray(bigEndian: true));

    /// <summary>Sets a parameter to a list of ids.</summary>
    public static SqliteCommand Set(this SqliteCommand command, string name, IEnumerable<Guid> ids) =>
        command.Set(name, (object)JsonSerializer.Serialize(ids.Select(id => id.ToString("N"))));

    public static Guid ReadId(this SqliteDataReader reader, int column) => new(reader.GetFieldValue<byte[]>(column), bigEndian: true);

    public static List<StoredThread> ReadThreads(this SqliteCommand command) => command.ReadAll(reader => new StoredThread
    {
        // The order of ThreadSql.Columns.
        Id = reader.ReadId(0),
        IntegrationId = reader.ReadId(1),
        EnterpriseId = reader.ReadId(2),
        OriginalSender = reader.GetString(3),
        Subject = reader.GetString(4),
        CreatedUtc = new DateTimeOffset(reader.GetInt64(5), TimeSpan.Zero),
        UpdatedUtc = new DateTimeOffset(reader.GetInt64(6), TimeSpan.Zero),
        IsResolved = reader.GetBoolean(7),
        CustomerId = reader.IsDBNull(8) ? null : reader.ReadId(8),
    });

    public static List<StoredMessage> ReadMessages(this SqliteCommand command) => command.ReadAll(reader => new StoredMessage
    {
        // The order of MessageSql.Columns.
        Id = reader.ReadId(0),
        MessageThreadId = reader.ReadId(1),
        Text = reader.GetString(2),
        Sender = reader.GetString(3),
        CreatedUtc = new DateTimeOffset(reader.GetInt64(4), TimeSpan.Zero),
    });

    private static List<T> ReadAll<T>(this SqliteCommand command, Func<SqliteDataReader, T> read)
    {
        var rows = new List<T>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }
        return rows;
    }
}
