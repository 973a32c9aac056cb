using System.Net;
using System.Text.Json.Nodes;

namespace MewsThreads.Emulator.Tests;

/// <summary><c>messages/getAll</c>: what is asked for, and what may be.</summary>
public sealed class MessageFilterTests
{
    [Theory]
    [InlineData("MessageThreadIds", "null", "MessageThreadIds is required.")]
    [InlineData("MessageThreadIds", "[]", "MessageThreadIds must have 1 to 1000 items.")]
    [InlineData("MessageThreadIds", """["x"]""", "MessageThreadIds must be a valid identifier.")]
    [InlineData("Limitation", "null", "Limitation is required.")]
    [InlineData("Limitation", "{}", "Count is required.")]
    [InlineData("Limitation", """{"Count":1001}""", "Count must be a whole number from 1 to 1000.")]
    [InlineData("Limitation", """{"Count":1,"Cursor":"00000000-0000-0000-0000-000000000000"}""", "Invalid Cursor.")]
    [InlineData("EnterpriseIds", """["00000000-0000-0000-0000-000000000000"]""", "Invalid EnterpriseIds.")]
    [InlineData("CreatedUtc", "5", "CreatedUtc must be an object.")]
    public async Task What_is_wrong_is_400(string property, string json, string expected)
    {
        await using var api = await TestApi.StartAsync();
        var thread = api.Store.Add(TestApi.Now).Id;
        var answer = await api.PostAsync(TestApi.GetMessages, TestApi.MessagePage([thread], (property, JsonNode.Parse(json))));
        Assert.Equal(expected, answer.IsError(HttpStatusCode.BadRequest));
    }

    [Theory]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    public async Task Threads_are_1000_at_most(int count, bool good)
    {
        await using var api = await TestApi.StartAsync();
        var ids = Enumerable.Range(0, count).Select(_ => Guid.NewGuid());
        var answer = await api.PostAsync(TestApi.GetMessages, TestApi.MessagePage(ids));
        Assert.Equal(good ? HttpStatusCode.OK : HttpStatusCode.BadRequest, answer.Status);
    }

    [Theory]
    [InlineData(false, "2026-01-01T00:00:00Z", "2026-02-02T00:00:00Z", true)] // a month and a day, to the tick
    [InlineData(false, "2026-01-01T00:00:00Z", "2026-02-02T00:00:00.0000001Z", false)]
    [InlineData(false, "2026-01-31T00:00:00Z", "2026-03-01T00:00:00Z", true)] // a month after January 31st is February 28th
    [InlineData(false, "2026-01-31T00:00:00Z", "2026-03-01T00:00:01Z", false)]
    [InlineData(true, "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z", true)]
    [InlineData(true, "2026-01-01T00:00:00Z", "2026-02-01T00:00:00.0000001Z", false)]
    [InlineData(true, "2026-01-31T00:00:00Z", "2026-02-28T00:00:00Z", true)] // both readings: start + 1M = 02-28, end - 1M = 01-28
    [InlineData(true, "2026-02-28T00:00:00Z", "2026-03-31T00:00:00Z", false)] // start + 1M = 03-28
    [InlineData(true, "9999-12-01T00:00:00Z", "9999-12-31T23:59:59Z", true)]
    public async Task At_most_a_month(bool strict, string start, string end, bool good)
    {
        await using var api = await TestApi.StartAsync(o => o with { World = new World { StrictMonths = strict } });
        var body = TestApi.MessagePage([Guid.NewGuid()], ("CreatedUtc", TestApi.Interval(start, end)));
        var answer = await api.PostAsync(TestApi.GetMessages, body);
        if (good)
        {
            Assert.Equal(HttpStatusCode.OK, answer.Status);
        }
        else
        {
            Assert.Equal($"The interval must not exceed {(strict ? "1M" : "1M1D")}.", answer.IsError(HttpStatusCode.BadRequest));
        }
    }

    [Theory]
    [InlineData(IntervalRule.HalfOpen, new[] { "inside", "start" })]
    [InlineData(IntervalRule.Inclusive, new[] { "end", "inside", "start" })]
    public async Task The_end_is_outside_or_inside(IntervalRule rule, string[] expected)
    {
        await using var api = await TestApi.StartAsync(o => o with { World = new World { Intervals = rule } });
        var thread = api.Store.Add(TestApi.Now.AddDays(-9)).Id;
        var (start, end) = (TestApi.Now.AddDays(-2), TestApi.Now.AddDays(-1));
        foreach (var (at, text) in new[]
        {
            (start.AddTicks(-1), "before"), (start, "start"), (start.AddTicks(1), "inside"), (end, "end"), (end.AddTicks(1), "after"),
        })
        {
            api.Messages.Add(thread, at, text);
        }
        Assert.Equal(expected, await TextsAsync(api, thread, start, end));
        Assert.Equal(["start"], await TextsAsync(api, thread, start, start));
    }

    [Theory]
    [InlineData(DemoTokens.ClientToken, DemoTokens.AccessToken, "first")]
    [InlineData(DemoTokens.ClientToken, DemoTokens.SecondEnterpriseAccessToken, "second")]
    [InlineData(DemoTokens.ClientToken, DemoTokens.PortfolioAccessToken, "first second")]
    [InlineData(DemoTokens.OtherClientToken, DemoTokens.OtherAccessToken, "other")]
    public async Task A_token_sees_the_messages_of_the_threads_it_sees(string client, string access, string expected)
    {
        await using var api = await StartAsync();
        var threads = api.Store.All().Select(t => t.Id);
        var answer = await api.PostAsync(
            TestApi.GetMessages, TestApi.MessagePage(threads, ("ClientToken", client), ("AccessToken", access)));
        Assert.Equal(expected.Split(' '), Texts(answer));

        // And no other is a cursor.
        foreach (var message in api.Messages.All())
        {
            var next = TestApi.MessagePage(
                threads, ("ClientToken", client), ("AccessToken", access), ("Limitation", TestApi.Limitation(10, message.Id)));
            var visible = expected.Contains(message.Text, StringComparison.Ordinal);
            Assert.Equal(visible ? HttpStatusCode.OK : HttpStatusCode.BadRequest, (await api.PostAsync(TestApi.GetMessages, next)).Status);
        }
    }

    [Fact]
    public async Task A_portfolio_can_be_narrowed_to_some_enterprises()
    {
        await using var api = await StartAsync(UnknownIds.Reject);
        var threads = api.Store.VisibleTo(DemoTokens.ClientToken, DemoTokens.PortfolioAccessToken).Select(t => t.Id);
        var answer = await api.PostAsync(TestApi.GetMessages, TestApi.MessagePage(
            threads, ("AccessToken", DemoTokens.PortfolioAccessToken), ("EnterpriseIds", TestApi.Ids(DemoEnterprises.Second.Id))));
        Assert.Equal(["second"], Texts(answer));
    }

    [Fact]
    public async Task One_unknown_thread_fails_the_call_when_so_set()
    {
        await using var api = await StartAsync(UnknownIds.Reject);
        var threads = api.Store.All().ToDictionary(t => t.Subject, t => t.Id);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(threads["first"], threads["first"])).Status);
        foreach (var id in new[] { Guid.NewGuid(), threads["second"], threads["other"] })
        {
            Assert.Equal("Invalid MessageThreadIds.", (await PostAsync(threads["first"], id)).IsError(HttpStatusCode.BadRequest));
        }

        Task<Answer> PostAsync(params Guid[] ids) => api.PostAsync(TestApi.GetMessages, TestApi.MessagePage(ids));
    }

    private static async Task<TestApi> StartAsync(UnknownIds unknownIds = UnknownIds.Ignore)
    {
        var api = await TestApi.StartAsync(o => o with { World = new World { UnknownIds = unknownIds } });
        var at = TestApi.Now.AddDays(-9);
        foreach (var thread in new[]
        {
            api.Store.Add(at, subject: "first"),
            api.Store.Add(at.AddDays(-1), subject: "second", enterpriseId: DemoEnterprises.Second.Id),
            api.Store.Add(at.AddDays(-2), subject: "other", integrationId: DemoIntegrations.Other),
        })
        {
            api.Messages.Add(thread.Id, thread.CreatedUtc, thread.Subject);
        }
        return api;
    }

    private static async Task<IEnumerable<string?>> TextsAsync(TestApi api, Guid thread, DateTimeOffset start, DateTimeOffset end) =>
        Texts(await api.PostAsync(TestApi.GetMessages, TestApi.MessagePage([thread], ("CreatedUtc", TestApi.Interval(start, end)))));

    private static IEnumerable<string?> Texts(Answer answer) => answer.Messages.Select(m => m.GetProperty("Text").GetString());
}
