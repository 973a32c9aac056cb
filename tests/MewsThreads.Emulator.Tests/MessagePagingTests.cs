using System.Net;
using System.Text.Json;

namespace MewsThreads.Emulator.Tests;

/// <summary><c>messages/getAll</c>: order, pages and cursors.</summary>
public sealed class MessagePagingTests
{
    [Fact]
    public async Task A_message_is_shown_as_documented()
    {
        await using var api = await TestApi.StartAsync();
        var thread = api.Store.Add(TestApi.Now.AddDays(-1));
        var message = api.Messages.Add(thread.Id, TestApi.Now.AddTicks(9_999_999), "Frühstück, \"🥐\"\n", "Robot");
        var answer = await api.PostAsync(TestApi.GetMessages, TestApi.MessagePage([thread.Id]));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(["Messages", "Cursor"], answer.Json.EnumerateObject().Select(p => p.Name));
        Assert.Equal(message.Id, answer.Cursor);
        var shown = Assert.Single(answer.Messages);
        Assert.Equal(["Id", "MessageThreadId", "Text", "Sender", "CreatedUtc"], shown.EnumerateObject().Select(p => p.Name));
        Assert.Equal(message.Id, shown.GetProperty("Id").GetGuid());
        Assert.Equal(thread.Id, shown.GetProperty("MessageThreadId").GetGuid());
        Assert.Equal(message.Text, shown.GetProperty("Text").GetString());
        Assert.Equal("""{"Discriminator":"Robot","Value":null}""", shown.GetProperty("Sender").GetRawText());
        Assert.Equal("2026-03-15T12:30:45Z", shown.GetProperty("CreatedUtc").GetString());
    }

    [Theory]
    [InlineData(0, "2026-03-15T12:30:45Z")]
    [InlineData(3, "2026-03-15T12:30:45.123Z")]
    [InlineData(7, "2026-03-15T12:30:45.1239999Z")]
    public async Task Timestamps_have_as_many_digits_as_set(int digits, string expected)
    {
        await using var api = await TestApi.StartAsync(o => o with { World = new World { TimestampDigits = digits } });
        var thread = api.Store.Add(TestApi.Now);
        api.Messages.Add(thread.Id, TestApi.Now.AddTicks(1_239_999));
        var answer = await api.PostAsync(TestApi.GetMessages, TestApi.MessagePage([thread.Id]));
        Assert.Equal(expected, answer.Messages[0].GetProperty("CreatedUtc").GetString());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(24)]
    [InlineData(25)]
    public async Task Pages_of_any_size_give_the_messages_of_all_threads_once_and_newest_first(int count)
    {
        await using var api = await TestApi.StartAsync();
        var threads = Enumerable.Range(0, 3).Select(_ => api.Store.Add(TestApi.Now.AddDays(-9)).Id).ToList();
        // Four share each instant, in different threads: pages end between equally old messages.
        for (var i = 0; i < 24; i++)
        {
            api.Messages.Add(threads[i % 3], TestApi.Now.AddHours(-(i / 4)));
        }
        var expected = api.Messages.All()
            .OrderByDescending(m => m.CreatedUtc).ThenByDescending(m => m.Id.ToString(), StringComparer.Ordinal).Select(m => m.Id);
        Assert.Equal(expected, await api.ReadAllMessagesAsync(TestApi.MessagePage([threads[2], .. threads]), count));
    }

    [Fact]
    public async Task Only_the_messages_of_the_threads_asked_for()
    {
        await using var api = await TestApi.StartAsync();
        var threads = Enumerable.Range(0, 3).Select(_ => api.Store.Add(TestApi.Now.AddDays(-9)).Id).ToList();
        foreach (var thread in threads)
        {
            api.Messages.Add(thread, TestApi.Now.AddDays(-1));
        }
        var answer = await api.PostAsync(TestApi.GetMessages, TestApi.MessagePage([threads[1]]));
        Assert.Equal(api.Messages.Of(threads[1]).Select(m => m.Id), answer.MessageIds);
    }

    [Fact]
    public async Task The_cursor_is_null_only_on_an_empty_page_which_can_be_a_204()
    {
        await using var api = await TestApi.StartAsync();
        var thread = api.Store.Add(TestApi.Now);
        var answer = await api.PostAsync(TestApi.GetMessages, TestApi.MessagePage([thread.Id]));
        Assert.Empty(answer.MessageIds);
        Assert.Equal(JsonValueKind.Null, answer.Json.GetProperty("Cursor").ValueKind);

        var minimal = await api.PostAsync(TestApi.GetMessages, TestApi.MessagePage([thread.Id]), ("Prefer", "return=minimal"));
        Assert.Equal(HttpStatusCode.NoContent, minimal.Status);
        Assert.Empty(minimal.Bytes);
        api.Messages.Add(thread.Id, TestApi.Now);
        var full = await api.PostAsync(TestApi.GetMessages, TestApi.MessagePage([thread.Id]), ("Prefer", "return=minimal"));
        Assert.Equal(HttpStatusCode.OK, full.Status);
    }

    [Fact]
    public async Task What_is_created_while_paging_is_missed_and_nothing_comes_twice()
    {
        await using var api = await TestApi.StartAsync();
        var thread = api.Store.Add(TestApi.Now.AddDays(-1)).Id;
        var before = Enumerable.Range(1, 6).Select(i => api.Messages.Add(thread, TestApi.Now.AddHours(-i)).Id).ToList();

        var first = await api.PostAsync(TestApi.GetMessages, TestApi.MessagePage([thread], ("Limitation", TestApi.Limitation(3))));
        api.Host.Answer(thread, "New");
        var next = TestApi.MessagePage([thread], ("Limitation", TestApi.Limitation(1000, first.Cursor)));
        Assert.Equal(before, [.. first.MessageIds, .. (await api.PostAsync(TestApi.GetMessages, next)).MessageIds]);
    }

    [Fact]
    public async Task A_cursor_need_not_match_the_filters()
    {
        await using var api = await TestApi.StartAsync();
        var (asked, other) = (api.Store.Add(TestApi.Now.AddDays(-9)).Id, api.Store.Add(TestApi.Now.AddDays(-9)).Id);
        api.Messages.Add(asked, TestApi.Now);
        var cursor = api.Messages.Add(other, TestApi.Now.AddHours(-1));
        var older = api.Messages.Add(asked, TestApi.Now.AddHours(-2));
        var body = TestApi.MessagePage([asked], ("Limitation", TestApi.Limitation(10, cursor.Id)));
        Assert.Equal([older.Id], (await api.PostAsync(TestApi.GetMessages, body)).MessageIds);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_cursor_to_a_deleted_message_continues_where_it_was(int offset)
    {
        await using var api = await TestApi.StartAsync();
        var thread = api.Store.Add(TestApi.Now.AddDays(-1)).Id;
        // All at one instant: only the id tells their places apart.
        for (var i = 0; i < 3; i++)
        {
            api.Messages.Add(thread, TestApi.Now);
        }
        var all = api.Messages.Of(thread);
        Assert.True(api.Messages.Delete(all[offset].Id));
        Assert.False(api.Messages.Delete(all[offset].Id));
        var body = TestApi.MessagePage([thread], ("Limitation", TestApi.Limitation(10, all[offset].Id)));
        Assert.Equal(all.Skip(offset + 1).Select(m => m.Id), (await api.PostAsync(TestApi.GetMessages, body)).MessageIds);
    }

    [Theory]
    [InlineData(GoneCursor.Continue, 200)]
    [InlineData(GoneCursor.Reject, 400)]
    public async Task Messages_go_with_their_thread_and_their_places_are_remembered(GoneCursor rule, int status)
    {
        await using var api = await TestApi.StartAsync(o => o with { World = new World { GoneCursor = rule } });
        var (thread, kept) = (api.Store.Add(TestApi.Now.AddDays(-1)).Id, api.Store.Add(TestApi.Now.AddDays(-1)).Id);
        var gone = api.Messages.Add(thread, TestApi.Now);
        var older = api.Messages.Add(kept, TestApi.Now.AddHours(-1));
        var body = TestApi.MessagePage([thread, kept], ("Limitation", TestApi.Limitation(10, gone.Id)));
        Assert.Equal([older.Id], (await api.PostAsync(TestApi.GetMessages, body)).MessageIds);

        api.Store.Delete(thread);
        Assert.Equal([older], api.Messages.All());
        Assert.Equal(status, (int)(await api.PostAsync(TestApi.GetMessages, body)).Status);
    }
}
