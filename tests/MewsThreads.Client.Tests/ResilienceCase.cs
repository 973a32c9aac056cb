using MewsThreads.Http;
using MewsThreads.Lists;
using MewsThreads.Tests;

namespace MewsThreads.Client.Tests;

/// <summary>One random case: what the store holds, what is asked, and what goes wrong.</summary>
internal sealed record ResilienceCase(
    IReadOnlyList<StoredThread> Stored,
    ListQuery Query,
    IReadOnlyList<Guid>? Asked,
    IReadOnlyList<Fault> Faults,
    ConnectionOptions Options,
    TimeSpan ClockWrongBy)
{
    public static ResilienceCase From(Random random, DateTimeOffset now)
    {
        var query = QueryFrom(random, now);
        var stored = StoredFrom(random, now, query);
        return new ResilienceCase(
            stored,
            query with { ThrottleLimit = random.Next(4) switch { 0 => 1, 1 => random.Next(2, 9), _ => null } },
            AskedFrom(random, stored, query),
            RandomFaults.From(random, "messageThreads/getAll"),
            new ConnectionOptions { MaximumRetryCount = random.Next(3) == 0 ? random.Next(6) : 5 },
            random.Next(2) == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(random.Next(-3600, 3600)));
    }

    /// <summary>The same with all its times cut short; a request may time out only where a fault makes it slow.</summary>
    public ResilienceCase InRealTime() => this with
    {
        Faults = [.. Faults.Select(fault => fault with { Seconds = fault.Seconds / 1000, RetryAfterSeconds = Math.Min(0, fault.RetryAfterSeconds) })],
        Options = Options with
        {
            Timeout = Faults.Any(fault => fault.Kind is FaultKind.SlowAnswer or FaultKind.SlowBody) ? TimeSpan.FromMilliseconds(150) : Options.Timeout,
            RequestLimit = int.MaxValue,
        },
    };

    private static ListQuery QueryFrom(Random random, DateTimeOffset now)
    {
        // Mostly some months, so that a case takes a few requests; now and then everything there is.
        TimeFilter Filter()
        {
            var days = random.Next(3) == 0 ? 400 : 120;
            var unit = random.Next(2) == 0 ? 1 : 1000;
            var one = now.AddMilliseconds(-random.NextInt64(days * 86_400L * unit) * 1000.0 / unit);
            var other = now.AddMilliseconds(-random.NextInt64(days * 86_400L * unit) * 1000.0 / unit);
            var (after, before) = one < other ? (one, other) : (other, one);
            return random.Next(3) == 0 ? new(after, null) : new(after, before);
        }

        var kind = random.Next(20);
        return new ListQuery
        {
            Created = kind is > 0 and < 12 ? Filter() : default,
            Updated = kind is > 8 ? Filter() : default,
            PageSize = random.Next(3) switch { 0 => 1000, 1 => random.Next(1, 6), _ => random.Next(5, 40) },
            First = random.Next(5) == 0 ? random.Next(1, 40) : null,
        };
    }

    private static List<StoredThread> StoredFrom(Random random, DateTimeOffset now, ListQuery query)
    {
        var edges = new ThreadSource(null!, query, now).Windows(byId: false)
            .SelectMany(window => new[] { window.Created, window.Updated })
            .SelectMany(interval => interval is { } i ? new[] { i.Start, i.End } : [])
            .DefaultIfEmpty(now)
            .ToArray();
        DateTimeOffset Instant()
        {
            var instant = random.Next(4) switch
            {
                0 => edges[random.Next(edges.Length)].AddSeconds(random.Next(-1, 2)),
                1 => now.AddSeconds(-random.Next(1, 20)),
                _ => now.AddSeconds(-random.Next(1, 120 * 86_400)),
            };
            instant += random.Next(2) == 0 ? TimeSpan.Zero : TimeSpan.FromTicks(random.NextInt64(TimeSpan.TicksPerSecond));
            return instant < IntervalCut.Earliest ? IntervalCut.Earliest : instant >= now ? now.AddSeconds(-1) : instant;
        }

        return [.. Enumerable.Range(0, random.Next(60)).Select(i =>
        {
            var (one, other) = (Instant(), Instant());
            var (created, updated) = one < other ? (one, other) : (other, one);
            return new StoredThread
            {
                Id = ThreadStore.NewId(created, random),
                OriginalSender = "Guest",
                Subject = $"Subject {i}",
                CreatedUtc = random.Next(2) == 0 ? updated : created,
                UpdatedUtc = updated,
            };
        })];
    }

    private static List<Guid>? AskedFrom(Random random, List<StoredThread> stored, ListQuery query)
    {
        // Ids alone, or beside a filter.
        if (random.Next(query.Created.IsSet || query.Updated.IsSet ? 6 : 2) != 0)
        {
            return null;
        }

        var known = stored.Where(_ => random.Next(3) > 0).Select(thread => thread.Id);
        var unknown = Enumerable.Range(0, random.Next(3) == 0 ? random.Next(4) : 0).Select(_ => ThreadStore.NewId(IntervalCut.Earliest, random));
        return [.. known.Concat(unknown).OrderBy(_ => random.Next())];
    }
}
