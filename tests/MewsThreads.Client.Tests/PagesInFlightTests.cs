using MewsThreads.Lists;

namespace MewsThreads.Client.Tests;

/// <summary>How many pages may be requested at the same time.</summary>
public class PagesInFlightTests
{
    private const int Plenty = 1000;

    [Fact]
    public void It_doubles_each_time_that_the_consumer_waits_up_to_eight()
    {
        var pages = new PagesInFlight(chosen: null);

        Assert.Equal([1, 2, 4, 8, 8], Rounds(pages, 5));
    }

    [Fact]
    public void Where_the_consumer_never_waits_it_is_one()
    {
        var pages = new PagesInFlight(chosen: null);
        Consume(pages, 100);

        Assert.Equal((1, 1), (pages.WhileConsuming, pages.WhileWaiting));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(64)]
    public void What_the_user_has_chosen_stays(int chosen)
    {
        var pages = new PagesInFlight(chosen);
        Consume(pages, 100);
        pages.ConsumerWaits();
        pages.HoldBack(refusals: 3, requestsLeft: 1);

        Assert.Equal((chosen, chosen), (pages.WhileConsuming, pages.WhileWaiting));
    }

    [Fact]
    public void What_is_requested_ahead_is_never_more_than_the_pages_consumed_without_those_given_up()
    {
        var pages = new PagesInFlight(chosen: null);
        for (var consumed = 1; consumed < 20; consumed++)
        {
            pages.PageConsumed();
            pages.ConsumerWaits();
            Assert.InRange(pages.WhileConsuming, 1, Math.Min(7, consumed));
            Assert.InRange(pages.WhileWaiting - 1, 0, Math.Min(7, consumed));
        }

        for (var withdrawn = 1; withdrawn <= 19; withdrawn++)
        {
            pages.Withdrawn();
            Assert.InRange(pages.WhileWaiting - 1, 0, 19 - withdrawn);
        }
    }

    [Fact]
    public void A_refusal_halves_it_and_then_it_grows_by_one_for_eight_pages_consumed()
    {
        var pages = new PagesInFlight(chosen: null);
        Rounds(pages, 5);

        pages.HoldBack(refusals: 1, Plenty);
        pages.HoldBack(refusals: 1, Plenty);
        Assert.Equal(4, pages.Limit);

        var limits = Enumerable.Range(0, 40).Select(_ =>
        {
            Consume(pages, 1);
            pages.ConsumerWaits();
            return pages.Limit;
        });
        Assert.Equal(Enumerable.Range(1, 40).Select(consumed => Math.Min(8, 4 + (consumed / 8))), limits);
    }

    [Theory]
    [InlineData(16, 8)]
    [InlineData(15, 4)]
    [InlineData(8, 4)]
    [InlineData(7, 2)]
    [InlineData(3, 1)]
    [InlineData(0, 1)]
    public void Where_less_of_the_limit_is_left_than_twice_the_pages_in_flight_it_halves(int left, int limit)
    {
        var pages = new PagesInFlight(chosen: null);
        Rounds(pages, 5);

        pages.HoldBack(refusals: 0, left);

        Assert.Equal(limit, pages.Limit);
    }

    private static List<int> Rounds(PagesInFlight pages, int rounds)
    {
        var all = new List<int>();
        for (var round = 0; round < rounds; round++)
        {
            pages.ConsumerWaits();
            all.Add(pages.WhileWaiting);
            Consume(pages, pages.WhileWaiting);
        }

        return all;
    }

    private static void Consume(PagesInFlight pages, int count)
    {
        for (var page = 0; page < count; page++)
        {
            pages.PageConsumed();
        }
    }
}
