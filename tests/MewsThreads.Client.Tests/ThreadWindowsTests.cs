using CsCheck;
using MewsThreads.Contract;
using MewsThreads.Lists;

namespace MewsThreads.Client.Tests;

public class ThreadWindowsTests
{
    private static readonly DateTimeOffset Now = Time("2026-08-31T23:59:59Z");

    private static readonly Gen<DateTimeOffset> Instant =
        from day in Gen.Int[0, 1800]
        from second in Gen.OneOf(Gen.Const(0), Gen.Const(86_399), Gen.Int[0, 86_399])
        select IntervalCut.Earliest.AddDays(day).AddSeconds(second);

    private static readonly Gen<TimeFilter> Filter =
        from one in Instant
        from other in Instant
        from ends in Gen.Int[0, 2]
        let after = one < other ? one : other
        let before = one < other ? other : one
        select new TimeFilter(ends == 1 ? null : after, ends == 2 ? null : before);

    [Fact]
    public void A_window_is_three_months_by_every_reading_of_the_rule_and_no_earlier_start_is_possible() =>
        Gen.Select(Instant, Instant).Sample((a, b) =>
        {
            var (floor, end) = a < b ? (a, b) : (b, a);
            var start = EarliestStart(end, floor);
            Assert.True(IsThreeMonthsAtMost(start, end), $"{start:u} .. {end:u}");

            // Seconds before it, days before it, or at the floor: wherever an earlier start were possible.
            foreach (var earlier in new[] { start.AddTicks(-1), start.AddHours(-12), start.AddDays(-1), start.AddDays(-3), floor })
            {
                Assert.False(
                    earlier >= floor && earlier < start && IsThreeMonthsAtMost(earlier, end),
                    $"{start:u} .. {end:u} could start at {earlier:u}");
            }
        });

    [Fact]
    public void A_later_end_never_allows_an_earlier_start_so_that_cutting_from_the_newest_end_is_the_fewest_windows() =>
        Gen.Select(Instant, Instant, Instant).Sample((a, b, c) =>
        {
            DateTimeOffset[] sorted = [.. new[] { a, b, c }.Order()];
            Assert.True(EarliestStart(sorted[1], sorted[0]) <= EarliestStart(sorted[2], sorted[0]));
        });

    [Fact]
    public void Windows_of_one_filter_adjoin_each_other_from_its_newest_end_to_its_oldest() =>
        Gen.Select(Filter, Gen.Bool).Sample((filter, isCreated) =>
        {
            var query = isCreated ? new ListQuery { Created = filter } : new ListQuery { Updated = filter };
            var intervals = Windows(query).Select(window => isCreated ? window.Created!.Value : window.Updated!.Value).ToList();

            var end = filter.Before is { } before && before < Now ? before : Now;
            var start = filter.After ?? IntervalCut.Earliest;
            if (start >= end)
            {
                Assert.Empty(intervals);
                return;
            }

            Assert.Equal(end, intervals[0].End);
            Assert.Equal(start, intervals[^1].Start);
            Assert.All(intervals, interval => Assert.True(IsThreeMonthsAtMost(interval.Start, interval.End), $"{interval}"));
            for (var i = 1; i < intervals.Count; i++)
            {
                Assert.Equal(intervals[i - 1].Start, intervals[i].End);
            }
        });

    [Fact]
    public void Two_filters_reach_every_possible_thread_once_and_ask_for_nothing_impossible() =>
        Gen.Select(Filter, Filter, Instant, Instant).Sample((created, updated, c, u) =>
        {
            var windows = Windows(new ListQuery { Created = created, Updated = updated });
            Assert.All(windows, window => Assert.True(window.Updated!.Value.End > window.Created!.Value.Start));

            var matches = c <= u && u < Now && Matches(created, c) && Matches(updated, u);
            var reached = windows.Count(window => Holds(window.Created!.Value, c) && Holds(window.Updated!.Value, u));
            Assert.True(reached == (matches ? 1 : 0) || (!matches && c > u), $"reached {reached} times, matches: {matches}");
        });

    [Fact]
    public void Without_any_filter_the_windows_reach_from_the_frozen_end_back_to_the_first_thread_there_can_be()
    {
        var windows = Windows(new ListQuery());

        Assert.Equal(Now, windows[0].Created!.Value.End);
        Assert.Equal(IntervalCut.Earliest, windows[^1].Created!.Value.Start);
        Assert.Equal(19, windows.Count);
        Assert.All(windows, window => Assert.Null(window.Updated));
    }

    [Theory]
    [InlineData("2026-05-31T00:00:00Z", "2026-03-01T00:00:00Z")]
    [InlineData("2026-05-31T12:34:56Z", "2026-03-01T00:00:00Z")]
    [InlineData("2024-05-30T00:00:00Z", "2024-03-01T00:00:00Z")]
    [InlineData("2024-05-29T10:00:00Z", "2024-02-29T10:00:00Z")]
    [InlineData("2026-06-01T00:00:00Z", "2026-03-01T00:00:00Z")]
    [InlineData("2026-12-31T08:00:00Z", "2026-10-01T00:00:00Z")]
    [InlineData("2026-04-15T08:00:00.1234567Z", "2026-01-15T08:00:00.1234567Z")]
    public void Three_months_before_the_end_of_a_long_month(string end, string start) =>
        Assert.Equal(Time(start), EarliestStart(Time(end), IntervalCut.Earliest));

    [Fact]
    public void A_shorter_interval_can_be_too_long_when_counted_from_its_start()
    {
        // Three months from 31 March at 02:46 end on 30 June at 02:46.
        var start = Time("2023-03-31T02:46:57Z");
        var windows = Windows(new ListQuery { Updated = new(start, Time("2023-06-30T05:31:15Z")) });

        Assert.Equal(
            ["updated 2023-04-01T00:00:00Z..2023-06-30T05:31:15Z", "updated 2023-03-31T02:46:57Z..2023-04-01T00:00:00Z"],
            windows.Select(window => window.ToString()));
    }

    [Fact]
    public void Ids_alone_need_no_window()
    {
        var window = Assert.Single(new ThreadSource(null!, new ListQuery(), Now).Windows(byId: true));
        Assert.Equal(default, window);
    }

    [Fact]
    public void An_interval_that_holds_nothing_is_not_asked_for()
    {
        var instant = Time("2024-05-01T00:00:00Z");
        Assert.Empty(Windows(new ListQuery { Created = new(instant, instant) }));
        Assert.Empty(Windows(new ListQuery { Created = new(Now, null) }));
        Assert.Empty(Windows(new ListQuery { Updated = new(null, Time("2021-12-31T00:00:00Z")) }));
    }

    [Fact]
    public void Times_of_any_offset_are_asked_for_in_utc()
    {
        var filter = new TimeFilter(Time("2024-05-01T00:00:00+02:00"), Time("2024-05-02T00:00:00+02:00"));
        var window = Assert.Single(Windows(new ListQuery { Created = filter }));
        Assert.Equal("created 2024-04-30T22:00:00Z..2024-05-01T22:00:00Z", window.ToString());
    }

    private static DateTimeOffset EarliestStart(DateTimeOffset end, DateTimeOffset floor) =>
        IntervalCut.EarliestStart(end, floor, 3);

    private static List<Window> Windows(ListQuery query) => [.. new ThreadSource(null!, query, Now).Windows(byId: false)];

    private static bool Matches(TimeFilter filter, DateTimeOffset instant) =>
        (filter.After is null || filter.After <= instant) && (filter.Before is null || instant < filter.Before);

    private static bool Holds(Interval interval, DateTimeOffset instant) => interval.Start <= instant && instant < interval.End;

    private static bool IsThreeMonthsAtMost(DateTimeOffset start, DateTimeOffset end) =>
        start.AddMonths(3) >= end && end.AddMonths(-3) <= start;

    private static DateTimeOffset Time(string text) =>
        DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
