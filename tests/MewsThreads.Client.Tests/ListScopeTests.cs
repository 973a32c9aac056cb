using System.Text.Json;
using MewsThreads.Lists;
using MewsThreads.Tests;
using Microsoft.AspNetCore.Http;

namespace MewsThreads.Client.Tests;

/// <summary>What lists make of pages that hold something other than what was asked for, or the same over and over.</summary>
public class ListScopeTests
{
    private const string Noon = "2024-01-01T12:00:00Z";

    private static readonly TimeFilter Day = new(new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2024, 1, 2, 0, 0, 0, TimeSpan.Zero));

    private static readonly Guid A = new("aaaaaaaa-0000-0000-0000-000000000000");
    private static readonly Guid B = new("bbbbbbbb-0000-0000-0000-000000000000");
    private static readonly Guid C = new("cccccccc-0000-0000-0000-000000000000");
    private static readonly Guid D = new("dddddddd-0000-0000-0000-000000000000");
    private static readonly Guid E = new("eeeeeeee-0000-0000-0000-000000000000");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_same_threads_with_ever_new_cursors_are_an_error(bool byUpdate)
    {
        await using var server = await Forever(() => [Thread(A), Thread(B)]);

        Assert.Throws<MewsProtocolException>(() => Threads(server, byUpdate ? default : Day, byUpdate ? Day : default, pageSize: 2));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_same_threads_in_ever_new_orders_are_an_error(bool byUpdate)
    {
        var random = new Random(1);
        Guid[] ids = [A, B, C, D];
        await using var server = await Forever(() => [.. random.GetItems(ids, 1).Select(id => Thread(id))]);

        Assert.Throws<MewsProtocolException>(() => Threads(server, byUpdate ? default : Day, byUpdate ? Day : default, pageSize: 1));
    }

    [Fact]
    public async Task The_same_messages_with_ever_new_cursors_are_an_error()
    {
        await using var server = await Forever(() => [Message(A, B), Message(C, B)], "Messages");

        Assert.Throws<MewsProtocolException>(() => Messages(server, [B], default));
    }

    [Fact]
    public async Task The_same_thread_of_an_id_with_ever_new_cursors_is_an_error()
    {
        await using var server = await Forever(() => [Thread(A)]);

        Assert.Throws<MewsProtocolException>(() => Threads(server, default, default, pageSize: 1, wanted: [A, B]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_thread_that_is_three_times_in_a_page_is_an_error(bool byUpdate) => Assert.Contains(
        "more than once", await Refusal(byUpdate, [Thread(A), Thread(A), Thread(A)]), StringComparison.Ordinal);

    [Fact]
    public async Task A_message_that_is_three_times_in_a_page_is_an_error()
    {
        await using var server = await Pages("Messages", [Message(A, B), Message(A, B), Message(A, B)]);

        Assert.Throws<MewsProtocolException>(() => Messages(server, [B], default));
    }

    [Fact]
    public async Task A_thread_that_comes_again_on_the_next_page_is_an_error()
    {
        await using var server = await Pages("MessageThreads", [Thread(A), Thread(B)], [Thread(B), Thread(C)]);

        Assert.Throws<MewsProtocolException>(() => Threads(server, Day, default, pageSize: 2));
    }

    [Theory]
    [InlineData("2023-12-31T23:59:58Z")]
    [InlineData("2024-01-02T00:00:02Z")]
    [InlineData("9999-12-31T23:59:59.9999999Z")]
    [InlineData("0001-01-01T00:00:01Z")]
    public async Task A_thread_outside_of_the_window_is_an_error(string instant)
    {
        Assert.Contains("outside of the window", await Refusal(byUpdate: false, [Thread(A, created: instant)]), StringComparison.Ordinal);
        Assert.Contains("outside of the window", await Refusal(byUpdate: true, [Thread(A, updated: instant)]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2023-12-31T23:59:59Z", true)]
    [InlineData("2024-01-01T00:00:00Z", true)]
    [InlineData("2024-01-01T23:59:59.9999999Z", true)]
    [InlineData("2024-01-02T00:00:00Z", false)]
    [InlineData("2024-01-02T00:00:01Z", false)]
    public async Task A_thread_at_an_end_of_the_window_is_returned_or_left_out_without_an_error(string instant, bool isReturned)
    {
        await using var server = await Pages("MessageThreads", [Thread(A, created: instant, updated: instant)]);

        Assert.Equal(isReturned ? [A] : [], Threads(server, Day, default, pageSize: 2));
        Assert.Equal(isReturned ? [A] : [], Threads(server, default, Day, pageSize: 2));
    }

    [Fact]
    public async Task A_message_outside_of_the_window_is_an_error()
    {
        await using var server = await Pages("Messages", [Message(A, B, "2024-02-01T00:00:00Z")]);

        Assert.Throws<MewsProtocolException>(() => Messages(server, [B], Day));
    }

    [Fact]
    public async Task A_thread_that_was_not_asked_for_is_an_error()
    {
        await using var server = await Pages("MessageThreads", [Thread(A), Thread(C)]);

        Assert.Throws<MewsProtocolException>(() => Threads(server, default, default, pageSize: 2, wanted: [A, B]));
    }

    [Fact]
    public async Task A_message_of_a_thread_that_was_not_asked_for_is_an_error()
    {
        await using var server = await Pages("Messages", [Message(A, B), Message(C, D)]);

        Assert.Throws<MewsProtocolException>(() => Messages(server, [B], default));
    }

    [Theory]
    [InlineData("2024-01-01T10:00:00Z", "2024-01-01T10:00:02Z", false)]
    [InlineData("2024-01-01T10:00:00Z", "2024-01-01T10:00:00.9Z", true)]
    public async Task Threads_that_are_not_newest_first_are_an_error_beyond_the_second_that_is_printed(string first, string next, bool isRead)
    {
        await using var inPage = await Pages("MessageThreads", [Thread(A, created: first), Thread(B, created: next)], []);
        await using var acrossPages = await Pages("MessageThreads", [Thread(A, created: first)], [Thread(B, created: next)], []);

        foreach (var read in new Func<List<Guid>>[] { () => Threads(inPage, Day, default, 2), () => Threads(acrossPages, Day, default, 1) })
        {
            if (isRead)
            {
                Assert.Equal([A, B], read());
            }
            else
            {
                Assert.Throws<MewsProtocolException>(() => read());
            }
        }
    }

    [Fact]
    public async Task A_page_of_more_items_than_a_request_can_ask_for_is_an_error() => Assert.Contains(
        "more than 1000 items",
        await Refusal(byUpdate: false, [.. Enumerable.Range(0, 1001).Select(_ => Thread(Guid.NewGuid()))]),
        StringComparison.Ordinal);

    [Fact]
    public async Task Pages_that_begin_anew_since_the_thread_of_the_cursor_was_updated_go_on_to_the_end()
    {
        // By update, newest first: D is updated while it is the cursor, moves to the front, and what follows it is everything.
        await using var server = await Pages(
            "MessageThreads", [Thread(A), Thread(B)], [Thread(C), Thread(D)], [Thread(A), Thread(B)], [Thread(C), Thread(E)], []);

        Assert.Equal([A, B, C, D, E], Threads(server, default, Day, pageSize: 2));
    }

    private static async Task<string> Refusal(bool byUpdate, string[] page)
    {
        await using var server = await Pages("MessageThreads", page);
        return Assert.Throws<MewsProtocolException>(() => Threads(server, byUpdate ? default : Day, byUpdate ? Day : default, pageSize: 1000)).Message;
    }

    private static Task<ScriptedServer> Pages(string name, params string[][] pages) =>
        ScriptedServer.StartAsync([.. pages.Select(items => Page(name, items, items.Length == 0 ? null : IdOf(items[^1])))]);

    private static Task<ScriptedServer> Forever(Func<string[]> items, string name = "MessageThreads")
    {
        var requests = 0;
        return ScriptedServer.StartAsync(context =>
        {
            Assert.InRange(++requests, 1, 1000);
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync(Page(name, items(), Guid.NewGuid()));
        });
    }

    private static string Page(string name, string[] items, Guid? cursor) =>
        $$"""{ "{{name}}": [ {{string.Join(",", items)}} ], "Cursor": {{(cursor is null ? "null" : $"\"{cursor}\"")}} }""";

    private static string Thread(Guid id, string created = Noon, string updated = Noon) =>
        $$"""{ "Id": "{{id}}", "OriginalSender": "John", "Subject": "Hi", "CreatedUtc": "{{created}}", "UpdatedUtc": "{{updated}}" }""";

    private static string Message(Guid id, Guid thread, string created = Noon) =>
        $$"""{ "Id": "{{id}}", "MessageThreadId": "{{thread}}", "Text": "Hi", "CreatedUtc": "{{created}}", "Sender": { "Discriminator": "Enterprise" } }""";

    private static Guid IdOf(string item) => JsonDocument.Parse(item).RootElement.GetProperty("Id").GetGuid();

    private static List<Guid> Threads(ScriptedServer server, TimeFilter created, TimeFilter updated, int pageSize, Guid[]? wanted = null)
    {
        var query = new ListQuery { Created = created, Updated = updated, PageSize = pageSize };
        return [.. ReadLists.Threads(server.Client(), query, Day.Before!.Value.AddYears(1), wanted?.ToHashSet()).Select(thread => thread.Id)];
    }

    private static List<Guid> Messages(ScriptedServer server, Guid[] threads, TimeFilter created)
    {
        var query = new ListQuery { Created = created, PageSize = 2 };
        return [.. ReadLists.Messages(server.Client(), query, Day.Before!.Value.AddYears(1), threads).Select(message => message.Id)];
    }
}
