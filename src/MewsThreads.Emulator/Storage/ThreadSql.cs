namespace MewsThreads.Emulator.Storage;

/// <summary>The SQL of the store. Ids are big-endian blobs, so that SQLite orders them as their text; instants are UTC ticks.</summary>
internal static class ThreadSql
{
    public const int SchemaVersion = 3;

    /// <summary>
    /// One index per sort key. Each ends with the other instant, so that a filter on it is answered from the index alone; for that,
    /// <c>Threads</c> has to keep its rowid, through which SQLite puts off reading the row.
    /// <c>Gone</c> remembers where deleted threads were: a cursor to one still has a position.
    /// </summary>
    public const string Schema = $"""
        CREATE TABLE Threads (
            Id BLOB NOT NULL PRIMARY KEY,
            IntegrationId BLOB NOT NULL,
            EnterpriseId BLOB NOT NULL,
            OriginalSender TEXT NOT NULL,
            Subject TEXT NOT NULL,
            CreatedUtc INTEGER NOT NULL,
            UpdatedUtc INTEGER NOT NULL,
            IsResolved INTEGER NOT NULL,
            CustomerId BLOB
        ) STRICT;
        CREATE INDEX ThreadsByCreation ON Threads (IntegrationId, EnterpriseId, CreatedUtc, Id, UpdatedUtc);
        CREATE INDEX ThreadsByUpdate ON Threads (IntegrationId, EnterpriseId, UpdatedUtc, Id, CreatedUtc);
        CREATE TABLE Gone (
            Id BLOB NOT NULL PRIMARY KEY,
            IntegrationId BLOB NOT NULL,
            EnterpriseId BLOB NOT NULL,
            CreatedUtc INTEGER NOT NULL,
            UpdatedUtc INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        {MessageSql.Schema}
        PRAGMA user_version = 3;
        """;

    public const string Columns = "Id, IntegrationId, EnterpriseId, OriginalSender, Subject, CreatedUtc, UpdatedUtc, IsResolved, CustomerId";

    public const string SelectAll = $"SELECT {Columns} FROM Threads ORDER BY CreatedUtc DESC, Id DESC";

    public const string SelectOne = $"SELECT {Columns} FROM Threads WHERE Id = $id";

    public const string SelectByIds =
        $"SELECT {Columns} FROM Threads WHERE Id IN (SELECT unhex(value) FROM json_each($ids))";

    public const string Count = "SELECT count(*) FROM Threads";

    public const string Insert = $"""
        INSERT INTO Threads ({Columns})
        VALUES ($id, $integration, $enterprise, $sender, $subject, $created, $updated, $resolved, $customer)
        """;

    /// <summary>Keeps what is not found yet off a page.</summary>
    public const string NotHidden = "AND Id NOT IN (SELECT unhex(value) FROM json_each($hidden))";

    public const string Update = "UPDATE Threads SET UpdatedUtc = $updated, IsResolved = $resolved WHERE Id = $id";

    public const string RememberGone = """
        INSERT OR REPLACE INTO Gone
        SELECT Id, IntegrationId, EnterpriseId, CreatedUtc, UpdatedUtc FROM Threads WHERE Id = $id
        """;

    public const string Delete = "DELETE FROM Threads WHERE Id = $id";

    /// <summary>From an older version: the first had no messages, the second no customers.</summary>
    public static string Upgrade(int version) => $"""
        {(version < 2 ? MessageSql.Schema : "")}
        ALTER TABLE Threads ADD COLUMN CustomerId BLOB;
        PRAGMA user_version = 3;
        """;

    public const string Clear = $"{MessageSql.Clear}; DELETE FROM Threads; DELETE FROM Gone";

    public const string FindCursor = """
        SELECT 1 AS Present, IntegrationId, EnterpriseId, CreatedUtc, UpdatedUtc FROM Threads WHERE Id = $id
        UNION ALL
        SELECT 0, IntegrationId, EnterpriseId, CreatedUtc, UpdatedUtc FROM Gone WHERE Id = $id
        LIMIT 1
        """;

    /// <summary>
    /// A page of some enterprises. One arm per enterprise: each seeks in the index to the position and walks back from there, and
    /// SQLite merges the sorted arms as far as the limit needs. So a page costs the same wherever it starts.
    /// </summary>
    public static string Page(int enterprises, bool byUpdate, bool hidesSome)
    {
        var (key, other, index) = byUpdate
            ? ("UpdatedUtc", "CreatedUtc", "ThreadsByUpdate")
            : ("CreatedUtc", "UpdatedUtc", "ThreadsByCreation");
        var arms = Enumerable.Range(0, enterprises).Select(i => $"""
            SELECT {Columns} FROM Threads INDEXED BY {index}
            WHERE IntegrationId = $integration AND EnterpriseId = $enterprise{i}
              AND {key} >= $low AND ({key}, Id) < ($top, $topId)
              AND {other} BETWEEN $otherLow AND $otherHigh
              {(hidesSome ? NotHidden : "")}
            """);
        return $"{string.Join("\nUNION ALL\n", arms)}\nORDER BY {key} DESC, Id DESC LIMIT $count";
    }
}
