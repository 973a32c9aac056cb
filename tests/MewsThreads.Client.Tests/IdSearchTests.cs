using MewsThreads.Lists;

namespace MewsThreads.Client.Tests;

/// <summary>Finding the bad ids of a batch: all of them, no other, each good id in one answered group, and in how many requests.</summary>
public class IdSearchTests
{
    private const int Ids = 1000;
    private const int Seeds = 100;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(100)]
    [InlineData(500)]
    [InlineData(999)]
    [InlineData(1000)]
    public void Bad_ids_are_found_in_about_as_many_requests_as_they_need(int bad)
    {
        var bound = bad * (Math.Log2(Ids / (double)bad) + 2);
        var first = Random.Shared.Next(1_000_000);
        var requests = Enumerable.Range(first, Seeds).Select(seed => RequestsFor(Chosen(bad, new Random(seed)), $"seed {seed}")).ToList();

        TestContext.Current.TestOutputHelper!.WriteLine(
            $"Seeds from {first}: {bad} bad ids take {requests.Average():0.0} requests, at most {requests.Max()}; {bound:0.0} allowed");
        Assert.InRange(requests.Average(), bad, (bound * 1.08) + 1);
        Assert.InRange(requests.Max(), bad, (bound * 1.25) + 2);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 999)]
    [InlineData(100, 0)]
    [InlineData(100, 450)]
    [InlineData(100, 900)]
    public void Bad_ids_that_lie_together_are_found_in_as_few(int bad, int from)
    {
        var places = Enumerable.Range(from, bad).ToHashSet();

        Assert.InRange(RequestsFor(places, $"{bad} from {from}"), bad, bad * (Math.Log2(Ids / (double)bad) + 2) + 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_small_batch_is_searched_right(int ids)
    {
        for (var which = 1; which < 1 << ids; which++)
        {
            RequestsFor(Enumerable.Range(0, ids).Where(place => (which >> place & 1) == 1).ToHashSet(), $"{which} of {ids}", ids);
        }
    }

    [Fact]
    public void A_group_that_is_too_much_is_asked_for_in_smaller_ones()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var random = new Random(seed);
            RequestsFor(Chosen(random.Next(1, Ids), random), $"seed {seed}", most: random.Next(1, 50));
        }
    }

    private static HashSet<int> Chosen(int bad, Random random) => [.. Enumerable.Range(0, Ids).OrderBy(_ => random.Next()).Take(bad)];

    /// <summary>Searches, and counts the requests from the one that was refused as a whole.</summary>
    private static int RequestsFor(HashSet<int> places, string what, int count = Ids, int most = Ids)
    {
        Guid[] ids = [.. Enumerable.Range(0, count).Select(_ => Guid.NewGuid())];
        var bad = ids.Where((_, place) => places.Contains(place)).ToHashSet();
        var search = new IdSearch(ids);
        List<Guid> answered = [];
        var requests = 1;
        while (search.Next() is { } group)
        {
            requests++;
            Assert.True(requests < 10 * count, what);
            if (group.Length > most)
            {
                search.AskForLess();
            }
            else if (group.Any(bad.Contains))
            {
                search.Refuse();
            }
            else
            {
                answered.AddRange(group);
            }
        }

        Assert.True(search.Bad.SequenceEqual(ids.Where(bad.Contains)), what);
        Assert.True(answered.SequenceEqual(ids.Except(bad)), what);
        Assert.Equal(count, search.Settled);
        return requests;
    }
}
