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
