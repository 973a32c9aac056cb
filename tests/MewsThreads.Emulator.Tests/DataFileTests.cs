namespace MewsThreads.Emulator.Tests;

/// <summary>A store in a file.</summary>
public sealed class DataFileTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("mews-emulator-");

    private string File => Path.Combine(_directory.FullName, "threads.db");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task It_survives_a_restart_and_is_seeded_only_when_new()
    {
        IReadOnlyList<StoredThread> before;
        IReadOnlyList<StoredMessage> messages;
        Guid gone;
        await using (var api = await StartAsync(threads: 20))
        {
            Assert.Equal(620, api.Store.Count);
            await api.PostAsync(TestApi.AddThread, TestApi.Body(("OriginalSender", "John Doe"), ("Subject", "Added")));
            before = api.Store.All();
            Assert.Equal("Added", before[0].Subject);
            api.Host.Answer(before[0].Id, "Kept");
            before = api.Store.All();
            messages = api.Messages.All();
            gone = api.Store.VisibleTo(DemoTokens.ClientToken, DemoTokens.AccessToken)[1].Id;
        }

        await using (var api = await StartAsync(threads: 30))
        {
            Assert.Equal(before, api.Store.All());
            Assert.Equal(messages, api.Messages.All());
            api.Store.Delete(gone);
        }

        await using (var api = await StartAsync(threads: 30))
        {
            // The place of a deleted thread is kept, too.
            var answer = await api.PostAsync(TestApi.GetAll, TestApi.Page(("Limitation", TestApi.Limitation(10, gone))));
            Assert.Equal(System.Net.HttpStatusCode.OK, answer.Status);
            api.Store.Clear();
        }

        await using (var api = await StartAsync(threads: 30))
        {
            Assert.Empty(api.Store.All());
        }
    }

    [Fact]
    public async Task The_file_is_released_and_whole_when_the_emulator_has_stopped()
    {
        await using (await StartAsync(threads: 5))
        {
        }
        // No journal beside it: it can be copied or thrown away.
        Assert.Equal([File], Directory.GetFiles(_directory.FullName));
        System.IO.File.Delete(File);
    }

    [Fact]
    public async Task A_file_from_before_there_were_messages_is_upgraded()
    {
        IReadOnlyList<StoredThread> before;
        await using (var api = await StartAsync(threads: 5))
        {
            before = api.Store.All();
        }
        Execute("DROP TABLE Messages; DROP TABLE GoneMessages; ALTER TABLE Threads DROP COLUMN CustomerId; PRAGMA user_version = 1");

        await using (var api = await StartAsync(threads: 5))
        {
            Assert.Equal(before, api.Store.All());
            Assert.Empty(api.Messages.All());
            api.Host.Answer(before[0].Id, "Kept");
        }
        await using (var api = await StartAsync(threads: 5))
        {
            Assert.Equal("Kept", Assert.Single(api.Messages.All()).Text);
        }
    }

    [Fact]
    public async Task A_file_from_before_there_were_customers_is_upgraded()
    {
        IReadOnlyList<StoredThread> before;
        await using (var api = await StartAsync(threads: 5))
        {
            before = api.Store.All();
        }
        Execute("ALTER TABLE Threads DROP COLUMN CustomerId; PRAGMA user_version = 2");

        StoredThread added;
        await using (var api = await StartAsync(threads: 5))
        {
            Assert.Equal(before, api.Store.All());
            added = api.Store.Add(TestApi.Now, customerId: DemoCustomers.Second);
        }
        await using (var api = await StartAsync(threads: 5))
        {
            Assert.Equal(added, api.Store.Find(added.Id));
        }
    }

    [Fact]
    public async Task A_file_of_a_newer_emulator_is_left_alone()
    {
        await using (await StartAsync(threads: 5))
        {
        }
        Execute("PRAGMA user_version = 4");
        var e = await Assert.ThrowsAsync<InvalidDataException>(() => StartAsync(threads: 5));
        Assert.Contains("newer", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_database_of_something_else_is_left_alone(int version)
    {
        Execute($"CREATE TABLE Precious (Id INTEGER); PRAGMA user_version = {version}");
        await Assert.ThrowsAsync<InvalidDataException>(() => StartAsync(threads: 5));
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_left_alone()
    {
        await System.IO.File.WriteAllTextAsync(File, new string('x', 5000), TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<Microsoft.Data.Sqlite.SqliteException>(() => StartAsync(threads: 5));
        Assert.Equal(5000, new FileInfo(File).Length);
    }

    private void Execute(string sql)
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private Task<TestApi> StartAsync(int threads) => TestApi.StartAsync(o => o with { DataFile = File, Threads = threads });
}
