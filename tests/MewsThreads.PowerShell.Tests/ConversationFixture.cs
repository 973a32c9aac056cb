using MewsThreads.Emulator;
using MewsThreads.Http;
using MewsThreads.Tests;

namespace MewsThreads.Commands.Tests;

/// <summary>An emulator on virtual time, and a session that reads random conversations from it with random arguments, one case after the other.</summary>
internal sealed class ConversationFixture(EmulatorHost emulator, VirtualTime time) : IAsyncDisposable
{
    private static readonly string[] Senders = [MessageSenders.Application, MessageSenders.Enterprise, "Guest"];

    // What the case before it was allowed to do to the limit of the token is over.
    private static readonly TimeSpan BetweenCases = TimeSpan.FromMinutes(10);

    private readonly Session _session = new();

    /// <summary>The seeds of the cases.</summary>
    public static CaseSeeds Seeds { get; } = new("MEWSTHREADS_CONVERSATION_SEED");

    public static async Task<ConversationFixture> StartAsync()
    {
        var time = new VirtualTime((Seeds.Began ?? Emulators.Now) - BetweenCases);
        return new(await EmulatorHost.StartAsync(new EmulatorOptions { Threads = 0, Clock = time }, TestContext.Current.CancellationToken), time);
    }

    public async ValueTask DisposeAsync()
    {
        _session.Dispose();
        await emulator.DisposeAsync();
    }

    public ConversationRun Run(int seed, bool withFaults)
    {
        emulator.Faults.Clear();
        emulator.Store.Clear();
        emulator.ClockOffset = TimeSpan.Zero;
        emulator.World = World.Random(seed);
        time.Pass(BetweenCases);
        var began = time.GetUtcNow();
        var random = new Random(seed);
        Fill(random, began);
        List<StoredThread> threads = [.. emulator.Store.All()];
        var told = threads.ToDictionary(thread => thread.Id, thread => Told(thread, [.. emulator.Messages.Of(thread.Id).Reverse()]));

        // With faults, clocks jump and threads are updated.
        TimeSpan? limit = !withFaults && random.Next(3) == 0 ? TimeSpan.FromSeconds(random.Next(3 * 86_400)) : null;
        var isUnanswered = random.Next(3) == 0;
        var first = random.Next(3) == 0 ? random.Next(1, 30) : 0;
        var after = began.AddSeconds(-random.Next(1, 89 * 86_400));
        var isById = random.Next(3) == 0;
        Guid[] unknown = isById ? [.. Enumerable.Range(0, random.Next(3)).Select(_ => Guid.NewGuid())] : [];
        List<Guid> asked = [.. threads.Where(thread => isById || emulator.World.Compared(thread.CreatedUtc) >= after).Select(thread => thread.Id)];
        emulator.Faults.Reset(seed);
        emulator.Faults.Add(withFaults ? [.. RandomFaults.From(random, "messages/getAll"), .. RandomFaults.From(random, "messageThreads/getAll")] : []);

        _session.ConnectOnVirtualTime(emulator, time, new ConnectionOptions(), jumps: new Random(seed));
        Guid[] ids = [.. asked, .. unknown];
        random.Shuffle(ids);
        _session.Set("ids", ids);
        _session.Set("after", after);
        _session.Set("limit", limit);
        var arguments = $"-PageSize {(random.Next(2) == 0 ? 1000 : random.Next(5, 60))}{(first > 0 ? $" -First {first}" : "")}"
            + $"{(isUnanswered ? " -Unanswered" : "")}{(limit is null ? "" : " -WaitingLongerThan $limit")}";
        var result = _session.Run(isById ? $"$ids | Get-MewsConversation {arguments}" : $"Get-MewsConversation -CreatedAfter $after {arguments}");
        var ended = time.GetUtcNow();

        // Mews tells whole seconds, and time passes while it is read.
        bool Must(ToldConversation conversation) => (!isUnanswered || conversation.WaitingSince is not null)
            && (limit is null || began.AddSeconds(-2) - conversation.WaitingSince > limit);
        bool May(ToldConversation conversation) => (!isUnanswered || conversation.WaitingSince is not null)
            && (limit is null || ended - conversation.WaitingSince > limit);
        return new(
            $"{Seeds.ToRepeat(seed, began)}, {(isById ? "by id" : "listed")} {arguments}, in {emulator.World}",
            result,
            told,
            [.. asked.Where(id => Must(told[id]))],
            [.. asked.Where(id => May(told[id]))],
            first == 0 ? int.MaxValue : first,
            isById,
            [.. unknown]);
    }

    private void Fill(Random random, DateTimeOffset now)
    {
        var world = emulator.World;

        // Now and then more than a request's worth. What is stored may be finer than what is printed.
        var count = random.Next(30) == 0 ? random.Next(900, 2300) : random.Next(40);
        List<StoredThread> threads = [.. Enumerable.Range(0, count).Select(_ =>
        {
            var created = world.Stored(now.AddSeconds(-random.Next(1, 89 * 86_400)).AddTicks(random.Next(2) * random.NextInt64(TimeSpan.TicksPerSecond)));
            return Emulators.Thread(created) with { IsResolved = random.Next(4) == 0 };
        })];
        emulator.Store.Insert(threads);
        emulator.Messages.Insert(threads.Where(_ => random.Next(count) < 60).SelectMany(thread => Enumerable.Range(0, random.Next(6)).Select(_ =>
        {
            // Some within the same second, or the same instant.
            var created = world.Stored(thread.CreatedUtc.AddTicks(random.Next(3) * random.NextInt64(30 * TimeSpan.TicksPerSecond)));
            return new StoredMessage
            {
                Id = ThreadStore.NewId(created, random),
                MessageThreadId = thread.Id,
                Text = $"Text {random.Next()}",
                Sender = Senders[random.Next(3)],
                CreatedUtc = created,
            };
        })));
    }

    /// <summary>What is to be said of a thread with these messages, oldest first.</summary>
    private ToldConversation Told(StoredThread thread, List<StoredMessage> messages)
    {
        DateTimeOffset Printed(StoredMessage message) => emulator.World.Printed(message.CreatedUtc);
        var isReply = messages.ConvertAll(message => message.Sender == MessageSenders.Enterprise);
        var lastReply = isReply.LastIndexOf(true);
        var firstQuestion = isReply.IndexOf(false);
        var firstReply = firstQuestion < 0 ? -1 : isReply.IndexOf(true, firstQuestion);
        return new(
            thread.Subject,
            [.. messages.Select(message => (message.Id, message.Text, Printed(message)))],
            messages.LastOrDefault()?.Sender,
            !thread.IsResolved && lastReply < messages.Count - 1 ? Printed(messages[lastReply + 1]) : null,
            firstReply < 0 ? null : Printed(messages[firstReply]) - Printed(messages[firstQuestion]));
    }
}

/// <summary>What is to be said of a thread.</summary>
internal sealed record ToldConversation(
    string Subject, (Guid Id, string Text, DateTimeOffset CreatedUtc)[] Messages, string? LastSender, DateTimeOffset? WaitingSince, TimeSpan? FirstReplyAfter);

/// <summary>What came of a case: of the threads in the order of the API, which must come and which may.</summary>
internal sealed record ConversationRun(
    string Case, Result Result, IReadOnlyDictionary<Guid, ToldConversation> Told, List<Guid> Must, List<Guid> May, int First, bool IsById, HashSet<Guid> Unknown);
