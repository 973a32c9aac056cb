using System.Collections.Concurrent;
using System.Globalization;
using MewsThreads.Emulator;
using MewsThreads.Tests;

namespace MewsThreads.Client.Tests;

/// <summary>
/// Random histories: threads come and change, some of them visible late, while runs fail, are killed at any step or complete. At any time
/// the file is whole; after the last run it is what the store holds.
/// </summary>
public class SyncProperties
{
    private static readonly int Histories = EnvironmentNumber.Of("MEWSTHREADS_HISTORIES", 150);

    [Fact]
    public async Task After_the_last_run_the_file_is_what_the_store_holds()
    {
        var seeds = new CaseSeeds("MEWSTHREADS_SYNC_SEED");
        var histories = seeds.Take(Histories);
        var outcomes = new ConcurrentDictionary<string, int>();
        const int hosts = 4;

        await Parallel.ForAsync(0, hosts, TestContext.Current.CancellationToken, async (at, _) =>
        {
            await using var fixture = await SyncFixture.StartAsync(new EmulatorOptions(), seeds.Began);
            foreach (var seed in histories.Where(seed => seed % hosts == at))
            {
                var began = fixture.Time.GetUtcNow();
                try
                {
                    Run(fixture, seed, outcome => outcomes.AddOrUpdate(outcome, 1, (_, n) => n + 1));
                }
                catch (Exception e)
                {
                    throw new InvalidOperationException($"{seeds.ToRepeat(seed, began)}, in {fixture.Emulator.World}.", e);
                }
            }
        });

        var summary = string.Join(", ", outcomes.OrderByDescending(o => o.Value).Select(o => $"{o.Value} {o.Key}"));
        TestContext.Current.TestOutputHelper!.WriteLine(summary);
        if (!seeds.AreRepeated)
        {
            // Each of them must have been put to the test.
            Assert.All(
                new[] { "completed", "killed", "MewsSyncException", "MewsApiException", "took over" },
                outcome => Assert.True(outcomes.GetValueOrDefault(outcome) > Histories / 200, $"{outcome} in {summary}"));
        }
    }

    private static void Run(SyncFixture fixture, int seed, Action<string> count)
    {
        var random = new Random(seed);
        fixture.Emulator.World = World.Random(seed);
        var history = new SyncHistory(fixture, random);
        var path = fixture.Folder.File($"{seed}{(random.Next(2) == 0 ? ".csv" : ".jsonl")}");
        // What is visible later than the look-back reaches cannot be found: that is what the look-back is for.
        var late = TimeSpan.FromSeconds(fixture.Emulator.World.VisibleAfterSeconds);
        var lookBack = late + TimeSpan.FromSeconds(random.Next(0, 1200));
        var wrongBy = TimeSpan.FromSeconds(random.Next(-3600, 3600));
        fixture.Emulator.ClockOffset = TimeSpan.FromSeconds(random.Next(-3600, 3600));
        history.Begin();
        for (var runs = random.Next(1, 6); runs > 0; runs--)
        {
            GoOn(history, random, lookBack);
            var started = history.Start();
            fixture.Emulator.Faults.Clear();
            fixture.Emulator.Faults.Reset(random.Next());
            fixture.Emulator.Faults.Add(random.Next(2) == 0 ? [] : RandomFaults.From(random, "messageThreads/getAll").Where(IsNoJump).Select(WithFlags));
            fixture.Emulator.Faults.Add(history.SettingOfClock());
            var steps = new DoomedFiles(path, random, random.Next(3) == 0 ? int.MaxValue : random.Next(25), random.Next(8) == 0);
            var outcome = Outcome(() => fixture.Run(
                path,
                options => options with { LookBack = lookBack, Full = random.Next(20) == 0 },
                fixture.Connect(wrongBy, random),
                steps,
                new RecordingSyncObserver(line =>
                {
                    if (line.Contains("taken over", StringComparison.Ordinal))
                    {
                        count("took over");
                    }

                    steps.Step();

                    // Mews does not stand still while it is read.
                    if (random.Next(4) == 0)
                    {
                        history.GoOn(lookBack);
                    }
                })));
            count(outcome);
            history.End(started, outcome == "completed");
            steps.Tear();
            if (File.Exists(path))
            {
                AssertWhole(SyncRow.ReadAll(path), fixture);
            }
        }

        fixture.Emulator.Faults.Clear();
        GoOn(history, random, lookBack);
        fixture.Time.Pass(late);
        history.Start();
        var hadBefore = File.Exists(path) ? SyncRow.ReadAll(path) : [];
        var result = fixture.Run(path, options => options with { LookBack = lookBack }, fixture.Connect(wrongBy, random));
        var rows = SyncRow.ReadAll(path);
        Assert.Equal(fixture.Truth(), rows);
        Assert.Equal(rows.Count, result.Total);
        Assert.Equal(rows.Count - hadBefore.Count, result.Added);
        Assert.Equal(rows.Intersect(hadBefore).Count(), result.Unchanged);

        // Once more, with nothing new: not a byte changes, nor anything on the disk but the state.
        var written = File.GetLastWriteTimeUtc(path);
        var again = fixture.Run(path, options => options with { LookBack = lookBack }, fixture.Connect(wrongBy, random));
        Assert.Equal((0, 0, rows.Count), (again.Added, again.Updated, again.Unchanged));
        Assert.Equal(written, File.GetLastWriteTimeUtc(path));
        Assert.Equal(
            new[] { "", ".lock", ".state.json" },
            Directory.GetFiles(fixture.Folder.Path).Select(file => file[path.Length..]).Order(StringComparer.Ordinal));
        Array.ForEach(Directory.GetFiles(fixture.Folder.Path), File.Delete);
    }

    private static void GoOn(SyncHistory history, Random random, TimeSpan latest)
    {
        history.GoOn(latest);
        if (random.Next(3) == 0)
        {
            history.SetClock();
            history.GoOn(latest);
        }
    }

    // The history sets the clock itself.
    private static bool IsNoJump(Fault fault) => fault.Kind != FaultKind.ClockJump;

    // A thread without IsResolved is one that Mews may send, and then the row has none.
    private static Fault WithFlags(Fault fault) => fault.Field == "IsResolved" ? fault with { Field = "Subject" } : fault;

    private static string Outcome(Action run)
    {
        try
        {
            run();
            return "completed";
        }
        catch (DoomedFiles.KilledException)
        {
            return "killed";
        }
        catch (MewsException e) when (e is not MewsSyncException || e.Failure == Failure.SyncFileInaccessible)
        {
            return e.GetType().Name;
        }
    }

    // Rows may be old, but none is twice, none is from nowhere, and they are in order.
    private static void AssertWhole(IReadOnlyList<SyncRow> rows, SyncFixture fixture)
    {
        var created = fixture.Truth().ToDictionary(row => row.Id, row => row.CreatedUtc);
        Assert.All(rows, row => Assert.Equal(created[row.Id], row.CreatedUtc));
        Assert.Equal(rows.OrderBy(row => DateTimeOffset.Parse(row.CreatedUtc, CultureInfo.InvariantCulture)).ThenBy(row => row.Id).Select(row => row.Id), rows.Select(row => row.Id));
        Assert.Equal(rows.Count, rows.DistinctBy(row => row.Id).Count());
    }
}
