using Microsoft.Data.Sqlite;

namespace MewsThreads.Emulator.Tests;

/// <summary>A page is read by seeking to where it starts, so that the thousandth costs what the first does.</summary>
public sealed class PagePlanTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(false, 1, false)]
    [InlineData(false, 1, true)]
    [InlineData(false, 2, true)]
    [InlineData(true, 1, false)]
    [InlineData(true, 1, true)]
    [InlineData(true, 2, true)]
    public void A_page_searches_the_index_at_the_cursor_and_sorts_nothing(bool byUpdate, int enterprises, bool withCursor)
    {
        using var database = new ThreadDatabase(file: null);
        database.Execute(ThreadSql.Schema);
        var ids = new[] { DemoEnterprises.First.Id, DemoEnterprises.Second.Id }[..enterprises];
        var query = new ListQuery
        {
            IntegrationId = DemoIntegrations.Default,
            Scope = ids,
            EnterpriseIds = ids,
            Created = new TickRange(At.AddDays(-9).Ticks, At.Ticks),
            Updated = new TickRange(At.AddDays(-8).Ticks, At.Ticks),
            ByUpdate = byUpdate,
            Count = 1000,
        };
        Position? after = withCursor ? new Position(At.AddDays(-4).Ticks, Guid.NewGuid()) : null;

        var command = new CursorPager(database).ThreadCommand(query, after, prefix: "EXPLAIN QUERY PLAN ");
        var plan = Plan(command);

        var (index, key) = byUpdate ? ("ThreadsByUpdate", "UpdatedUtc") : ("ThreadsByCreation", "CreatedUtc");
        var searches = plan.Where(step => step.StartsWith("SEARCH", StringComparison.Ordinal)).ToList();
        Assert.Equal(enterprises, searches.Count);
        Assert.All(searches, step => Assert.Equal(
            $"SEARCH Threads USING INDEX {index} (IntegrationId=? AND EnterpriseId=? AND {key}>? AND ({key},Id)<(?,?))", step));
        Assert.DoesNotContain(plan, step => step.Contains("SCAN", StringComparison.Ordinal));
        Assert.DoesNotContain(plan, step => step.Contains("TEMP B-TREE", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_page_of_messages_searches_the_index_of_each_thread_at_the_cursor(bool withCursor)
    {
        using var database = new ThreadDatabase(file: null);
        database.Execute(ThreadSql.Schema);
        var query = new ListQuery
        {
            IntegrationId = DemoIntegrations.Default,
            Scope = [],
            EnterpriseIds = [],
            ThreadIds = [],
            Created = new TickRange(At.AddDays(-9).Ticks, At.Ticks),
            Count = 1000,
        };
        Position? after = withCursor ? new Position(At.AddDays(-4).Ticks, Guid.NewGuid()) : null;
        var plan = Plan(new CursorPager(database).MessageCommand(query, [Guid.NewGuid()], after, prefix: "EXPLAIN QUERY PLAN "));

        Assert.Contains(
            "SEARCH Messages USING COVERING INDEX MessagesByThread (MessageThreadId=? AND CreatedUtc>? AND (CreatedUtc,Id)<(?,?))", plan);
        Assert.Contains("SEARCH Messages USING INTEGER PRIMARY KEY (rowid=?)", plan);
        Assert.DoesNotContain(plan, step => step.StartsWith("SCAN Messages", StringComparison.Ordinal));
        // Only what the limit leaves of each thread is sorted.
        Assert.Single(plan, step => step.Contains("TEMP B-TREE", StringComparison.Ordinal));
    }

    [Fact]
    public void Ids_are_looked_up_by_key()
    {
        using var database = new ThreadDatabase(file: null);
        database.Execute(ThreadSql.Schema);
        var plan = Plan(database.Command("EXPLAIN QUERY PLAN " + ThreadSql.SelectByIds).Set("$ids", "[]"));
        Assert.Equal("SEARCH Threads USING INDEX sqlite_autoindex_Threads_1 (Id=?)", plan[0]);
        Assert.DoesNotContain("SCAN Threads", plan);
    }

    private static List<string> Plan(SqliteCommand command)
    {
        var plan = new List<string>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            plan.Add(reader.GetString(3));
        }
        return plan;
    }
}
