using System.Buffers.Binary;
using System.Globalization;
using MewsThreads.Emulator.Storage;

namespace MewsThreads.Emulator.Seeding;

/// <summary>
/// Generates the messages of seeded threads. A conversation follows from its thread and the seed alone: it begins when the thread does,
/// and its last message is what updated the thread.
/// </summary>
internal static class ConversationSeeder
{
    private const int Most = 6;

    public static IEnumerable<StoredMessage> Messages(StoredThread thread, int seed)
    {
        Span<byte> id = stackalloc byte[16];
        thread.Id.TryWriteBytes(id);
        return Messages(thread, new Random(seed ^ BinaryPrimitives.ReadInt32LittleEndian(id)));
    }

    private static IEnumerable<StoredMessage> Messages(StoredThread thread, Random random)
    {
        var number = 0;
        foreach (var second in Seconds(thread, random))
        {
            var created = thread.CreatedUtc.AddSeconds(second);
            yield return new StoredMessage
            {
                Id = ThreadId.New(created.AddTicks(random.NextInt64(TimeSpan.TicksPerSecond)), random),
                MessageThreadId = thread.Id,
                Text = Text(random, number),
                Sender = number % 2 == 0 ? MessageSenders.Application : MessageSenders.Enterprise,
                CreatedUtc = created,
            };
            number++;
        }
    }

    // Whole seconds, all different, so that the order of a conversation is that of its times.
    private static SortedSet<long> Seconds(StoredThread thread, Random random)
    {
        var last = (long)(thread.UpdatedUtc - thread.CreatedUtc).TotalSeconds;
        var seconds = new SortedSet<long> { 0, last };
        var count = last == 0 ? 1 : Math.Min(random.Next(2, Most + 1), last + 1);
        while (seconds.Count < count)
        {
            seconds.Add(random.NextInt64(1, last));
        }
        return seconds;
    }

    private static string Text(Random random, int number)
    {
        var texts = number == 0 ? SeedMessages.Openings : number % 2 == 0 ? SeedMessages.Replies : SeedMessages.Answers;
        return string.Format(CultureInfo.InvariantCulture, texts[random.Next(texts.Count)], random.Next(2, 10));
    }
}
