using MewsThreads.Lists;
using MewsThreads.Tests;
using Microsoft.AspNetCore.Http;

namespace MewsThreads.Client.Tests;

/// <summary>What the reader makes of responses that the emulator does not give.</summary>
public class ListReaderTests
{
    private const string First = "11111111-0000-0000-0000-000000000001";
    private const string Second = "11111111-0000-0000-0000-000000000002";

    private static readonly TimeFilter Day = new(new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2024, 1, 2, 0, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("""{ "Cursor": null }""")]
    [InlineData("""{ "MessageThreads": null, "Cursor": null }""")]
    [InlineData("""{ "MessageThreads": [ null ], "Cursor": null }""")]
    [InlineData("""{ "MessageThreads": [] }""")]
    [InlineData("""{ "MessageThreads": {}, "Cursor": null }""")]
    [InlineData("""{ "MessageThreads": [], "Cursor": 7 }""")]
    [InlineData("""[]""")]
    public async Task A_page_without_what_it_must_have_is_a_protocol_error_and_never_the_end(string page)
    {
        await using var server = await ScriptedServer.StartAsync(Page(First, First), page);
        using var threads = Threads(server).GetEnumerator();

        Assert.True(threads.MoveNext());
        Assert.Throws<MewsProtocolException>(() => threads.MoveNext());
    }

    [Theory]
    [InlineData(First, First)]
    [InlineData(First, Second, First)]
    public async Task A_cursor_that_repeats_is_a_protocol_error_and_never_a_loop(params string[] cursors)
    {
        await using var server = await ScriptedServer.StartAsync([.. cursors.Select((cursor, i) => Page($"22222222-0000-0000-0000-00000000000{i}", cursor))]);

        var error = Assert.Throws<MewsProtocolException>(() => Threads(server).Count());

        Assert.Contains("repeats", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cursor_that_repeats_is_noticed_also_where_a_window_was_cut_at_it()
    {
        var requests = 0;
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            context.Response.ContentType = "application/json";
            context.Response.StatusCode = ++requests == 2 ? 408 : 200;
            return context.Response.WriteAsync(requests == 2 ? "{}" : Page(First, First), context.RequestAborted);
        });
        var read = new List<Guid>();

        Assert.Throws<MewsProtocolException>(() =>
        {
            foreach (var thread in Threads(server))
            {
                read.Add(thread.Id);
            }
        });

        Assert.Equal([Guid.Parse(First)], read);
    }

    [Fact]
    public async Task A_cursor_of_null_ends_the_window()
    {
        await using var server = await ScriptedServer.StartAsync(Page(First, null), Page(Second, null));

        Assert.Single(Threads(server));
    }

    private static string Page(string id, string? cursor) =>
        $$"""
        {
            "MessageThreads": [ {
                "Id": "{{id}}", "OriginalSender": "John", "Subject": "Hi",
                "CreatedUtc": "2024-01-01T10:00:00Z", "UpdatedUtc": "2024-01-01T10:00:00Z" } ],
            "Cursor": {{(cursor is null ? "null" : $"\"{cursor}\"")}}
        }
        """;

    private static IEnumerable<MessageThread> Threads(ScriptedServer server) =>
        ReadLists.Threads(server.Client(), new ListQuery { PageSize = 1, Created = Day }, DateTimeOffset.UtcNow);
}
