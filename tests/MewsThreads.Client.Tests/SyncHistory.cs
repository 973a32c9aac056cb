using MewsThreads.Emulator;

namespace MewsThreads.Client.Tests;

/// <summary>What happens in Mews between the runs of a sync, at random.</summary>
internal sealed class SyncHistory(SyncBench bench, Random random)
{
    private static readonly string[] Subjects = ["Late check-in", "a,b", "say \"hi\"", "two\r\nlines", " spaced ", "Frühstück 🍳", "\"", "\n"];

    private readonly ThreadStore _store = bench.Emulator.Store;

    /// <summary>What was there before the first run.</summary>
    public void Begin()
    {
        // What the history before it did to the limit of the token is over.
        bench.Time.Pass(TimeSpan.FromMinutes(1));
        bench.Emulator.Faults.Clear();
        bench.Emulator.Requests.Clear();
        _store.Clear();
        _store.Insert(Enumerable.Range(0, random.Next(30)).Select(_ =>
        {
            var created = bench.ServerNow.AddSeconds(-random.Next(1, 50 * 86_400));
            return Thread(created, created + ((bench.ServerNow - created) * random.NextDouble()));
        }).ToList());
    }

    /// <summary>Time passes, threads come and change; none of it is visible later than so long after it happened.</summary>
    public void GoOn(TimeSpan latest)
    {
        for (var changes = random.Next(6); changes > 0; changes--)
        {
            bench.Time.Pass(TimeSpan.FromMilliseconds(random.Next(random.Next(2) == 0 ? 3_000 : 600_000)));
            var happened = random.Next(2) == 0 ? bench.ServerNow : bench.ServerNow - (latest * random.NextDouble());
            var threads = _store.All();
            if (threads.Count == 0 || random.Next(2) == 0)
            {
                _store.Insert([Thread(happened, happened)]);
            }
            else
            {
                var thread = threads[random.Next(threads.Count)];
                _store.Update(thread.Id, thread.UpdatedUtc > happened ? bench.ServerNow : happened, !thread.IsResolved);
            }
        }
    }

    private StoredThread Thread(DateTimeOffset created, DateTimeOffset updated) => new()
    {
        Id = ThreadStore.NewId(created, random),
        OriginalSender = "Guest",
        Subject = Subjects[random.Next(Subjects.Length)],
        CreatedUtc = created,
        UpdatedUtc = updated,
        IsResolved = random.Next(2) == 0,
    };
}
