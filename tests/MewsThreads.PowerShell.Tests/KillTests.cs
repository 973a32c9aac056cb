using System.Diagnostics;
using MewsThreads.Emulator;
using MewsThreads.Tests;

namespace MewsThreads.Commands.Tests;

/// <summary>A process that does nothing but sync a file, killed at random moments.</summary>
public sealed class KillTests : IDisposable
{
    private const int Threads = 5_000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mewsthreads-");

    [Fact]
    public async Task A_file_whose_sync_is_killed_at_any_moment_is_whole_and_the_next_run_ends_right()
    {
        // A shell takes a second or two to start, so that by default there are few; MEWSTHREADS_KILLS asks for more.
        var kills = EnvironmentNumber.Of("MEWSTHREADS_KILLS", 3);
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        await using var emulator = await EmulatorHost.StartAsync(
            new EmulatorOptions { Threads = 0, LimitRequests = 0 }, TestContext.Current.CancellationToken);
        var start = DateTimeOffset.UtcNow;
        emulator.Store.Insert(Enumerable.Range(1, Threads).Select(i => Thread(start.AddMinutes(-10 * i))));
        var ids = emulator.Store.All().Select(thread => thread.Id).ToList();
        var path = Path.Combine(_folder.FullName, "threads.csv");
        var left = new Dictionary<string, int>();

        for (var kill = 0; kill < kills; kill++)
        {
            if (kill % 4 == 0)
            {
                Array.ForEach(_folder.GetFiles(), file => file.Delete());
            }

            using var shell = Start(emulator, $"'running'; while ($true) {{ Sync-MewsMessageThread '{path}' }}");
            await shell.WaitForAsync("running" + Environment.NewLine);

            // Whatever happens to be under way then: the first reading of it all, or one of many short runs.
            var until = Stopwatch.StartNew();
            for (var life = TimeSpan.FromMilliseconds(random.Next(random.Next(2) == 0 ? 300 : 2000)); until.Elapsed < life;)
            {
                emulator.Resolve(ids[random.Next(ids.Count)], random.Next(2) == 0);
                emulator.Store.Insert([Thread(DateTimeOffset.UtcNow)]);
                await Task.Delay(1, TestContext.Current.CancellationToken);
            }

            shell.Kill();
            foreach (var file in _folder.GetFiles())
            {
                left[file.Name] = left.GetValueOrDefault(file.Name) + 1;
            }

            if (File.Exists(path))
            {
                AssertWhole(SyncRow.ReadAll(path), emulator, kill, seed);
            }
        }

        using var last = Start(emulator, $"(Sync-MewsMessageThread '{path}' -PassThru).Total");
        var result = await last.EndAsync();

        TestContext.Current.TestOutputHelper!.WriteLine(
            $"Seed {seed}: after {kills} kills there were {string.Join(", ", left.Select(file => $"{file.Value} {file.Key}"))}");
        Assert.Equal((0, $"{emulator.Store.Count}\n", ""), (result.ExitCode, result.Output, result.Errors));
        AssertWhole(SyncRow.ReadAll(path), emulator, kills, seed);
        Assert.Equal(
            emulator.Store.All().Select(thread => (thread.Id, thread.IsResolved)).ToHashSet(),
            SyncRow.ReadAll(path).Select(row => (row.Id, row.IsResolved!.Value)).ToHashSet());
        Assert.Equal(["threads.csv", "threads.csv.lock", "threads.csv.state.json"], _folder.GetFiles().Select(file => file.Name).Order(StringComparer.Ordinal));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static ConsoleProcess Start(EmulatorHost emulator, string then)
    {
        var start = RealShell.StartInfo(
            "-NoProfile",
            "-Command",
            $"$ProgressPreference = 'SilentlyContinue'; Import-Module '{Session.ModulePath}'; Connect-Mews -RequestLimit 100000 -SkipVerification; {then}");
        start.Environment["MEWS_PLATFORM_ADDRESS"] = emulator.Address.AbsoluteUri;
        start.Environment["MEWS_CLIENT_TOKEN"] = DemoTokens.ClientToken;
        start.Environment["MEWS_ACCESS_TOKEN"] = DemoTokens.AccessToken;
        return new(start);
    }

    private static StoredThread Thread(DateTimeOffset created) => new()
    {
        Id = ThreadStore.NewId(created),
        OriginalSender = "Guest",
        Subject = "Room 101, \"the quiet\n one\"",
        CreatedUtc = created,
        UpdatedUtc = created,
    };

    private static void AssertWhole(IReadOnlyList<SyncRow> rows, EmulatorHost emulator, int kill, int seed)
    {
        var stored = emulator.Store.All().Select(thread => thread.Id).ToHashSet();
        var isWhole = rows.Count >= Threads
            && rows.Select(row => row.Id).ToHashSet().IsSubsetOf(stored)
            && rows.DistinctBy(row => row.Id).Count() == rows.Count
            && rows.SequenceEqual(rows.OrderBy(row => row.CreatedUtc, StringComparer.Ordinal).ThenBy(row => row.Id));
        Assert.True(isWhole, $"After kill {kill} of seed {seed}, the file of {rows.Count} rows is not whole.");
    }
}
