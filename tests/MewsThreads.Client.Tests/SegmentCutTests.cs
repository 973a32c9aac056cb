using MewsThreads.Contract;
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
    }

    [Theory]
    [InlineData(Spread.Even, 1.2)]
    [InlineData(Spread.Random, 1.2)]
    [InlineData(Spread.NewestMonth, 1.2)]
    [InlineData(Spread.MonthInTheMiddle, 1.2)]
    [InlineData(Spread.OldestMonth, 1.2)]
    [InlineData(Spread.Burst, 1.3)]
    [InlineData(Spread.Season, 1.6)]
    [InlineData(Spread.DayAndNight, 1.75)]
    public void Many_at_once_take_hardly_more_requests_than_the_fewest_possible(Spread spread, double most)
    {
        const int Count = 200_000;
        for (var seed = 1; seed <= 2; seed++)
        {
            var threads = Threads(spread, Count, seed);
            var one = Requests(threads, throttleLimit: 1);
            var eight = Requests(threads, throttleLimit: 8);

            TestContext.Current.TestOutputHelper!.WriteLine($"{spread}: {one} one after the other, {eight} eight at once");
            Assert.InRange(eight, Count / Limitation.MaximumCount, most * one);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    [InlineData(1000)]
    [InlineData(5000)]
    public void A_sparse_account_is_not_cut_into_more_requests(int count)
    {
        var threads = Threads(Spread.Random, count, seed: 1);

        Assert.InRange(Requests(threads, throttleLimit: 8), 1, Requests(threads, throttleLimit: 1));
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
