using MewsThreads.Lists;

namespace MewsThreads.Client.Tests;

/// <summary>How many requests it takes to read windows of time at once, wherever in time the threads lie.</summary>
public class SegmentCutTests
{
    private static readonly DateTimeOffset Now = new(2026, 8, 31, 12, 0, 0, TimeSpan.Zero);

    /// <summary>How the instants of creation lie in time.</summary>
    public enum Spread
    {
        Even,
        Random,
        NewestMonth,
        MonthInTheMiddle,
        OldestMonth,
        Burst,
        DayAndNight,
        Season,
        Year,
    }

    /// <summary>How many threads there are, and how much faster than one after the other they are to be read by a consumer that needs no time.</summary>
    public static TheoryData<Spread, int, double> Lists => new()
    {
        { Spread.Even, 200_000, 5 },
        { Spread.Random, 200_000, 3.5 },
        { Spread.NewestMonth, 200_000, 3 },
        { Spread.MonthInTheMiddle, 200_000, 5 },
        { Spread.OldestMonth, 200_000, 5 },
        { Spread.Burst, 200_000, 5 },
        { Spread.Season, 200_000, 1.2 },
        { Spread.DayAndNight, 200_000, 1.1 },
        { Spread.Year, 20_000, 3 },
        { Spread.Random, 20_000, 3.5 },
        { Spread.Random, 2_500, 3.5 },
    };

    [Theory]
    [MemberData(nameof(Lists))]
    public void At_most_a_tenth_more_requests_are_made_than_one_after_the_other(Spread spread, int count, double faster)
    {
        var (all, sequential) = (0, 0);
        for (var seed = 1; seed <= 3; seed++)
        {
            var threads = Threads(spread, count, seed);
            var one = Requests(threads, throttleLimit: 1);
            var list = new SimulatedThreads(threads, new ListQuery(), Now);
            var slow = new SlowThreads(list);

            Assert.True(slow.Read().SequenceEqual(threads), "What is read is not what there is.");
            TestContext.Current.TestOutputHelper!.WriteLine(
                $"{count} {spread}: {one} requests one after the other; by default {list.Requests}, {(double)one / slow.Time:0.0} times faster");
            Assert.InRange((double)one / slow.Time, faster, 9);
            (all, sequential) = (all + list.Requests, sequential + one);
        }

        Assert.InRange(all, 1, 1.1 * sequential);
    }

    [Theory]
    [InlineData(Spread.Random, 200_000)]
    [InlineData(Spread.DayAndNight, 200_000)]
    [InlineData(Spread.Year, 20_000)]
    [InlineData(Spread.Random, 2_500)]
    [InlineData(Spread.Random, 30)]
    public void Whenever_the_consumer_leaves_no_more_pages_came_in_vain_than_it_has_consumed_and_never_more_than_seven(Spread spread, int count)
    {
        var threads = Threads(spread, count, seed: 1);
        var list = new SimulatedThreads(threads, new ListQuery(), Now);
        var slow = new SlowThreads(list);
        var (pages, before) = (0, 0);

        slow.Read(consumed =>
        {
            // Pages without items were consumed when they arrived; the one that this item is of was not, but half of the first counts.
            if (slow.PagesTaken != pages)
            {
                (pages, before) = (slow.PagesTaken, slow.PagesTaken - 1);
            }

            Assert.InRange(list.Requests - pages, 0, Math.Min(7, Math.Max(1, before)));
        });
    }

    [Fact]
    public void A_slow_consumer_has_one_page_ahead_of_it_however_many_it_consumes()
    {
        var threads = Threads(Spread.Random, 50_000, seed: 1);
        var list = new SimulatedThreads(threads, new ListQuery(), Now);
        var slow = new SlowThreads(list);

        var read = slow.Read(consumed =>
        {
            slow.LetArrive();
            Assert.InRange(list.Requests, slow.PagesTaken, slow.PagesTaken + 1);
        });

        Assert.Equal(threads, read);
        Assert.InRange(list.Requests, 1, Requests(threads, throttleLimit: 1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    [InlineData(1000)]
    [InlineData(5000)]
    public void A_sparse_account_is_not_cut_into_more_requests(int count)
    {
        var threads = Threads(Spread.Random, count, seed: 1);

        var one = Requests(threads, throttleLimit: 1);
        var list = new SimulatedThreads(threads, new ListQuery(), Now);
        new SlowThreads(list).Read();

        Assert.InRange(Requests(threads, throttleLimit: 8), 1, one);
        Assert.InRange(list.Requests, 1, one);
    }

    private static List<MessageThread> Threads(Spread spread, int count, int seed)
    {
        var random = new Random(seed);
        var all = Now - IntervalCut.Earliest;
        DateTimeOffset In(double from, double days) => IntervalCut.Earliest + (from * all) + TimeSpan.FromDays(random.NextDouble() * days);
        DateTimeOffset Mostly(int i, double from, double days) => i % 10 == 0 ? In(0, all.TotalDays) : In(from, days);
        DateTimeOffset InSeason(double chance)
        {
            var instant = In(0, all.TotalDays);
            return random.NextDouble() < chance + ((1 - chance) * Math.Pow(Math.Sin(instant.DayOfYear * Math.PI / 365), 2)) ? instant : InSeason(chance);
        }

        var instants = Enumerable.Range(0, count).Select(i => spread switch
        {
            Spread.Even => Now - (all * ((i + 0.5) / count)),
            Spread.Random => In(0, all.TotalDays),
            Spread.NewestMonth => Mostly(i, 1 - (30 / all.TotalDays), 30),
            Spread.MonthInTheMiddle => Mostly(i, 0.4, 30),
            Spread.OldestMonth => Mostly(i, 0, 30),
            Spread.Burst => Mostly(i, 0.4, 0.5),
            Spread.Season => InSeason(0.1),
            Spread.Year => In(1 - (365 / all.TotalDays), 365),
            _ => Now.Date.AddDays(-1 - random.Next(60)).AddHours(7 + (random.NextDouble() * 15)),
        });
        return [.. instants.OrderDescending().Select(instant => new MessageThread
        {
            Id = Guid.NewGuid(),
            OriginalSender = "Jane Doe",
            Subject = "Late check-in",
            CreatedUtc = instant.AddTicks(-(instant.Ticks % TimeSpan.TicksPerSecond)),
            UpdatedUtc = instant,
        })];
    }

    private static int Requests(List<MessageThread> threads, int throttleLimit)
    {
        var list = new SimulatedThreads(threads, new ListQuery { ThrottleLimit = throttleLimit }, Now);
        Assert.True(list.Read().SequenceEqual(threads), "What is read is not what there is.");
        return list.Requests;
    }
}
