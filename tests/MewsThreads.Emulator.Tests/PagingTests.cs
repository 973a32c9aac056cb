using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MewsThreads.Emulator.Tests;

/// <summary>Order, pages and cursors.</summary>
public sealed class PagingTests
{
    [Fact]
    public async Task Newest_first_and_equally_old_ones_by_id()
    {
        await using var api = await TestApi.StartAsync();
        for (var i = 0; i < 60; i++)
        {
            api.Store.Add(TestApi.Now.AddDays(-(i % 7)));
        }
        var ids = await api.ReadAllAsync(TestApi.Page(), count: 1000);
        var expected = api.Store.All().OrderByDescending(t => t.CreatedUtc).ThenByDescending(t => t.Id.ToString(), StringComparer.Ordinal);
        Assert.Equal(expected.Select(t => t.Id), ids);
        Assert.Equal(60, ids.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(12)]
    [InlineData(13)]
    public async Task Pages_of_any_size_give_all_threads_once(int count)
    {
        await using var api = await TestApi.StartAsync();
        // Four share each instant: pages end between equally old threads.
        api.Store.Insert(Enumerable.Range(0, 12).Select(i => Thread(TestApi.Now.AddHours(-(i / 4)))));
        Assert.Equal(api.Store.All().Select(t => t.Id), await api.ReadAllAsync(TestApi.Page(), count));
    }

    [Fact]
    public async Task The_cursor_is_the_last_item_of_a_full_and_of_a_short_page()
    {
        await using var api = await TestApi.StartAsync();
        api.Store.Insert(Enumerable.Range(0, 5).Select(i => Thread(TestApi.Now.AddHours(-i))));

        var full = await api.PostAsync(TestApi.GetAll, TestApi.Page(("Limitation", TestApi.Limitation(3))));
        Assert.Equal(3, full.Ids.Count);
        Assert.Equal(full.Ids[^1], full.Cursor);
        var last = await api.PostAsync(TestApi.GetAll, TestApi.Page(("Limitation", TestApi.Limitation(3, full.Cursor))));
        Assert.Equal(2, last.Ids.Count);
        Assert.Equal(last.Ids[^1], last.Cursor);
    }

    [Fact]
    public async Task The_cursor_is_there_and_null_only_on_an_empty_page()
    {
        await using var api = await TestApi.StartAsync();
        var answer = await api.PostAsync(TestApi.GetAll, TestApi.Page());
        Assert.Equal(["MessageThreads", "Cursor"], answer.Json.EnumerateObject().Select(p => p.Name));
        Assert.Empty(answer.Ids);
        Assert.Equal(JsonValueKind.Null, answer.Json.GetProperty("Cursor").ValueKind);
    }

    [Fact]
    public async Task What_is_created_while_paging_is_missed_and_nothing_comes_twice()
    {
        await using var api = await TestApi.StartAsync();
        api.Store.Insert(Enumerable.Range(1, 6).Select(i => Thread(TestApi.Now.AddHours(-i))));
        var before = api.Store.All().Select(t => t.Id);

        var first = await api.PostAsync(TestApi.GetAll, TestApi.Page(("Limitation", TestApi.Limitation(3))));
        await api.PostAsync(TestApi.AddThread, TestApi.Body(("OriginalSender", "John Doe"), ("Subject", "New")));
        var second = await api.PostAsync(TestApi.GetAll, TestApi.Page(("Limitation", TestApi.Limitation(1000, first.Cursor))));
        Assert.Equal(before, first.Ids.Concat(second.Ids));
    }

    [Fact]
    public async Task A_cursor_need_not_match_the_filters()
    {
        await using var api = await TestApi.StartAsync();
        var newer = api.Store.Add(TestApi.Now.AddDays(-1));
        var older = api.Store.Add(TestApi.Now.AddDays(-10));
        var interval = TestApi.Interval(TestApi.Now.AddDays(-20), TestApi.Now.AddDays(-5));

        var body = TestApi.Page(("CreatedUtc", interval), ("Limitation", TestApi.Limitation(10, newer.Id)));
        Assert.Equal([older.Id], (await api.PostAsync(TestApi.GetAll, body)).Ids);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_cursor_to_a_deleted_thread_continues_where_it_was(int offset)
    {
        await using var api = await TestApi.StartAsync();
        // All at one instant: only the id tells their places apart.
        api.Store.Insert(Enumerable.Range(0, 3).Select(_ => Thread(TestApi.Now.AddDays(-1))));
        var all = api.Store.All();
        Assert.True(api.Store.Delete(all[offset].Id));
        var answer = await api.PostAsync(TestApi.GetAll, TestApi.Page(("Limitation", TestApi.Limitation(10, all[offset].Id))));
        Assert.Equal(all.Skip(offset + 1).Select(t => t.Id), answer.Ids);
    }

    [Fact]
    public async Task A_cursor_to_a_deleted_thread_is_400_when_so_set()
    {
        await using var api = await TestApi.StartAsync(o => o with { World = new World { GoneCursor = GoneCursor.Reject } });
        var thread = api.Store.Add(TestApi.Now.AddDays(-1));
        var body = TestApi.Page(("Limitation", TestApi.Limitation(10, thread.Id)));
        Assert.Equal(HttpStatusCode.OK, (await api.PostAsync(TestApi.GetAll, body)).Status);
        api.Store.Delete(thread.Id);
        (await api.PostAsync(TestApi.GetAll, body)).IsError(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData(GoneCursor.Continue)]
    [InlineData(GoneCursor.Reject)]
    public async Task A_cursor_that_was_never_a_thread_is_400(GoneCursor rule)
    {
        await using var api = await TestApi.StartAsync(o => o with { World = new World { GoneCursor = rule } });
        var body = TestApi.Page(("Limitation", TestApi.Limitation(10, ThreadStore.NewId(TestApi.Now))));
        (await api.PostAsync(TestApi.GetAll, body)).IsError(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Under_an_UpdatedUtc_filter_the_order_is_that_of_creation()
    {
        await using var api = await TestApi.StartAsync();
        var threads = AddUpdatedInReverse(api.Store);
        Assert.Equal(threads, await api.ReadAllAsync(UpdatedPage(), count: 2));
    }

    [Fact]
    public async Task Under_an_UpdatedUtc_filter_the_order_is_that_of_update_when_so_set()
    {
        await using var api = await TestApi.StartAsync(o => o with { World = new World { UpdatedSort = UpdatedSort.Updated } });
        var threads = AddUpdatedInReverse(api.Store);
        Assert.Equal(threads.AsEnumerable().Reverse(), await api.ReadAllAsync(UpdatedPage(), count: 2));
        Assert.Equal(threads, await api.ReadAllAsync(TestApi.Page(), count: 2));
    }

    [Theory]
    [InlineData(UpdatedSort.Created, true)]
    [InlineData(UpdatedSort.Updated, false)]
    public async Task A_thread_updated_while_paging_keeps_its_place_or_moves_to_the_front(UpdatedSort sort, bool keeps)
    {
        await using var api = await TestApi.StartAsync(o => o with { World = new World { UpdatedSort = sort } });
        var threads = AddUpdatedInReverse(api.Store);
        var first = await api.PostAsync(TestApi.GetAll, Limited(2, null));
        var unread = threads.Except(first.Ids).First();
        api.Store.Update(unread, TestApi.Now);
        var rest = await api.PostAsync(TestApi.GetAll, Limited(1000, first.Cursor));
        Assert.Equal(keeps, rest.Ids.Contains(unread));

        static JsonObject Limited(int count, Guid? cursor)
        {
            var body = UpdatedPage();
            body["Limitation"] = TestApi.Limitation(count, cursor);
            return body;
        }
    }

    [Theory]
    [InlineData(0, "2026-03-14T12:30:45Z")]
    [InlineData(1, "2026-03-14T12:30:45.9Z")]
    [InlineData(3, "2026-03-14T12:30:45.987Z")]
    [InlineData(7, "2026-03-14T12:30:45.9876543Z")]
    public async Task Timestamps_are_cut_off_but_compared_to_the_tick(int digits, string expected)
    {
        await using var api = await TestApi.StartAsync(o => o with { World = new World { TimestampDigits = digits } });
        var thread = api.Store.Add(TestApi.Now.AddDays(-1).AddTicks(9_876_543));
        var exactly = TestApi.Interval(thread.CreatedUtc, thread.CreatedUtc);
        var answer = await api.PostAsync(TestApi.GetAll, TestApi.Page(("CreatedUtc", exactly)));
        var returned = Assert.Single(answer.Json.GetProperty("MessageThreads").EnumerateArray());
        Assert.Equal(expected, returned.GetProperty("CreatedUtc").GetString());
        Assert.Equal(expected, returned.GetProperty("UpdatedUtc").GetString());
    }

    [Fact]
    public async Task A_thread_has_all_its_properties()
    {
        await using var api = await TestApi.StartAsync();
        var thread = api.Store.Add(TestApi.Now.AddDays(-2), "Sender", "Subject 🎉 \"é\"", TestApi.Now.AddDays(-1), isResolved: true);
        var answer = await api.PostAsync(TestApi.GetAll, TestApi.Page());
        var json = Assert.Single(answer.Json.GetProperty("MessageThreads").EnumerateArray());
        Assert.Equal(
            ["Id", "OriginalSender", "Subject", "CreatedUtc", "UpdatedUtc", "IsResolved"], json.EnumerateObject().Select(p => p.Name));
        Assert.Equal(thread.Id.ToString(), json.GetProperty("Id").GetString());
        Assert.Equal("Sender", json.GetProperty("OriginalSender").GetString());
        Assert.Equal("Subject 🎉 \"é\"", json.GetProperty("Subject").GetString());
        Assert.Equal("2026-03-13T12:30:45Z", json.GetProperty("CreatedUtc").GetString());
        Assert.Equal("2026-03-14T12:30:45Z", json.GetProperty("UpdatedUtc").GetString());
        Assert.True(json.GetProperty("IsResolved").GetBoolean());
    }

    // Newest creation first; the older it is, the later it was updated.
    private static List<Guid> AddUpdatedInReverse(ThreadStore store) =>
    [
        .. Enumerable.Range(0, 5).Select(i => store.Add(TestApi.Now.AddDays(-10 - i), updatedUtc: TestApi.Now.AddDays(-9 + i)).Id),
    ];

    private static JsonObject UpdatedPage() =>
        TestApi.Page(("CreatedUtc", null), ("UpdatedUtc", TestApi.Interval(TestApi.Now.AddDays(-30), TestApi.Now.AddDays(1))));

    private static StoredThread Thread(DateTimeOffset created) => new()
    {
        Id = ThreadStore.NewId(created),
        OriginalSender = "John Doe",
        Subject = "Example",
        CreatedUtc = created,
        UpdatedUtc = created,
    };
}
