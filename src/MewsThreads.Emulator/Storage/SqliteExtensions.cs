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

    public static Guid ReadId(this SqliteDataReader reader, int column) => new(reader.GetFieldValue<byte[]>(column), bigEndian: true);

    public static List<StoredThread> ReadThreads(this SqliteCommand command)
    {
        var threads = new List<StoredThread>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            // The order of ThreadSql.Columns.
            threads.Add(new StoredThread
            {
                Id = reader.ReadId(0),
                IntegrationId = reader.ReadId(1),
                EnterpriseId = reader.ReadId(2),
                OriginalSender = reader.GetString(3),
                Subject = reader.GetString(4),
                CreatedUtc = new DateTimeOffset(reader.GetInt64(5), TimeSpan.Zero),
                UpdatedUtc = new DateTimeOffset(reader.GetInt64(6), TimeSpan.Zero),
                IsResolved = reader.GetBoolean(7),
            });
        }
        return threads;
    }

    public static List<StoredMessage> ReadMessages(this SqliteCommand command)
    {
        var messages = new List<StoredMessage>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            // The order of MessageSql.Columns.
            messages.Add(new StoredMessage
            {
                Id = reader.ReadId(0),
                MessageThreadId = reader.ReadId(1),
                Text = reader.GetString(2),
                Sender = reader.GetString(3),
                CreatedUtc = new DateTimeOffset(reader.GetInt64(4), TimeSpan.Zero),
            });
        }
        return messages;
    }
}
