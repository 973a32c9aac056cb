using System.Text.Json.Nodes;

namespace MewsThreads.Emulator.Tests;

/// <summary>Random stores and requests, answered by the emulator and by the rules written down as LINQ.</summary>
public sealed class ModelTests
{
    [Theory]
    [InlineData(IntervalRule.HalfOpen, UpdatedSort.Created)]
    [InlineData(IntervalRule.HalfOpen, UpdatedSort.Updated)]
    [InlineData(IntervalRule.Inclusive, UpdatedSort.Created)]
    [InlineData(IntervalRule.Inclusive, UpdatedSort.Updated)]
    public async Task Paging_returns_what_the_rules_say(IntervalRule rule, UpdatedSort sort)
    {
        var random = new Random(20260315);
        await using var api = await TestApi.StartAsync(o => o with { World = new World { Intervals = rule, UpdatedSort = sort } });
        for (var i = 0; i < 50; i++)
        {
            api.Store.Clear();
            api.Store.Insert(Enumerable.Range(0, random.Next(40)).Select(_ => RandomThread(random)));
            var request = RandomRequest(random, api.Store);

            var ids = await api.ReadAllAsync(request.Body(), random.Next(1, 12));

            Assert.Equal(request.Expected(api.Store, rule, sort), ids);
        }
    }

    // Few instants, so that many threads share one and intervals end on them.
    private static DateTimeOffset RandomInstant(Random random) => TestApi.Now.AddDays(-random.Next(10)).AddTicks(random.Next(-1, 2));

    private static StoredThread RandomThread(Random random)
    {
        var created = RandomInstant(random);
        return new StoredThread
        {
            Id = ThreadStore.NewId(created, random),
            IntegrationId = random.Next(5) == 0 ? DemoIntegrations.Other : DemoIntegrations.Default,
            EnterpriseId = random.Next(3) == 0 ? DemoEnterprises.Second.Id : DemoEnterprises.First.Id,
            OriginalSender = "John Doe",
            Subject = "Example",
            CreatedUtc = created,
            UpdatedUtc = RandomInstant(random),
        };
    }

    private static Request RandomRequest(Random random, ThreadStore store)
    {
        var ids = store.All().Select(t => t.Id).Where(_ => random.Next(3) > 0).Append(Guid.NewGuid()).ToArray();
        var request = new Request(
            random.Next(2) == 0 ? DemoTokens.AccessToken : DemoTokens.PortfolioAccessToken,
            random.Next(2) == 0 ? null : RandomInterval(random),
            random.Next(2) == 0 ? null : RandomInterval(random),
            random.Next(3) == 0 ? ids : null,
            random.Next(3) == 0 ? [DemoEnterprises.First.Id] : null);
        return request is { Created: null, Updated: null, Ids: null } ? request with { Created = RandomInterval(random) } : request;
    }

    private static (DateTimeOffset Start, DateTimeOffset End) RandomInterval(Random random)
    {
        var (a, b) = (RandomInstant(random), RandomInstant(random));
        return a < b ? (a, b) : (b, a);
    }

    private sealed record Request(
        string AccessToken,
        (DateTimeOffset Start, DateTimeOffset End)? Created,
        (DateTimeOffset Start, DateTimeOffset End)? Updated,
        Guid[]? Ids,
        Guid[]? EnterpriseIds)
    {
        public JsonObject Body() => TestApi.Page(
            ("AccessToken", AccessToken),
            ("CreatedUtc", Created is { } c ? TestApi.Interval(c.Start, c.End) : null),
            ("UpdatedUtc", Updated is { } u ? TestApi.Interval(u.Start, u.End) : null),
            ("MessageThreadIds", Ids is null ? null : TestApi.Ids(Ids)),
            ("EnterpriseIds", EnterpriseIds is null ? null : TestApi.Ids(EnterpriseIds)));

        public IEnumerable<Guid> Expected(ThreadStore store, IntervalRule rule, UpdatedSort sort) => store.All()
            .Where(t => t.IntegrationId == DemoIntegrations.Default)
            .Where(t => AccessToken == DemoTokens.PortfolioAccessToken || t.EnterpriseId == DemoEnterprises.First.Id)
            .Where(t => EnterpriseIds is null || EnterpriseIds.Contains(t.EnterpriseId))
            .Where(t => Ids is null || Ids.Contains(t.Id))
            .Where(t => Created is not { } c || Contains(c, t.CreatedUtc, rule))
            .Where(t => Updated is not { } u || Contains(u, t.UpdatedUtc, rule))
            .OrderByDescending(t => Updated is not null && sort == UpdatedSort.Updated ? t.UpdatedUtc : t.CreatedUtc)
            .ThenByDescending(t => t.Id.ToString(), StringComparer.Ordinal)
            .Select(t => t.Id);

        private static bool Contains((DateTimeOffset Start, DateTimeOffset End) interval, DateTimeOffset at, IntervalRule rule) =>
            interval.Start == at
            || (interval.Start <= at && (rule == IntervalRule.Inclusive ? at <= interval.End : at < interval.End));
    }
}
