using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using MewsThreads.Emulator.Storage;

namespace MewsThreads.Emulator.Seeding;

/// <summary>
/// Generates the threads of a new store: those of the default token, and some that it must not see. The same options give the same
/// threads all through a UTC day, whatever the time.
/// </summary>
internal static class Seeder
{
    private const int OthersPerGroup = 300;
    private const int Years = 3;

    /// <summary>What was updated so lately stands first in lists, and is what a newcomer sees.</summary>
    private const int EverydayDays = 14;

    /// <summary>The first day on which threads can have been created: the operation exists since 2022.</summary>
    private static readonly DateTimeOffset Beginning = new(2022, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static IEnumerable<StoredThread> Threads(EmulatorOptions options)
    {
        if (options.Threads == 0)
        {
            yield break;
        }

        var today = new DateTimeOffset(options.Clock.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);
        var random = new Random(options.Seed);
        // The groups of fixed size come first, so that they are the same for any number of threads.
        foreach (var (count, integrationId, enterprise) in new[]
        {
            (OthersPerGroup, DemoIntegrations.Default, DemoEnterprises.Second),
            (OthersPerGroup, DemoIntegrations.Other, DemoEnterprises.First),
            (options.Threads, DemoIntegrations.Default, DemoEnterprises.First),
        })
        {
            foreach (var thread in Group(count, random, today, integrationId, enterprise))
            {
                yield return thread;
            }
        }
    }

    private static IEnumerable<StoredThread> Group(
        int count, Random random, DateTimeOffset today, Guid integrationId, DemoEnterprise enterprise)
    {
        var start = today.AddYears(-Years);
        // A fake clock may stand before 2022; then there is nothing to keep to.
        start = start < Beginning && Beginning < today ? Beginning : start;
        var seconds = (int)(today - start).TotalSeconds;
        for (var i = 0; i < count; i++)
        {
            var created = start.AddSeconds(random.Next(seconds));
            var updated = Updated(random, created, today);
            var everyday = updated > today.AddDays(-EverydayDays);
            yield return new StoredThread
            {
                Id = ItemId.New(created.AddTicks(random.NextInt64(TimeSpan.TicksPerSecond)), random),
                IntegrationId = integrationId,
                EnterpriseId = enterprise.Id,
                OriginalSender = Sender(random, everyday),
                Subject = Subject(random, everyday),
                CreatedUtc = created,
                UpdatedUtc = updated,
                IsResolved = random.NextDouble() < 0.6,
            };
        }
    }

    // A third is never touched again; the rest within minutes to weeks, but not in the future.
    private static DateTimeOffset Updated(Random random, DateTimeOffset created, DateTimeOffset today)
    {
        if (random.Next(3) == 0)
        {
            return created;
        }
        var updated = created.AddSeconds(Math.Floor(Math.Pow(10, 1 + (5.5 * random.NextDouble()))));
        return updated < today ? updated : today;
    }

    private static string Sender(Random random, bool everyday)
    {
        var (given, family) = Pick(random, everyday ? SeedTexts.All.EverydayNames : SeedTexts.All.Names);
        return $"{Pick(random, given)} {Pick(random, family)}";
    }

    private static string Subject(Random random, bool everyday) => !everyday && random.Next(200) == 0
        ? SeedTexts.All.LongSubject
        : string.Format(
            CultureInfo.InvariantCulture,
            Pick(random, everyday ? SeedTexts.All.EverydaySubjects : SeedTexts.All.Subjects),
            random.Next(2, 10));

    private static T Pick<T>(Random random, IReadOnlyList<T> items) => items[random.Next(items.Count)];
}

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
                Id = ItemId.New(created.AddTicks(random.NextInt64(TimeSpan.TicksPerSecond)), random),
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
        var texts = number == 0 ? SeedTexts.All.Openings : number % 2 == 0 ? SeedTexts.All.Replies : SeedTexts.All.Answers;
        return string.Format(CultureInfo.InvariantCulture, texts[random.Next(texts.Count)], random.Next(2, 10));
    }
}

/// <summary>
/// What guests and staff are called and write, from <c>texts.json</c>; <c>{0}</c> is a small number. Chosen to break what is carelessly
/// quoted, cut or decoded on the way to a CSV file: quotes, commas, semicolons, a leading "=", line breaks, accents, right-to-left and
/// CJK text, emoji, a very long subject.
/// </summary>
/// <param name="EverydayNames">Those in Latin letters.</param>
/// <param name="OtherNames">All others.</param>
/// <param name="EverydaySubjects">Subjects that any terminal shows in one line.</param>
/// <param name="OtherSubjects">All others but the long one.</param>
/// <param name="Openings">A guest begins, through the integration.</param>
/// <param name="Answers">The enterprise answers.</param>
/// <param name="Replies">The guest writes again.</param>
internal sealed record SeedTexts(
    IReadOnlyList<FullNames> EverydayNames,
    IReadOnlyList<FullNames> OtherNames,
    IReadOnlyList<string> EverydaySubjects,
    IReadOnlyList<string> OtherSubjects,
    IReadOnlyList<string> Openings,
    IReadOnlyList<string> Answers,
    IReadOnlyList<string> Replies)
{
    public static SeedTexts All { get; } = Read();

    public IReadOnlyList<FullNames> Names { get; } = [.. EverydayNames, .. OtherNames];

    public IReadOnlyList<string> Subjects { get; } = [.. EverydaySubjects, .. OtherSubjects];

    /// <summary>A subject as long as a whole message, as comes of guests who write everything there.</summary>
    public string LongSubject { get; } = string.Concat(
        Enumerable.Repeat("Dear team, we would like to change our dates, add a night, move to a quieter room, and keep the rate; ", 20));

    private static SeedTexts Read()
    {
        using var json = typeof(SeedTexts).Assembly.GetManifestResourceStream(typeof(SeedTexts), "texts.json")!;
        return JsonSerializer.Deserialize<SeedTexts>(json)!;
    }
}

/// <summary>Given and family names of one language, which belong together.</summary>
internal sealed record FullNames(IReadOnlyList<string> Given, IReadOnlyList<string> Family);
