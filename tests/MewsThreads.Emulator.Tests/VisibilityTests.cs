using System.Net;

namespace MewsThreads.Emulator.Tests;

/// <summary>"Get all message threads that you have created": whose threads a token sees.</summary>
public sealed class VisibilityTests
{
    [Theory]
    [InlineData(DemoTokens.ClientToken, DemoTokens.AccessToken, "first")]
    [InlineData(DemoTokens.ClientToken, DemoTokens.SecondEnterpriseAccessToken, "second")]
    [InlineData(DemoTokens.ClientToken, DemoTokens.PortfolioAccessToken, "first second")]
    [InlineData(DemoTokens.OtherClientToken, DemoTokens.OtherAccessToken, "other")]
    public async Task A_token_sees_the_threads_of_its_integration_in_its_enterprises(string client, string access, string expected)
    {
        await using var api = await StartAsync();
        var answer = await api.PostAsync(TestApi.GetAll, TestApi.Page(("ClientToken", client), ("AccessToken", access)));
        Assert.Equal(expected.Split(' '), Names(api, answer.Ids));
        Assert.Equal(answer.Ids, api.Store.VisibleTo(client, access).Select(t => t.Id));
    }

    [Fact]
    public async Task A_portfolio_can_be_narrowed_to_some_enterprises()
    {
        await using var api = await StartAsync();
        foreach (var (ids, expected) in new (Guid[], string[])[]
        {
            ([DemoEnterprises.First.Id], ["first"]),
            ([DemoEnterprises.Second.Id], ["second"]),
            ([DemoEnterprises.Second.Id, DemoEnterprises.First.Id, DemoEnterprises.Second.Id], ["first", "second"]),
        })
        {
            var answer = await api.PostAsync(TestApi.GetAll, TestApi.Page(
                ("AccessToken", DemoTokens.PortfolioAccessToken), ("EnterpriseIds", TestApi.Ids(ids))));
            Assert.Equal(expected, Names(api, answer.Ids));
        }
    }

    [Fact]
    public async Task A_portfolio_is_paged_in_one_order_over_its_enterprises()
    {
        await using var api = await StartAsync();
        for (var i = 0; i < 20; i++)
        {
            var enterprise = i % 3 == 0 ? DemoEnterprises.Second : DemoEnterprises.First;
            api.Store.Add(TestApi.Now.AddHours(-(i / 4)), enterpriseId: enterprise.Id);
        }
        var ids = await api.ReadAllAsync(TestApi.Page(("AccessToken", DemoTokens.PortfolioAccessToken)), count: 3);
        Assert.Equal(api.Store.VisibleTo(DemoTokens.ClientToken, DemoTokens.PortfolioAccessToken).Select(t => t.Id), ids);
        Assert.Equal(22, ids.Count);
    }

    [Fact]
    public async Task An_enterprise_out_of_scope_is_400()
    {
        await using var api = await StartAsync();
        foreach (var id in new[] { DemoEnterprises.Second.Id, DemoEnterprises.Portfolio.Id, Guid.NewGuid() })
        {
            var body = TestApi.Page(("EnterpriseIds", TestApi.Ids(DemoEnterprises.First.Id, id)));
            Assert.Equal("Invalid EnterpriseIds.", (await api.PostAsync(TestApi.GetAll, body)).IsError(HttpStatusCode.BadRequest));
        }
    }

    [Fact]
    public async Task Ids_return_what_is_visible_once_and_in_order()
    {
        await using var api = await StartAsync();
        var older = api.Store.Add(TestApi.Now.AddYears(-2));
        var first = api.Store.All().Single(t => t.Subject == "first");
        var ids = api.Store.All().Select(t => t.Id).Append(Guid.NewGuid()).Reverse();
        var body = TestApi.Page(("CreatedUtc", null), ("MessageThreadIds", TestApi.Ids([.. ids, first.Id])));
        Assert.Equal([first.Id, older.Id], (await api.PostAsync(TestApi.GetAll, body)).Ids);
    }

    [Fact]
    public async Task Ids_are_paged_and_filtered_like_the_rest()
    {
        await using var api = await StartAsync();
        var threads = Enumerable.Range(1, 10).Select(i => api.Store.Add(TestApi.Now.AddDays(-i))).ToList();
        var body = TestApi.Page(
            ("CreatedUtc", TestApi.Interval(TestApi.Now.AddDays(-8), TestApi.Now)),
            ("MessageThreadIds", TestApi.Ids(threads.Select(t => t.Id))));
        Assert.Equal(threads.Take(8).Select(t => t.Id), await api.ReadAllAsync(body, count: 3));

        var portfolio = TestApi.Page(
            ("AccessToken", DemoTokens.PortfolioAccessToken),
            ("EnterpriseIds", TestApi.Ids(DemoEnterprises.Second.Id)),
            ("MessageThreadIds", TestApi.Ids(api.Store.All().Select(t => t.Id))));
        Assert.Equal(["second"], Names(api, (await api.PostAsync(TestApi.GetAll, portfolio)).Ids));
    }

    [Fact]
    public async Task One_unknown_id_fails_the_call_when_so_set()
    {
        await using var api = await TestApi.StartAsync(o => o with { World = new World { UnknownIds = UnknownIds.Reject } });
        var mine = api.Store.Add(TestApi.Now.AddDays(-100));
        var others = api.Store.Add(TestApi.Now, integrationId: DemoIntegrations.Other);

        // Out of the interval is not unknown.
        var good = TestApi.Page(("MessageThreadIds", TestApi.Ids(mine.Id, mine.Id)));
        Assert.Equal(HttpStatusCode.OK, (await api.PostAsync(TestApi.GetAll, good)).Status);

        // Someone else's fails exactly as one that never was.
        foreach (var id in new[] { Guid.NewGuid(), others.Id })
        {
            var bad = TestApi.Page(("MessageThreadIds", TestApi.Ids(mine.Id, id)));
            Assert.Equal("Invalid MessageThreadIds.", (await api.PostAsync(TestApi.GetAll, bad)).IsError(HttpStatusCode.BadRequest));
        }
    }

    [Fact]
    public async Task A_thread_of_others_is_no_cursor_and_not_told_from_one_that_never_was()
    {
        await using var api = await StartAsync();
        foreach (var deleted in new[] { false, true })
        {
            var messages = new HashSet<string>();
            foreach (var id in api.Store.All().Where(t => t.Subject != "first").Select(t => t.Id).Append(Guid.NewGuid()))
            {
                _ = deleted && api.Store.Delete(id);
                var body = TestApi.Page(("Limitation", TestApi.Limitation(10, id)));
                messages.Add((await api.PostAsync(TestApi.GetAll, body)).IsError(HttpStatusCode.BadRequest));
            }
            Assert.Equal(["Invalid Cursor."], messages);
        }
    }

    private static async Task<TestApi> StartAsync()
    {
        var api = await TestApi.StartAsync();
        api.Store.Add(TestApi.Now.AddDays(-1), subject: "first");
        api.Store.Add(TestApi.Now.AddDays(-2), subject: "second", enterpriseId: DemoEnterprises.Second.Id);
        api.Store.Add(TestApi.Now.AddDays(-3), subject: "other", integrationId: DemoIntegrations.Other);
        return api;
    }

    private static IEnumerable<string> Names(TestApi api, IEnumerable<Guid> ids) => ids.Select(id => api.Store.Find(id)!.Subject);
}
