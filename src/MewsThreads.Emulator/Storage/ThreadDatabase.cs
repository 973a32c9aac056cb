using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace MewsThreads.Emulator.Storage;

/// <summary>
/// One SQLite connection with its prepared commands. One is enough, since SQLite answers a page in well under a millisecond, and
/// it makes every operation atomic: whoever uses it has it alone until its rows are read.
/// </summary>
internal sealed class ThreadDatabase : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _commands = [];
    private readonly Lock _gate = new();

    public ThreadDatabase(string? file)
    {
        // Not pooled: a pool would keep the file open after the emulator has stopped.
        var settings = new SqliteConnectionStringBuilder { DataSource = file ?? ":memory:", Pooling = false, ForeignKeys = true };
        _connection = new SqliteConnection(settings.ConnectionString);
        try
        {
            _connection.Open();
            if (file is not null)
            {
                Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
            }
            Version = ReadVersion();
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    /// <summary>Whether there is no schema yet.</summary>
    public bool IsNew => Version == 0;

    /// <summary>The version of the schema; 0 when there is none.</summary>
    public int Version { get; }

    /// <summary>A prepared command, the same one for the same text; its parameters keep their last values.</summary>
    public SqliteCommand Command(string sql)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = _connection.CreateCommand();
            command.CommandText = sql;
            _commands.Add(sql, command);
        }
        return command;
    }

    /// <summary>Runs some work while no other thread uses the connection.</summary>
    public T Alone<T>(Func<T> work)
    {
        lock (_gate)
        {
            return work();
        }
    }

    /// <summary>Runs some work alone, and wholly or not at all. Not nested.</summary>
    public T InTransaction<T>(Func<T> work) => Alone(() =>
    {
        Execute("BEGIN IMMEDIATE");
        try
        {
            var result = work();
            Execute("COMMIT");
            return result;
        }
        catch
        {
            Execute("ROLLBACK");
            throw;
        }
    });

    public void InTransaction(Action work) => InTransaction(() =>
    {
        work();
        return true;
    });

    public void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var command in _commands.Values)
            {
                command.Dispose();
            }
            _connection.Dispose();
        }
    }

    private int ReadVersion()
    {
        using var command = _connection.CreateCommand();
        // Other programs count their versions as well.
        command.CommandText = """
            SELECT user_version, (SELECT count(*) FROM sqlite_schema),
                (SELECT count(*) FROM sqlite_schema WHERE name IN ('ThreadsByCreation', 'ThreadsByUpdate'))
            FROM pragma_user_version
            """;
        using var reader = command.ExecuteReader();
        reader.Read();
        var (version, isEmpty, isOurs) = (reader.GetInt32(0), reader.GetInt32(1) == 0, reader.GetInt32(2) == 2);
        if (isEmpty && version == 0)
        {
            return 0;
        }
        if (!isOurs || version < 1)
        {
            throw new InvalidDataException("The data file is a database, but not one of this emulator.");
        }
        return version <= ThreadSql.SchemaVersion
            ? version
            : throw new InvalidDataException("The data file is one of a newer emulator.");
    }
}

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
