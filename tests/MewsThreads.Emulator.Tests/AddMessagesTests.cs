using System.Net;
using System.Text.Json.Nodes;

namespace MewsThreads.Emulator.Tests;

/// <summary><c>messages/add</c>.</summary>
public sealed class AddMessagesTests
{
    [Fact]
    public async Task It_creates_and_returns_messages_in_the_order_given()
    {
        await using var api = await TestApi.StartAsync();
        var (one, two) = (api.Store.Add(TestApi.Now.AddDays(-2)), api.Store.Add(TestApi.Now.AddDays(-1), isResolved: true));
        api.Clock.Advance(TimeSpan.FromTicks(9_999_999));
        var answer = await api.PostAsync(TestApi.AddMessages, TestApi.Body(("Messages", new JsonArray(
            Message(two.Id, "Zoë", "same"), Message(one.Id, "🥐", null), Message(two.Id, " ", "same")))));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(["Messages"], answer.Json.EnumerateObject().Select(p => p.Name));
        Assert.All(answer.Messages, m => Assert.Equal(["Identifier", "Message"], m.EnumerateObject().Select(p => p.Name)));
        // The identifier is an echo; it does not deduplicate.
        Assert.Equal(["same", null, "same"], answer.Messages.Select(m => m.GetProperty("Identifier").GetString()));
        var messages = answer.Messages.Select(m => m.GetProperty("Message")).ToList();
        Assert.Equal([two.Id, one.Id, two.Id], messages.Select(m => m.GetProperty("MessageThreadId").GetGuid()));
        Assert.Equal(["Zoë", "🥐", " "], messages.Select(m => m.GetProperty("Text").GetString()));
        Assert.All(messages, m =>
        {
            Assert.Equal("""{"Discriminator":"Application","Value":null}""", m.GetProperty("Sender").GetRawText());
            Assert.Equal("2026-03-15T12:30:45Z", m.GetProperty("CreatedUtc").GetString());
        });

        var now = TestApi.Now.AddTicks(9_999_999);
        Assert.All(api.Messages.All(), m => Assert.Equal(now, m.CreatedUtc));
        Assert.Equal(messages.Select(m => m.GetProperty("Id").GetGuid()).Order(), api.Messages.All().Select(m => m.Id).Order());
        Assert.Equal([two with { UpdatedUtc = now }, one with { UpdatedUtc = now }], api.Store.All());
    }

    [Fact]
    public async Task What_is_written_at_one_instant_is_a_conversation_all_the_same()
    {
        await using var api = await TestApi.StartAsync();
        var thread = api.Store.Add(TestApi.Now.AddDays(-1)).Id;
        for (var i = 0; i < 20; i++)
        {
            await api.PostAsync(TestApi.AddMessages, TestApi.NewMessages(thread, $"{3 * i}", $"{(3 * i) + 1}"));
            api.Host.Answer(thread, $"{(3 * i) + 2}");
        }
        Assert.Equal(Enumerable.Range(0, 60).Reverse().Select(i => $"{i}"), api.Messages.Of(thread).Select(m => m.Text));
        Assert.Single(api.Messages.Of(thread).Select(m => m.CreatedUtc).Distinct());
    }

    [Theory]
    [InlineData("null", "Messages is required.")]
    [InlineData("{}", "Messages must be an array.")]
    [InlineData("[]", "Messages must have 1 to 1000 items.")]
    public async Task Messages_are_required(string messages, string expected)
    {
        await using var api = await TestApi.StartAsync();
        var body = TestApi.Body(("Messages", JsonNode.Parse(messages)));
        Assert.Equal(expected, (await api.PostAsync(TestApi.AddMessages, body)).IsError(HttpStatusCode.BadRequest));
    }

    [Theory]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    public async Task There_are_1000_at_most(int count, bool good)
    {
        await using var api = await TestApi.StartAsync();
        var thread = api.Store.Add(TestApi.Now);
        var answer = await api.PostAsync(TestApi.AddMessages, TestApi.NewMessages(thread.Id, Enumerable.Repeat("x", count)));
        Assert.Equal(good ? HttpStatusCode.OK : HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(good ? count : 0, api.Messages.All().Count);
    }

    [Theory]
    [InlineData("""{"Text":"x"}""", "MessageThreadId is required.")]
    [InlineData("""{"MessageThreadId":"x","Text":"x"}""", "MessageThreadId must be a valid identifier.")]
    [InlineData("""{"MessageThreadId":"00000000-0000-0000-0000-000000000000","Text":"x"}""", "MessageThreadId is not a message thread of")]
    [InlineData("""{"MessageThreadId":"$"}""", "Text is required.")]
    [InlineData("""{"MessageThreadId":"$","Text":null}""", "Text is required.")]
    [InlineData("""{"MessageThreadId":"$","Text":""}""", "Text must not be empty.")]
    [InlineData("""{"MessageThreadId":"$","Text":5}""", "Text must be a string.")]
    [InlineData("""{"MessageThreadId":"$","Text":"x","Identifier":5}""", "Identifier must be a string.")]
    [InlineData("5", "must be an object.")]
    [InlineData("null", "must be an object.")]
    public async Task One_bad_record_is_named_and_none_is_stored(string bad, string expected)
    {
        await using var api = await TestApi.StartAsync();
        var thread = api.Store.Add(TestApi.Now.AddDays(-1));
        var good = $$"""{"MessageThreadId":"{{thread.Id}}","Text":"x"}""";
        var body = TestApi.Body(("Messages", "?")).ToJsonString()
            .Replace("\"?\"", $"[{good},{bad.Replace("$", $"{thread.Id}", StringComparison.Ordinal)},{good}]", StringComparison.Ordinal);
        var answer = await api.SendAsync(HttpMethod.Post, "/api/connector/v1/" + TestApi.AddMessages, TestApi.Json(body));
        var message = answer.IsError(HttpStatusCode.BadRequest);
        Assert.StartsWith("Messages[1]", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.Empty(api.Messages.All());
        Assert.Equal([thread], api.Store.All());
    }

    [Fact]
    public async Task Only_to_threads_that_the_tokens_see()
    {
        await using var api = await TestApi.StartAsync();
        var first = api.Store.Add(TestApi.Now);
        var second = api.Store.Add(TestApi.Now, enterpriseId: DemoEnterprises.Second.Id);
        var other = api.Store.Add(TestApi.Now, integrationId: DemoIntegrations.Other);
        foreach (var (client, access, visible) in new (string, string, Guid[])[]
        {
            (DemoTokens.ClientToken, DemoTokens.AccessToken, [first.Id]),
            (DemoTokens.ClientToken, DemoTokens.SecondEnterpriseAccessToken, [second.Id]),
            (DemoTokens.ClientToken, DemoTokens.PortfolioAccessToken, [first.Id, second.Id]),
            (DemoTokens.OtherClientToken, DemoTokens.OtherAccessToken, [other.Id]),
        })
        {
            foreach (var thread in new[] { first, second, other })
            {
                var body = TestApi.NewMessages(thread.Id, "x");
                (body["ClientToken"], body["AccessToken"]) = (client, access);
                var status = (await api.PostAsync(TestApi.AddMessages, body)).Status;
                Assert.Equal(visible.Contains(thread.Id) ? HttpStatusCode.OK : HttpStatusCode.BadRequest, status);
            }
        }
        Assert.Equal(5, api.Messages.All().Count);
    }

    [Fact]
    public async Task A_lost_answer_is_no_lost_message()
    {
        await using var api = await TestApi.StartAsync();
        var thread = api.Store.Add(TestApi.Now.AddDays(-1)).Id;
        api.Host.Faults.Add(new Fault { Kind = FaultKind.LostAnswer, Operation = TestApi.AddMessages });
        await Assert.ThrowsAsync<HttpRequestException>(() => api.PostAsync(TestApi.AddMessages, TestApi.NewMessages(thread, "x", "y")));
        Assert.Equal(["y", "x"], api.Messages.Of(thread).Select(m => m.Text));
        Assert.True(api.OnlyRequest.Processed);
    }

    [Fact]
    public async Task The_log_has_what_was_asked_and_how_much_came_of_it()
    {
        await using var api = await TestApi.StartAsync();
        var thread = api.Store.Add(TestApi.Now);
        await api.PostAsync(TestApi.AddMessages, TestApi.NewMessages(thread.Id, "x", "y"));
        var added = api.OnlyRequest;
        Assert.Equal((TestApi.AddMessages, 200, true, 2), (added.Operation, added.Status, added.Processed, added.Returned));

        var interval = TestApi.Interval(TestApi.Now.AddDays(-1), TestApi.Now.AddDays(1));
        await api.PostAsync(TestApi.GetMessages, TestApi.MessagePage(
            [thread.Id], ("CreatedUtc", interval), ("EnterpriseIds", TestApi.Ids(DemoEnterprises.First.Id))));
        var read = api.Host.Requests.Snapshot()[^1];
        Assert.Equal((1, 1, 1000, 2), (read.IdCount, read.EnterpriseIdCount, read.Count, read.Returned));
        Assert.Equal(new LoggedInterval(TestApi.Now.AddDays(-1), TestApi.Now.AddDays(1)), read.CreatedUtc);
    }

    private static JsonObject Message(Guid thread, string text, string? identifier) =>
        new() { ["MessageThreadId"] = thread, ["Text"] = text, ["Identifier"] = identifier };
}
