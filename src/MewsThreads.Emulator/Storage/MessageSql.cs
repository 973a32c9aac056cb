namespace MewsThreads.Emulator.Storage;

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
