using MewsThreads.Sync;

namespace MewsThreads.Tests;

/// <summary>Threads for files that no server has made.</summary>
internal static class SyncThreads
{
    private static readonly DateTimeOffset First = new(2022, 3, 7, 16, 9, 45, TimeSpan.Zero);

    private static readonly string[] Subjects =
    [
        "Late check-in tonight", "Where is the key?", "Room 101, \"the quiet one\"", "Frühstück für zwei", "Is the pool open on Sunday morning?",
        "Two lines\nof one question", "Parking",
    ];

    /// <summary>One of a row of threads, two minutes apart; always the same one.</summary>
    public static MessageThread Thread(int at)
    {
        var created = First.AddMinutes(2 * at);
        return new MessageThread
        {
            Id = Id(at),
            OriginalSender = $"Guest number {at}",
            Subject = Subjects[at % Subjects.Length],
            CreatedUtc = created,
            UpdatedUtc = created.AddHours(1),
            IsResolved = at % 3 == 0,
        };
    }

    /// <summary>Changes all over so many threads: half of them are updates, half of them new ones in between.</summary>
    public static IReadOnlyCollection<MessageThread> Changes(int threads, int count) =>
        [.. Enumerable.Range(0, count).Select(i => Change(i, (int)((long)threads * i / count)))];

    public static void Write(string path, RowFormat format, IEnumerable<MessageThread> threads)
    {
        using var file = File.Create(path);
        file.Write(format.Opening);
        foreach (var thread in threads)
        {
            file.Write(format.RowOf(thread));
        }
    }

    private static MessageThread Change(int i, int at)
    {
        var thread = Thread(at);
        thread.Subject = "Another subject";
        if (i % 2 == 1)
        {
            thread.Id = Id(int.MaxValue - i);
            thread.CreatedUtc = thread.CreatedUtc.AddSeconds(30);
        }

        return thread;
    }

    private static Guid Id(int at) => new(unchecked(at * (int)2654435761), (short)at, 0x4000, 0x80, 1, 2, 3, 4, 5, 6, 7);
}
