using MewsThreads.Connections;
using MewsThreads.Emulator;
using MewsThreads.Http;
using MewsThreads.Tests;
using MewsThreads.Writes;

namespace MewsThreads.Client.Tests;

/// <summary>
/// Creating threads while responses get lost: a call creates its thread once or not at all, and what it tells of that is true.
/// </summary>
public class WritingProperties
{
    private static readonly int Calls = EnvironmentNumber.Of("MEWSTHREADS_WRITES", 700);

    [Fact]
    public async Task No_call_creates_two_threads_and_what_each_tells_is_true()
    {
        var seed = EnvironmentNumber.Of("MEWSTHREADS_WRITING_SEED", Random.Shared.Next());
        var random = new Random(seed);
        var time = new VirtualTime(new DateTimeOffset(2026, 8, 31, 12, 0, 0, TimeSpan.Zero));
        await using var emulator = await EmulatorHost.StartAsync(
            new EmulatorOptions { Threads = 0, Clock = time }, TestContext.Current.CancellationToken);
        var connection = Connect(emulator, time, random);
        var outcomes = new Dictionary<string, int>();

        for (var call = 0; call < Calls; call++)
        {
            // One call in ten repeats another's thread: two guests of one name with one question.
            var subject = $"Subject {(random.Next(10) == 0 ? random.Next(call + 1) : call)}";
            var world = World.Random(random.Next());
            var faults = Faults(random).ToList();
            emulator.Faults.Reset(random.Next());
            emulator.Faults.Set(faults);

            // Visible at once where a 429 comes after the writing: a call is sent again if no look finds its thread, so one that is
            // visible late would be created twice.
            emulator.World = faults.Exists(fault => fault.Kind == FaultKind.TooManyRequests && (fault.Processed || world.Refusals == Refusals.AfterWriting))
                ? world with { VisibleAfterSeconds = 0 }
                : world;

            emulator.Requests.Clear();
            var before = Ids(emulator, subject);
            var outcome = Create(connection, subject, out var returned);
            var created = Ids(emulator, subject).Except(before).ToList();

            var isTrue = outcome switch
            {
                "created" or "found" => created.Count == 1 && returned == created[0],
                "unknown" => created.Count <= 1,
                _ => created.Count == 0,
            };
            Assert.True(
                isTrue,
                $"MEWSTHREADS_WRITING_SEED={seed} repeats it: call {call} said '{outcome}' ({returned}) and created {created.Count} in {emulator.World}; {string.Join("; ", emulator.Faults.Snapshot())}");
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
            time.Pass(TimeSpan.FromSeconds(random.Next(3)));
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"Seed {seed}: {string.Join(", ", outcomes.Select(o => $"{o.Value} {o.Key}"))}");

        // Each of them must have been put to the test. A call fails for certain only after a 429 that stays.
        Assert.All(new[] { "created", "found", "unknown" }, outcome => Assert.True(outcomes.GetValueOrDefault(outcome) > Calls / 50, outcome));
        Assert.True(outcomes.GetValueOrDefault("failed") > 0, "failed");
    }

    private static MewsConnection Connect(EmulatorHost emulator, VirtualTime time, Random random)
    {
        var tokens = new Tokens(ScriptedServer.Secure(DemoTokens.ClientToken), ScriptedServer.Secure(DemoTokens.AccessToken));
        var clock = new VirtualClock(time, wrongBy: TimeSpan.FromMinutes(random.Next(-60, 60)), jumps: new Random(random.Next()));
        var client = new ConnectorClient(emulator.Address, tokens, "Test 1.0", new ConnectionOptions(), clock, random);
        return new MewsConnection(
            client, environment: null, ServerInfo.Get(client, ReadLists.Context()));
    }

    private static string Create(MewsConnection connection, string subject, out Guid returned)
    {
        var wasFound = false;
        returned = default;
        try
        {
            var writer = new ThreadWriter(connection, ReadLists.Context());
            returned = writer.Add("Guest", subject, customerId: null, _ => wasFound = true).Id;
            return wasFound ? "found" : "created";
        }
        catch (MewsOutcomeUnknownException)
        {
            return "unknown";
        }
        catch (MewsException)
        {
            return "failed";
        }
    }

    private static IEnumerable<Fault> Faults(Random random)
    {
        if (random.Next(5) == 0)
        {
            yield return new Fault { Kind = FaultKind.ClockJump, Seconds = random.Next(-4 * 3600, 4 * 3600), Skip = random.Next(3), Times = 1 };
        }

        if (random.Next(3) > 0)
        {
            yield return WriteFaults.From(random, "messageThreads/add", "MessageThreads", times: random.Next(3) == 0 ? null : 1);
        }

        // Now and then the look afterwards fails, too, or for good.
        if (random.Next(4) == 0)
        {
            yield return WriteFaults.From(random, "messageThreads/getAll", "MessageThreads", times: random.Next(2) == 0 ? null : 2);
        }
    }

    private static List<Guid> Ids(EmulatorHost emulator, string subject) =>
        [.. emulator.Store.All().Where(thread => thread.Subject == subject).Select(thread => thread.Id)];
}
