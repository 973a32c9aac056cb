using System.Text.Json;
using MewsThreads.Http;
using MewsThreads.Tests;
using Microsoft.AspNetCore.Http;

namespace MewsThreads.Commands.Tests;

/// <summary>Refusals that say what to do: too large (413), data changed (409), permission missing (401).</summary>
public sealed class RefusalTests
{
    private const string Page = """{ "MessageThreads": [], "Cursor": null }""";

    private readonly List<(string Operation, int Items)> _requests = [];

    [Fact]
    public async Task A_batch_that_is_too_large_is_sent_in_halves_and_no_message_twice()
    {
        var written = new List<string>();
        await using var server = await StartAsync((_, body) =>
        {
            var sent = body.GetProperty("Messages").EnumerateArray().ToList();
            if (sent.Count > 3)
            {
                return (413, "<html>Request Entity Too Large</html>");
            }

            written.AddRange(sent.Select(draft => draft.GetProperty("Text").GetString()!));
            return (200, Added(sent));
        });
        using var session = Connected(server);

        var result = session.Run("0..9 | ForEach-Object { [pscustomobject]@{ MessageThreadId = '11111111-0000-0000-0000-000000000001'; Text = \"Text $_\" } } | Add-MewsMessage").AssertNoErrors();

        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"Text {i}"), written);
        Assert.Equal(written, result.Output.Select(o => ((Message)o.BaseObject).Text));
        Assert.Equal([10, 5, 2, 3, 5, 2, 3], _requests.Select(request => request.Items));
    }

    [Fact]
    public async Task A_message_that_is_too_large_alone_is_named_and_all_others_are_written()
    {
        await using var server = await StartAsync((_, body) =>
        {
            var sent = body.GetProperty("Messages").EnumerateArray().ToList();
            return sent.Any(draft => draft.GetProperty("Text").GetString()!.Length > 100) ? (413, "") : (200, Added(sent));
        });
        using var session = Connected(server);

        var result = session.Run("""
            0..6 | ForEach-Object { [pscustomobject]@{ MessageThreadId = '11111111-0000-0000-0000-000000000001'; Identifier = "no $_"; Text = if ($_ -eq 4) { 'x' * 101 } else { 'y' } } } |
                Add-MewsMessage
            """);

        var error = result.AssertNonTerminating("MewsRequestTooLarge");
        Assert.Equal(["no 0", "no 1", "no 2", "no 3", "no 5", "no 6"], result.Output.Select(o => ((Message)o.BaseObject).Identifier));
        Assert.Equal("no 4", Assert.Single((MessageDraft[])error.TargetObject).Identifier);
        Assert.Contains("101 characters", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains("no 4: 'xxx", error.ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_half_that_fails_is_an_error_of_its_own()
    {
        await using var server = await StartAsync((_, body) =>
        {
            var sent = body.GetProperty("Messages").EnumerateArray().ToList();
            return sent.Count > 2 ? (413, "") : sent.Any(draft => draft.GetProperty("Text").GetString() == "1") ? (500, "") : (200, Added(sent));
        });
        using var session = Connected(server);

        var result = session.Run("0..3 | ForEach-Object { [pscustomobject]@{ MessageThreadId = '11111111-0000-0000-0000-000000000001'; Text = \"$_\" } } | Add-MewsMessage");

        Assert.Equal(["0", "1"], ((MessageDraft[])result.AssertNonTerminating("MewsOutcomeUnknown").TargetObject).Select(draft => draft.Text));
        Assert.Equal(["2", "3"], result.Output.Select(o => ((Message)o.BaseObject).Text));
        Assert.Equal([4, 2, 2], _requests.Select(request => request.Items));
    }

    [Theory]
    [InlineData("New-MewsMessageThread Jane ('x' * 300)", "-Subject has 300")]
    [InlineData("Invoke-MewsOperation messageThreads/add @{ OriginalSender = 'Jane'; Subject = 'x' * 300 }", "-Body has 3")]
    public async Task Any_other_write_that_is_too_large_says_what_is(string script, string what)
    {
        await using var server = await StartAsync((_, _) => (413, ""));
        using var session = Connected(server);

        var result = session.Run(script);

        var error = result.Terminating ?? Assert.Single(result.Errors);
        Assert.StartsWith("MewsRequestTooLarge,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(what, error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Single(_requests);
    }

    [Fact]
    public async Task A_list_that_is_too_large_is_asked_for_with_fewer_ids()
    {
        await using var server = await StartAsync((_, body) =>
            body.GetProperty("MessageThreadIds").GetArrayLength() > 300 ? (413, "") : (200, """{ "Messages": [], "Cursor": null }"""));
        using var session = Connected(server);

        session.Run("1..1000 | ForEach-Object { [guid]::NewGuid() } | Get-MewsMessage -CreatedAfter 2026-08-10 -CreatedBefore 2026-08-11").AssertNoErrors();

        Assert.Equal([1000, 500, 250, 250, 500, 250, 250], _requests.Select(request => request.Items));
    }

    [Fact]
    public async Task A_list_of_one_id_that_is_too_large_is_asked_for_with_fewer_items()
    {
        var counts = new List<int>();
        await using var server = await StartAsync((_, body) =>
        {
            counts.Add(body.GetProperty("Limitation").GetProperty("Count").GetInt32());
            return counts[^1] > 300 ? (413, "") : (200, """{ "Messages": [], "Cursor": null }""");
        });
        using var session = Connected(server);

        session.Run("Get-MewsMessage ([guid]::NewGuid()) -CreatedAfter 2026-08-10 -CreatedBefore 2026-08-11").AssertNoErrors();

        Assert.Equal([1000, 500, 250], counts);
    }

    [Fact]
    public async Task A_list_that_stays_too_large_is_an_error()
    {
        await using var server = await StartAsync((_, _) => (413, ""));
        using var session = Connected(server);

        session.Run("Get-MewsMessageThread ([guid]::NewGuid())").AssertTerminating("MewsRequestTooLarge");
    }

    [Theory]
    [InlineData("Get-MewsMessageThread", true)]
    [InlineData("New-MewsMessageThread Jane Hi", false)]
    [InlineData("Add-MewsMessage 11111111-0000-0000-0000-000000000001 Hi", false)]
    [InlineData("Invoke-MewsOperation reservations/update @{ }", true)]
    public async Task Changed_data_is_an_error_of_its_own_that_says_what_to_do(string script, bool isTerminating)
    {
        await using var server = await StartAsync((_, _) => (409, """{ "Message": "Changed." }"""));
        using var session = Connected(server);

        var result = session.Run(script);

        var error = isTerminating ? result.AssertTerminating("MewsDataChanged") : result.AssertNonTerminating("MewsDataChanged");
        Assert.Contains("Read the data again, and send the request again", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Single(_requests);
    }

    [Fact]
    public async Task A_missing_permission_does_not_end_what_other_operations_can_do()
    {
        var created = 0;
        await using var server = await StartAsync((operation, _) => operation switch
        {
            "messageThreads/add" => (200, $$"""
                { "MessageThreads": [ { "Id": "33333333-0000-0000-0000-00000000000{{++created}}", "OriginalSender": "Jane", "Subject": "Hi",
                  "CreatedUtc": "2026-08-31T12:00:00Z", "UpdatedUtc": "2026-08-31T12:00:00Z" } ] }
                """),
            _ => (401, """{ "Message": "Not allowed." }"""),
        });
        using var session = Connected(server);

        var result = session.Run("'a', 'b' | ForEach-Object { New-MewsMessageThread Jane $_ } | Add-MewsMessage -Text Hello -BatchSize 1");

        Assert.Null(result.Terminating);
        Assert.Equal(2, created);
        Assert.Equal(2, result.Errors.Count);
        Assert.All(result.Errors, error =>
        {
            Assert.StartsWith("MewsPermissionMissing,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
            Assert.Contains("Ask Mews to permit messages/add", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
            Assert.DoesNotContain("run Connect-Mews again", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Threads_that_may_not_be_created_are_an_error_each()
    {
        await using var server = await StartAsync((operation, _) => operation == "messageThreads/getAll" ? (200, Page) : (401, ""));
        using var session = Connected(server);

        var result = session.Run("Get-MewsMessageThread; [pscustomobject]@{ Subject = 'a' }, [pscustomobject]@{ Subject = 'b' } | New-MewsMessageThread -OriginalSender Jane");

        Assert.Null(result.Terminating);
        Assert.Equal(["a", "b"], result.Errors.Select(error => error.TargetObject));
        Assert.All(result.Errors, error => Assert.StartsWith("MewsPermissionMissing,", error.FullyQualifiedErrorId, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Get-MewsMessageThread")]
    [InlineData("New-MewsMessageThread Jane Hi")]
    [InlineData("Add-MewsMessage 11111111-0000-0000-0000-000000000001 Hi")]
    public async Task Tokens_that_were_never_accepted_end_the_command(string script)
    {
        await using var server = await StartAsync((_, _) => (401, ""));
        using var session = Connected(server);

        var error = session.Run(script).AssertTerminating("MewsAuthenticationFailed");

        Assert.Contains("run Connect-Mews again", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messages_come_also_without_the_permission_to_check_their_threads()
    {
        await using var server = await StartAsync((operation, _) => operation == "messages/getAll" ? (200, """{ "Messages": [], "Cursor": null }""") : (401, ""));
        using var session = Connected(server);

        var result = session.Run("Get-MewsMessage ([guid]::NewGuid()) -Verbose").AssertNoErrors();

        Assert.Contains(result.Verbose, line => line.Contains("may be unknown", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refused_connection_says_that_the_tokens_may_be_right()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = new Session();

        var error = session.Connect(emulator, accessToken: "wrong").AssertTerminating("MewsAuthenticationFailed");

        Assert.Contains("not permitted to call configuration/get", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains("-SkipVerification", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    private static Session Connected(ScriptedServer server)
    {
        var session = new Session();
        session.ConnectOnVirtualTime(server.Address, new VirtualTime(DateTimeOffset.UtcNow), new ConnectionOptions());
        return session;
    }

    private Task<ScriptedServer> StartAsync(Func<string, JsonElement, (int Status, string Body)> answer) => ScriptedServer.StartAsync(async context =>
    {
        using var request = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        var operation = string.Join('/', context.Request.Path.Value!.Split('/')[^2..]);
        var list = new[] { "Messages", "MessageThreadIds" }
            .Select(name => request.RootElement.TryGetProperty(name, out var items) && items.ValueKind == JsonValueKind.Array ? items.GetArrayLength() : 0).Max();
        _requests.Add((operation, list));
        var (status, body) = answer(operation, request.RootElement);
        context.Response.StatusCode = status;
        context.Response.ContentType = body.StartsWith('<') ? "text/html" : "application/json";
        await context.Response.WriteAsync(body, context.RequestAborted);
    });

    private static string Added(IEnumerable<JsonElement> sent) => JsonSerializer.Serialize(new
    {
        Messages = sent.Select(draft => new
        {
            Identifier = draft.GetProperty("Identifier").GetString(),
            Message = new
            {
                Id = Guid.NewGuid(),
                MessageThreadId = draft.GetProperty("MessageThreadId").GetString(),
                Text = draft.GetProperty("Text").GetString(),
                CreatedUtc = "2026-08-31T12:00:00Z",
                Sender = new { Discriminator = "Application" },
            },
        }),
    });
}
