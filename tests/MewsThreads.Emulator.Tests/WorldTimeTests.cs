using System.Text.Json.Nodes;

namespace MewsThreads.Emulator.Tests;

/// <summary>What Mews does not document of times: how they are stored and compared, and intervals without an end.</summary>
public sealed class WorldTimeTests
{
    [Fact]
    public async Task An_end_of_null_is_no_bound_if_so_set()
    {
        await using var api = await TestApi.StartAsync(new World { NullEnds = NullEnds.Open });
        var (old, young) = (api.Store.Add(TestApi.Now.AddYears(-3)), api.Store.Add(TestApi.Now));
        foreach (var (interval, expected) in new (JsonObject, Guid[])[]
        {
            (new() { ["StartUtc"] = TestApi.Text(TestApi.Now), ["EndUtc"] = null }, [young.Id]),
            (new() { ["EndUtc"] = TestApi.Text(TestApi.Now) }, [old.Id]),
            ([], [young.Id, old.Id]),
        })
        {
            Assert.Equal(expected, (await api.PostAsync(TestApi.GetAll, TestApi.Page(("CreatedUtc", interval)))).Ids);
        }
    }

    [Theory]
    [InlineData(StoredTimes.Exact, "45.5")]
    [InlineData(StoredTimes.WholeSeconds, "45")]
    public async Task What_is_created_may_be_dated_up_to_a_second_before(StoredTimes stored, string seconds)
    {
        await using var api = await TestApi.StartAsync(new World { StoredTimes = stored });
        api.Clock.Advance(TimeSpan.FromSeconds(0.5));
        await api.PostAsync(TestApi.AddThread, TestApi.NewThread());
        var thread = Assert.Single(api.Store.All());
        await api.PostAsync(TestApi.AddMessages, TestApi.NewMessages(thread.Id, "x"));
        api.Host.Answer(thread.Id, "y");
        api.Host.Resolve(thread.Id);
        var expected = DateTimeOffset.Parse($"2026-03-15T12:30:{seconds}Z", null);
        thread = Assert.Single(api.Store.All());
        Assert.Equal((expected, expected), (thread.CreatedUtc, thread.UpdatedUtc));
        Assert.All(api.Messages.All(), m => Assert.Equal(expected, m.CreatedUtc));
    }

    [Theory]
    [InlineData(ComparedTimes.AsStored, 0, 0.4, 1, true)]
    [InlineData(ComparedTimes.AsStored, 0, 0, 0.4, false)]
    [InlineData(ComparedTimes.AsPrinted, 0, 0, 0.4, true)]
    [InlineData(ComparedTimes.AsPrinted, 0, 0, 0, true)]
    [InlineData(ComparedTimes.AsPrinted, 0, 0.4, 1, false)]
    [InlineData(ComparedTimes.AsPrinted, 3, 0.456, 0.4561, true)]
    [InlineData(ComparedTimes.AsPrinted, 3, 0.4561, 1, false)]
    [InlineData(ComparedTimes.AsPrinted, 7, 0.4567, 1, true)]
    public async Task A_time_is_compared_as_it_is_stored_or_printed(ComparedTimes compared, int digits, double start, double end, bool isFound)
    {
        await using var api = await TestApi.StartAsync(new World { ComparedTimes = compared, TimestampDigits = digits });
        var at = TestApi.Now.AddSeconds(-10);
        var thread = api.Store.Add(at.AddSeconds(0.4567));
        var interval = TestApi.Interval(at.AddSeconds(start), at.AddSeconds(end));
        foreach (var body in new[]
        {
            TestApi.Page(("CreatedUtc", interval)),
            TestApi.Page(("CreatedUtc", null), ("UpdatedUtc", interval.DeepClone())),
            TestApi.Page(("CreatedUtc", interval.DeepClone()), ("MessageThreadIds", TestApi.Ids(thread.Id))),
        })
        {
            Assert.Equal(isFound ? [thread.Id] : [], (await api.PostAsync(TestApi.GetAll, body)).Ids);
        }
    }
}
