using System.Text.Json;
using MewsThreads.Calls;
using MewsThreads.Http;
using MewsThreads.Lists;
using MewsThreads.Tests;
using Microsoft.AspNetCore.Http;

namespace MewsThreads.Client.Tests;

/// <summary>What a list of any operation makes of its pages.</summary>
public class OperationListTests
{
    private readonly RecordingObserver _observer = new();

    [Fact]
    public async Task The_items_of_the_one_array_come_until_a_page_is_short()
    {
        await using var server = await ScriptedServer.StartAsync(
            """{ "Rates": [1, 2], "Note": "x", "Cursor": "a" }""", """{ "Cursor": "b", "Rates": [3, 4] }""", """{ "Rates": [5], "Cursor": "c" }""");

        Assert.Equal([1L, 2L, 3L, 4L, 5L], List(server, pageSize: 2));
        Assert.Equal(3, _observer.Lines.Count);
    }

    [Fact]
    public async Task Of_several_arrays_the_one_with_the_name_of_the_resource_is_listed()
    {
        await using var server = await ScriptedServer.StartAsync(
            """{ "RateGroups": [7], "Rates": [1, 2], "Cursor": "a" }""", """{ "RateGroups": [7, 8, 9], "Rates": [3], "Cursor": "b" }""");

        Assert.Equal([1L, 2L, 3L], List(server, pageSize: 2));
    }

    [Fact]
    public async Task A_cursor_of_null_ends_the_list()
    {
        await using var server = await ScriptedServer.StartAsync("""{ "Rates": [1, 2], "Cursor": null }""");

        Assert.Equal([1L, 2L], List(server, pageSize: 2));
    }

    [Theory]
    [InlineData("""{ "Rates": [2] }""", "Cursor is missing")]
    [InlineData("""{ "Rates": [2], "Cursor": 7 }""", "Cursor is not a text")]
    [InlineData("""{ "Rates": [2], "Cursor": "a" }""", "a cursor or an item repeats")]
    [InlineData("""{ "Rates": [], "Cursor": "start" }""", "a cursor or an item repeats")]
    [InlineData("""{ "Rate": [2], "Cursor": "b" }""", "Rates is missing")]
    [InlineData("""{ "Rates": null, "Cursor": "b" }""", "Rates is missing")]
    [InlineData("""[]""", "it is not an object")]
    public async Task A_further_page_that_is_not_whole_is_a_protocol_error_and_never_the_end(string page, string why)
    {
        await using var server = await ScriptedServer.StartAsync("""{ "Rates": [1], "Cursor": "a" }""", page);
        using var items = List(server, pageSize: 1, """{ "Limitation": { "Cursor": "start" } }""").GetEnumerator();

        Assert.True(items.MoveNext());
        var error = Assert.Throws<MewsProtocolException>(() => items.MoveNext());
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "NowUtc": "2024-01-01T10:00:00Z" }""", "Cursor is missing")]
    [InlineData("""{ "Name": "x", "Cursor": null }""", "it has no array")]
    [InlineData("""{ "Customers": [], "Documents": [], "Cursor": null }""", "2 arrays (Customers, Documents)")]
    [InlineData("""{ "Rate": [], "RatesOfBefore": [], "Cursor": null }""", "2 arrays (Rate, RatesOfBefore)")]
    public async Task An_answer_that_is_no_list_says_so_after_one_request(string answer, string why)
    {
        var requests = 0;
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            requests++;
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync(answer);
        });
        var patient = new ConnectorClient(
            server.Address, new Tokens(ScriptedServer.Secure("client-token"), ScriptedServer.Secure("access-token")), "Test 1.0", new ConnectionOptions());

        var error = Assert.Throws<MewsProtocolException>(() => List(patient, 1, "{}").Count());

        Assert.Contains(why, error.Message, StringComparison.Ordinal);
        Assert.Equal(1, requests);
    }

    [Fact]
    public async Task A_page_that_is_too_heavy_is_asked_for_in_halves_down_to_ten()
    {
        var asked = new List<int>();
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            var body = await JsonDocument.ParseAsync(context.Request.Body);
            asked.Add(body.RootElement.GetProperty("Limitation").GetProperty("Count").GetInt32());
            context.Response.StatusCode = asked[^1] > 10 ? 408 : 200;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(asked[^1] > 10 ? "{}" : """{ "Rates": [1], "Cursor": "a" }""");
        });

        Assert.Equal([1L], List(server, pageSize: null, """{ "Limitation": { "Count": 35 } }"""));
        Assert.Equal([35, 17, 10], asked);
    }

    [Theory]
    [InlineData("""{ "Rates": ["\ud800"], "Cursor": null }""", 1)]
    [InlineData("""{ "\ud800": [1], "Cursor": null }""", 1)]
    [InlineData("""{ "Rates": [{ "\ud800": 1 }], "Cursor": null }""", 1)]
    [InlineData("""{ "Rates": [], "Cursor": "\ud800" }""", 0)]
    public async Task Half_a_character_anywhere_in_a_page_keeps_nobody_from_reading_it(string page, int items)
    {
        await using var server = await ScriptedServer.StartAsync(page);

        Assert.Equal(items, List(server, pageSize: 2).Count());
    }

    [Theory]
    [InlineData("""{ "Id": "1" }""")]
    [InlineData("""{ "Id": "1", "Name": "{0}" }""")]
    [InlineData("1")]
    [InlineData("""{ "Name": "x" }""")]
    public async Task The_same_items_with_ever_new_cursors_are_an_error(string item)
    {
        var requests = 0;
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            context.Response.ContentType = "application/json";
            var changing = item.Replace("{0}", $"{++requests}", StringComparison.Ordinal);
            return context.Response.WriteAsync($$"""{ "Rates": [{{changing}}], "Cursor": "{{requests}}" }""");
        });

        var error = Assert.Throws<MewsProtocolException>(() => List(server, pageSize: 1).Count());

        Assert.Contains("would never end", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, requests);
    }

    [Fact]
    public async Task Different_items_without_ids_are_no_repetition()
    {
        await using var server = await ScriptedServer.StartAsync(
            """{ "Rates": [1, 7], "Cursor": "a" }""", """{ "Rates": [2, 7], "Cursor": "b" }""", """{ "Rates": [], "Cursor": null }""");

        Assert.Equal([1L, 7L, 2L, 7L], List(server, pageSize: 2));
    }

    [Theory]
    [InlineData("""{ "Rates": [{ "Id": "1" }, { "Id": "1" }, { "Id": "1" }], "Cursor": null }""")]
    [InlineData("""{ "Rates": [1], "Rates": [], "Cursor": null }""")]
    [InlineData("""{ "Rates": [1], "Cursor": "a", "Cursor": null }""")]
    [InlineData("""{ "Rates": [{ "Id": "1", "Name": "x", "Name": "y" }], "Cursor": null }""")]
    public async Task What_is_there_more_than_once_is_an_error_on_every_page(string page)
    {
        await using var first = await ScriptedServer.StartAsync(page);
        await using var next = await ScriptedServer.StartAsync("""{ "Rates": [2, 3, 4], "Cursor": "z" }""", page);

        Assert.Throws<MewsProtocolException>(() => List(first, pageSize: 3).Count());
        Assert.Throws<MewsProtocolException>(() => List(next, pageSize: 3).Count());
    }

    private IEnumerable<object?> List(ScriptedServer server, int? pageSize, string body = "{}") => List(server.Client(), pageSize, body);

    private IEnumerable<object?> List(ConnectorClient client, int? pageSize, string body)
    {
        var call = new OperationCall(client, "rates/getAll", new WireReader(properties => properties, TestContext.Current.CancellationToken));
        var source = new OperationSource(call, OperationBody.OfText(body));
        return new ListReader<object?>(source, source.Query(pageSize), ReadLists.Context(_observer)).Read(source.Plan());
    }
}
