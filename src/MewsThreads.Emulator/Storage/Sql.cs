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

/// <summary>The SQL of messages, in the manner of <see cref="ThreadSql"/>.</summary>
internal static class MessageSql
{
    /// <summary>
    /// Messages go with their thread. The index has them in the order of a page; <c>GoneMessages</c> remembers where deleted ones were,
    /// and who saw them, which no thread may be left to say.
    /// </summary>
    public const string Schema = """
        CREATE TABLE Messages (
            Id BLOB NOT NULL PRIMARY KEY,
            MessageThreadId BLOB NOT NULL REFERENCES Threads (Id) ON DELETE CASCADE,
            Text TEXT NOT NULL,
            Sender TEXT NOT NULL,
            CreatedUtc INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX MessagesByThread ON Messages (MessageThreadId, CreatedUtc, Id);
        CREATE TABLE GoneMessages (
            Id BLOB NOT NULL PRIMARY KEY,
            IntegrationId BLOB NOT NULL,
            EnterpriseId BLOB NOT NULL,
            CreatedUtc INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """;

    public const string Columns = "Id, MessageThreadId, Text, Sender, CreatedUtc";

    public const string SelectAll = $"SELECT {Columns} FROM Messages ORDER BY CreatedUtc DESC, Id DESC";

    public const string SelectOfThread =
        $"SELECT {Columns} FROM Messages WHERE MessageThreadId = $thread ORDER BY CreatedUtc DESC, Id DESC";

    public const string Insert = $"INSERT INTO Messages ({Columns}) VALUES ($id, $thread, $text, $sender, $created)";

    public const string LastIdAt =
        "SELECT Id FROM Messages WHERE MessageThreadId = $thread AND CreatedUtc = $created ORDER BY Id DESC LIMIT 1";

    // A clock that was set back must not date an update before the creation.
    public const string UpdateThread =
        "UPDATE Threads SET UpdatedUtc = max($updated, CreatedUtc), IsResolved = IsResolved AND NOT $reopens WHERE Id = $thread";

    public const string RememberGoneOfThread = $"{RememberGoneOf} WHERE Messages.MessageThreadId = $id";

    public const string RememberGone = $"{RememberGoneOf} WHERE Messages.Id = $id";

    public const string Delete = "DELETE FROM Messages WHERE Id = $id";

    public const string Clear = "DELETE FROM Messages; DELETE FROM GoneMessages";

    public const string FindCursor = """
        SELECT 1 AS Present, Threads.IntegrationId, Threads.EnterpriseId, Messages.CreatedUtc
        FROM Messages JOIN Threads ON Threads.Id = Messages.MessageThreadId WHERE Messages.Id = $id
        UNION ALL
        SELECT 0, IntegrationId, EnterpriseId, CreatedUtc FROM GoneMessages WHERE Id = $id
        LIMIT 1
        """;

    /// <summary>
    /// A page of some threads. Each seeks in the index to the position and walks back from there, no further than the limit; only
    /// what that leaves is sorted. So a page costs the same wherever it starts, however long the conversations are.
    /// </summary>
    public static string Page(bool hidesSome) => $"""
        SELECT {PageColumns} FROM json_each($threads) AS Asked CROSS JOIN Messages ON Messages.rowid IN (
            SELECT rowid FROM Messages INDEXED BY MessagesByThread
            WHERE MessageThreadId = unhex(Asked.value) AND CreatedUtc >= $low AND (CreatedUtc, Id) < ($top, $topId)
              {(hidesSome ? ThreadSql.NotHidden : "")}
            ORDER BY CreatedUtc DESC, Id DESC LIMIT $count)
        ORDER BY Messages.CreatedUtc DESC, Messages.Id DESC LIMIT $count
        """;

    // json_each has an id of its own.
    private const string PageColumns =
        "Messages.Id, Messages.MessageThreadId, Messages.Text, Messages.Sender, Messages.CreatedUtc";

    private const string RememberGoneOf = """
        INSERT OR REPLACE INTO GoneMessages
        SELECT Messages.Id, Threads.IntegrationId, Threads.EnterpriseId, Messages.CreatedUtc
        FROM Messages JOIN Threads ON Threads.Id = Messages.MessageThreadId
        """;
}
