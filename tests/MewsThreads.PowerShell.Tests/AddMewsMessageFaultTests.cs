using MewsThreads.Emulator;
using MewsThreads.Http;
using MewsThreads.Tests;

namespace MewsThreads.Commands.Tests;

/// <summary>What Add-MewsMessage does, and tells, where something fails; by virtual time.</summary>
public sealed class AddMewsMessageFaultTests : IAsyncLifetime
{
    private const string Add = "messages/add";
    private const string Get = "messages/getAll";
    private const int Runs = 300;

    private readonly VirtualTime _time = new(Emulators.Now);
    private readonly Session _session = new();
    private EmulatorHost _emulator = null!;

    public async ValueTask InitializeAsync()
    {
        _emulator = await EmulatorHost.StartAsync(new EmulatorOptions { Threads = 0, Clock = _time }, TestContext.Current.CancellationToken);
        _session.ConnectOnVirtualTime(_emulator, _time, new ConnectionOptions());
    }

    public async ValueTask DisposeAsync()
    {
        _session.Dispose();
        await _emulator.DisposeAsync();
    }

    [Theory]
    [InlineData(FaultKind.LostAnswer, true)]
    [InlineData(FaultKind.TruncatedBody, true)]
    [InlineData(FaultKind.MalformedJson, true)]
    [InlineData(FaultKind.SlowAnswer, true)]
    [InlineData(FaultKind.HtmlPage, false)]
    [InlineData(FaultKind.ServerError, false)]
    [InlineData(FaultKind.TooHeavy, false)]
    [InlineData(FaultKind.ResetBefore, false)]
    public void A_batch_whose_answer_is_lost_is_not_sent_again_and_comes_with_the_command_that_checks_it(FaultKind kind, bool isWritten)
    {
        var threads = _emulator.Insert(3);
        var before = _emulator.Messages.Add(threads[0].Id, Emulators.Now.AddMinutes(-1), text: "It's late");
        _session.Set("ids", threads.Select(thread => thread.Id).ToArray());
        _emulator.Faults.Add(new Fault { Kind = kind, Operation = Add, Times = 1, Seconds = 200 });

        var result = _session.Run("$ids | Add-MewsMessage -Text \"It's late\" -BatchSize 2");

        var error = result.AssertNonTerminating("MewsOutcomeUnknown");
        Assert.Equal(threads[2].Id, Assert.Single(result.Output).Properties["MessageThreadId"].Value);
        Assert.Equal(2, _emulator.Requests.Snapshot().Count);
        Assert.Equal([threads[0].Id, threads[1].Id], Assert.IsType<MessageDraft[]>(error.TargetObject).Select(draft => draft.MessageThreadId));
        Assert.Contains($"'It's late' in {threads[0].Id}; 'It's late' in {threads[1].Id}. What happened: ", error.ErrorDetails.Message, StringComparison.Ordinal);

        // A reply of the property meanwhile is not taken for one of ours.
        _emulator.Answer(threads[0].Id, "Never mind.");
        var found = _session.Run(Check(error)).AssertNoErrors();
        var written = _emulator.Messages.All().Where(message => message.Id != before.Id && message.Sender == "Application" && message.MessageThreadId != threads[2].Id);
        Assert.Equal(written.Select(message => message.Id).ToHashSet(), found.Ids.ToHashSet());
        Assert.Equal(isWritten ? 2 : 0, found.Output.Count);
    }

    [Fact]
    public void The_command_that_checks_a_large_batch_stays_short_and_is_right()
    {
        var threads = _emulator.Insert(1000);
        _session.Set("ids", threads.Select(thread => thread.Id).ToArray());
        _emulator.Faults.Add(new Fault { Kind = FaultKind.LostAnswer, Operation = Add });

        var error = _session.Run("$ids | Add-MewsMessage -Text Hello").AssertNonTerminating("MewsOutcomeUnknown");

        Assert.InRange(Check(error).Length, 50, 200);
        Assert.InRange(error.ErrorDetails.Message.Length, 500, 1500);
        _emulator.Faults.Clear();
        Assert.Equal(_emulator.Messages.All().Select(message => message.Id).ToHashSet(), _session.Run(Check(error)).AssertNoErrors().Ids.ToHashSet());
        Assert.Equal(1000, _emulator.Messages.All().Count);
    }

    [Fact]
    public void An_answer_that_lacks_one_of_the_messages_is_no_success()
    {
        _session.Set("id", _emulator.Insert(1)[0].Id);
        foreach (var field in new[] { "Messages", "Message", "Text", "Discriminator" })
        {
            _emulator.Faults.Clear();
            _emulator.Faults.Add(new Fault { Kind = FaultKind.MissingField, Operation = Add, Field = field });

            var result = _session.Run("$id, $id | Add-MewsMessage -Text Hello");

            result.AssertNonTerminating("MewsOutcomeUnknown");
            Assert.Empty(result.Output);
        }
    }

    [Fact]
    public void After_429_a_batch_is_looked_for_and_sent_again_if_it_is_not_there()
    {
        _session.Set("id", _emulator.Insert(1)[0].Id);
        _emulator.Faults.Add(new Fault { Kind = FaultKind.TooManyRequests, Operation = Add, Times = 2 });

        Assert.Single(_session.Run("Add-MewsMessage $id Hello").AssertNoErrors().Output);

        Assert.Equal([(Add, 429), (Get, 200), (Add, 429), (Get, 200), (Add, 200)], _emulator.Requests.Snapshot().Select(request => (request.Operation, request.Status)));
        Assert.Single(_emulator.Messages.All());
    }

    [Fact]
    public void No_message_is_written_twice_and_what_is_told_of_each_is_true()
    {
        var seed = EnvironmentNumber.Of("MEWSTHREADS_MESSAGES_SEED", Random.Shared.Next());
        var random = new Random(seed);
        var threads = _emulator.Insert(30);
        var ids = threads.Select(thread => thread.Id).ToList();
        var outcomes = new Dictionary<string, int>();
        _session.ConnectOnVirtualTime(_emulator, _time, new ConnectionOptions(), jumps: new Random(seed));

        for (var run = 0; run < Runs; run++)
        {
            // Visible at once, since a 429 may come after the writing: what no look finds is sent again, and would be written twice.
            _emulator.World = World.Random(random.Next()) with { VisibleAfterSeconds = 0 };
            _emulator.ClockOffset = TimeSpan.FromSeconds(random.Next(-4 * 3600, 4 * 3600));
            _emulator.Messages.Clear();
            _emulator.Faults.Reset(random.Next());
            _emulator.Faults.Clear();
            for (var fault = random.Next(3); fault > 0; fault--)
            {
                _emulator.Faults.Add(WriteFaults.From(random, Add, random.Next(2) == 0 ? "Messages" : "Text", random.Next(3) + 1) with { Skip = random.Next(3) });
            }

            // Now and then a thread that is not there, so that its batch is rejected.
            var records = Enumerable.Range(0, random.Next(1, 40)).Select(i => new { Thread = random.Next(40) == 0 ? Guid.NewGuid() : ids[random.Next(ids.Count)], Text = $"{i}" }).ToList();
            _session.Set("records", records);
            var result = _session.Run($$"""
                $records | ForEach-Object { [pscustomobject]@{ MessageThreadId = $_.Thread; Text = $_.Text; Identifier = "id $($_.Text)" } } |
                    Add-MewsMessage -BatchSize {{random.Next(1, 15)}}
                """);

            var told = result.Output.Select(o => (Message)o.BaseObject).Select(message => ("written", message.MessageThreadId, message.Text, message.Identifier))
                .Concat(result.Errors.SelectMany(error => ((MessageDraft[])error.TargetObject).Select(draft =>
                    (error.Exception is MewsOutcomeUnknownException ? "unknown" : "failed", draft.MessageThreadId, draft.Text, draft.Identifier))))
                .ToLookup(record => (Thread: record.MessageThreadId, record.Text), record => (Outcome: record.Item1, record.Identifier));
            var stored = _emulator.Messages.All().ToLookup(message => (Thread: message.MessageThreadId, message.Text), message => message.Id);
            var what = $"MEWSTHREADS_MESSAGES_SEED={seed} repeats it: run {run} in {_emulator.World}; {string.Join("; ", _emulator.Faults.Snapshot())}";
            Assert.True(result.Terminating is null, $"{what}: {result.Terminating}");
            Assert.True(told.Count == records.Count && stored.All(message => told.Contains(message.Key)), what);
            foreach (var record in records)
            {
                var (outcome, identifier) = told[(record.Thread, record.Text)].Single();
                var times = stored[(record.Thread, record.Text)].Count();
                var isTrue = outcome switch { "written" => times == 1, "unknown" => times <= 1, _ => times == 0 };
                Assert.True(isTrue && identifier == $"id {record.Text}", $"{what}: record {record} was said to be {outcome} and is there {times} times");
                outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
            }

            Assert.True(result.Output.Select(o => ((Message)o.BaseObject).Id).ToHashSet().IsSubsetOf(stored.SelectMany(message => message)), what);
            _time.Pass(TimeSpan.FromMinutes(10));
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"Seed {seed}: {string.Join(", ", outcomes.Select(o => $"{o.Value} {o.Key}"))}");

        // Each of them must have been put to the test.
        Assert.All(new[] { "written", "unknown", "failed" }, outcome => Assert.True(outcomes.GetValueOrDefault(outcome) > Runs / 10, outcome));
    }

    private static string Check(System.Management.Automation.ErrorRecord error)
    {
        var advice = error.ErrorDetails.RecommendedAction;
        return advice[(advice.IndexOf("Run: ", StringComparison.Ordinal) + 5)..];
    }
}
