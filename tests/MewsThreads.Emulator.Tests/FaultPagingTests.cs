using System.Net;
using System.Text.Json.Nodes;

namespace MewsThreads.Emulator.Tests;

/// <summary>Faults that only a client which pages meets.</summary>
public sealed class FaultPagingTests
{
    [Fact]
    public async Task A_repeated_cursor_leads_round_in_a_circle()
    {
        await using var api = await TestApi.StartAsync();
        var threads = Fill(api, 10);
        api.Host.Faults.Add(new Fault { Kind = FaultKind.RepeatedCursor });

        var first = await PageAsync(api, 3, cursor: null);
        Assert.Equal(threads[..3], first.Ids);
        Assert.Equal(threads[2], first.Cursor);
        for (var i = 0; i < 3; i++)
        {
            var again = await PageAsync(api, 3, first.Cursor);
            Assert.Equal(threads[3..6], again.Ids);
            Assert.Equal(first.Cursor, again.Cursor);
        }
        // Even where there is nothing more.
        Assert.Equal(threads[9], (await PageAsync(api, 3, threads[9])).Cursor);
        Assert.Equal(
            [null, .. Enumerable.Repeat<FaultKind?>(FaultKind.RepeatedCursor, 4)], api.Host.Requests.Snapshot().Select(r => r.Fault));
        Assert.Equal(4, Assert.Single(api.Host.Faults.Snapshot()).Matched);
    }

    [Theory]
    [InlineData(50, null, 50, 30, 200)]
    [InlineData(50, null, 51, 30, 408)]
    [InlineData(null, 30, 1000, 30, 200)]
    [InlineData(null, 30, 1000, 31, 408)]
    [InlineData(50, 30, 51, 30, 408)]
    [InlineData(50, 30, 50, 31, 408)]
    [InlineData(50, 30, 50, 30, 200)]
    [InlineData(null, null, 1, 1, 408)]
    public async Task Too_heavy_is_above_a_count_or_a_window(int? aboveCount, int? aboveDays, int count, int days, int status)
    {
        await using var api = await TestApi.StartAsync();
        api.Host.Faults.Add(TooHeavy(aboveCount, aboveDays));
        var body = TestApi.Page(
            ("CreatedUtc", TestApi.Interval(TestApi.Now.AddDays(-days), TestApi.Now)), ("Limitation", TestApi.Limitation(count)));
        var answer = await api.PostAsync(TestApi.GetAll, body);
        Assert.Equal(status, (int)answer.Status);
        Assert.Equal(status == 408 ? FaultKind.TooHeavy : null, api.OnlyRequest.Fault);
        Assert.Equal(status == 408 ? 1 : 0, Assert.Single(api.Host.Faults.Snapshot()).Matched);
    }

    [Fact]
    public async Task Few_ids_are_few_items_whatever_the_count()
    {
        await using var api = await TestApi.StartAsync();
        var threads = Fill(api, 3);
        api.Host.Faults.Add(TooHeavy(count: 2, days: null));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(("MessageThreadIds", TestApi.Ids(threads[..2]))));
        Assert.Equal(HttpStatusCode.RequestTimeout, await StatusAsync(("MessageThreadIds", TestApi.Ids(threads))));
        Assert.Equal(HttpStatusCode.RequestTimeout, await StatusAsync());

        async Task<HttpStatusCode> StatusAsync(params (string, JsonNode?)[] properties) =>
            (await api.PostAsync(TestApi.GetAll, TestApi.Page(properties))).Status;
    }

    [Theory]
    [InlineData(5, null, 5, 20, 200)]
    [InlineData(5, null, 6, 20, 408)]
    [InlineData(null, 7, 1000, 7, 200)]
    [InlineData(null, 7, 1000, 8, 408)]
    public async Task Messages_are_too_many_by_count_or_window_however_few_the_threads(
        int? aboveCount, int? aboveDays, int count, int days, int status)
    {
        await using var api = await TestApi.StartAsync();
        api.Host.Faults.Add(TooHeavy(aboveCount, aboveDays));
        var body = TestApi.MessagePage(
            [api.Store.Add(TestApi.Now).Id],
            ("CreatedUtc", TestApi.Interval(TestApi.Now.AddDays(-days), TestApi.Now)), ("Limitation", TestApi.Limitation(count)));
        Assert.Equal(status, (int)(await api.PostAsync(TestApi.GetMessages, body)).Status);
    }

    [Fact]
    public async Task An_add_of_messages_is_too_heavy_by_their_number()
    {
        await using var api = await TestApi.StartAsync();
        var thread = api.Store.Add(TestApi.Now).Id;
        api.Host.Faults.Add(TooHeavy(count: 2, days: null));
        var heavy = await api.PostAsync(TestApi.AddMessages, TestApi.NewMessages(thread, "x", "y", "z"));
        Assert.Equal(HttpStatusCode.RequestTimeout, heavy.Status);
        Assert.Empty(api.Messages.All());
        Assert.Equal(HttpStatusCode.OK, (await api.PostAsync(TestApi.AddMessages, TestApi.NewMessages(thread, "x", "y"))).Status);
    }

    [Fact]
    public async Task A_repeated_cursor_leads_readers_of_messages_round_as_well()
    {
        await using var api = await TestApi.StartAsync();
        var thread = api.Store.Add(TestApi.Now).Id;
        var ids = Enumerable.Range(1, 4).Select(i => api.Messages.Add(thread, TestApi.Now.AddHours(-i)).Id).ToList();
        api.Host.Faults.Add(new Fault { Kind = FaultKind.RepeatedCursor, Operation = TestApi.GetMessages });
        var answer = await api.PostAsync(TestApi.GetMessages, TestApi.MessagePage([thread], ("Limitation", TestApi.Limitation(2, ids[0]))));
        Assert.Equal(ids[1..3], answer.MessageIds);
        Assert.Equal(ids[0], answer.Cursor);
    }

    [Fact]
    public async Task Of_two_intervals_the_shorter_counts()
    {
        await using var api = await TestApi.StartAsync();
        api.Host.Faults.Add(TooHeavy(count: null, days: 10));
        var (shorter, longer) = (Days(10), Days(11));
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(shorter, longer)).Status);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(longer, shorter)).Status);
        Assert.Equal(HttpStatusCode.RequestTimeout, (await PostAsync(longer, longer)).Status);
        Assert.Equal(HttpStatusCode.RequestTimeout, (await PostAsync(null, longer)).Status);

        static JsonNode Days(int days) => TestApi.Interval(TestApi.Now.AddDays(-days), TestApi.Now);
        Task<Answer> PostAsync(JsonNode? created, JsonNode? updated) =>
            api.PostAsync(TestApi.GetAll, TestApi.Page(("CreatedUtc", created?.DeepClone()), ("UpdatedUtc", updated?.DeepClone())));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("no JSON")]
    [InlineData("""{"Limitation":{"Count":"1000","Cursor":5},"CreatedUtc":7}""")]
    public async Task What_cannot_be_read_is_not_above_anything_and_has_no_cursor(string body)
    {
        await using var api = await TestApi.StartAsync();
        api.Host.Faults.Add(TooHeavy(count: 0, days: 0), new Fault { Kind = FaultKind.RepeatedCursor });
        var answer = await api.SendAsync(HttpMethod.Post, "/api/connector/v1/" + TestApi.GetAll, TestApi.Json(body));
        Assert.InRange((int)answer.Status, 400, 401);
        Assert.All(api.Host.Faults.Snapshot(), f => Assert.Equal(0, f.Matched));
    }

    [Fact]
    public async Task Threads_are_inserted_before_the_page_that_they_are_on()
    {
        await using var api = await TestApi.StartAsync();
        var threads = Fill(api, 5);
        api.Host.Faults.Add(new Fault { Kind = FaultKind.InsertThreads, Threads = 2, Skip = 1, Times = 1 });

        var first = await PageAsync(api, 3, cursor: null);
        var second = await PageAsync(api, 3, first.Cursor);
        // What is created while paging sorts before the cursor.
        Assert.Equal(threads, [.. first.Ids, .. second.Ids]);
        Assert.Equal([null, FaultKind.InsertThreads], api.Host.Requests.Snapshot().Select(r => r.Fault));

        var all = await PageAsync(api, 1000, cursor: null);
        Assert.Equal(7, all.Ids.Count);
        Assert.Equal(threads, all.Ids[2..]);
        Assert.All(all.Ids[..2], id => Assert.Equal(TestApi.Now, api.Store.Find(id)!.CreatedUtc));
    }

    [Fact]
    public async Task They_are_there_for_the_one_who_asks()
    {
        await using var api = await TestApi.StartAsync();
        api.Host.Faults.Add(new Fault { Kind = FaultKind.InsertThreads });
        foreach (var (client, access) in new[]
        {
            (DemoTokens.ClientToken, DemoTokens.AccessToken),
            (DemoTokens.ClientToken, DemoTokens.SecondEnterpriseAccessToken),
            (DemoTokens.OtherClientToken, DemoTokens.OtherAccessToken),
        })
        {
            Assert.Single((await api.PostAsync(TestApi.GetAll, TestApi.Page(("ClientToken", client), ("AccessToken", access)))).Ids);
        }
        Assert.Equal(3, api.Store.Count);
        // And for the default token, if it is no one.
        await api.PostAsync(TestApi.GetAll, TestApi.Page(("AccessToken", "x")));
        Assert.Equal(2, api.Store.VisibleTo(DemoTokens.ClientToken, DemoTokens.AccessToken).Count);
    }

    [Fact]
    public async Task The_same_seed_on_a_clock_that_stands_still_inserts_without_a_collision()
    {
        await using var api = await TestApi.StartAsync();
        api.Host.Faults.Add(new Fault { Kind = FaultKind.InsertThreads });
        Assert.Single((await PageAsync(api, 1000, cursor: null)).Ids);
        api.Host.Faults.Reset(api.Host.Faults.Seed);
        Assert.Equal(2, (await PageAsync(api, 1000, cursor: null)).Ids.Count);
    }

    [Fact]
    public async Task Threads_are_updated_as_the_seed_picks_them()
    {
        await using var api = await TestApi.StartAsync();
        var threads = Fill(api, 20);
        var others = api.Store.Add(TestApi.Now.AddDays(-1), integrationId: DemoIntegrations.Other);
        api.Host.Faults.Add(new Fault { Kind = FaultKind.UpdateThreads, Threads = 3, Times = 1 });
        Assert.Equal(threads, (await PageAsync(api, 1000, cursor: null)).Ids);

        var updated = Updated(api);
        Assert.Equal(3, updated.Count);
        Assert.Equal(others, api.Store.Find(others.Id));

        await AgainAsync(api.Host.Faults.Seed);
        Assert.Equal(updated, Updated(api));
        await AgainAsync(seed: 2);
        Assert.NotEqual(updated, Updated(api));

        async Task AgainAsync(int seed)
        {
            var before = api.Store.All();
            api.Store.Clear();
            api.Store.Insert(before.Select(t => t with { UpdatedUtc = t.CreatedUtc }));
            api.Host.Faults.Reset(seed);
            await PageAsync(api, 1000, cursor: null);
        }
    }

    [Fact]
    public async Task No_more_threads_are_updated_than_there_are()
    {
        await using var api = await TestApi.StartAsync();
        api.Host.Faults.Add(new Fault { Kind = FaultKind.UpdateThreads, Threads = 3 });
        Assert.Empty((await PageAsync(api, 1000, cursor: null)).Ids);
        Fill(api, 2);
        Assert.Equal(2, (await PageAsync(api, 1000, cursor: null)).Ids.Count);
        Assert.Equal(2, Updated(api).Count);
    }

    private static Fault TooHeavy(int? count, int? days) => new()
    {
        Kind = FaultKind.TooHeavy,
        AboveCount = count,
        AboveWindow = days is { } d ? TimeSpan.FromDays(d) : null,
    };

    private static Task<Answer> PageAsync(TestApi api, int count, Guid? cursor) =>
        api.PostAsync(TestApi.GetAll, TestApi.Page(("Limitation", TestApi.Limitation(count, cursor))));

    private static List<Guid> Updated(TestApi api) => [.. api.Store.All().Where(t => t.UpdatedUtc == TestApi.Now).Select(t => t.Id)];

    /// <summary>So many threads, newest first.</summary>
    private static List<Guid> Fill(TestApi api, int count) =>
        [.. Enumerable.Range(1, count).Select(i => api.Store.Add(TestApi.Now.AddHours(-i)).Id)];
}
