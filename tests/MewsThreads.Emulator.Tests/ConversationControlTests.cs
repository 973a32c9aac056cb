using System.Net;
using System.Text.Json.Nodes;

namespace MewsThreads.Emulator.Tests;

/// <summary>The other side of a conversation, in process and through the emulator's own address.</summary>
public sealed class ConversationControlTests
{
    public const string Answers = "/emulator/answers";
    public const string Resolutions = "/emulator/resolutions";
    public const string Deletions = "/emulator/deletions";

    [Fact]
    public async Task A_whole_conversation()
    {
        await using var api = await TestApi.StartAsync();
        await api.PostAsync(TestApi.AddThread, TestApi.NewThread());
        var thread = Assert.Single(api.Store.All()).Id;
        await api.PostAsync(TestApi.AddMessages, TestApi.NewMessages(thread, "Can we have a cot?"));
        api.Clock.Advance(TimeSpan.FromMinutes(5));
        await PostAsync(api, Answers, new() { ["MessageThreadId"] = thread, ["Text"] = "For which night?" });
        api.Clock.Advance(TimeSpan.FromMinutes(5));
        await api.PostAsync(TestApi.AddMessages, TestApi.NewMessages(thread, "Both 🙂", "And thank you"));
        api.Clock.Advance(TimeSpan.FromMinutes(5));
        api.Host.Answer(thread, "It is in your room.");
        api.Clock.Advance(TimeSpan.FromMinutes(5));
        await PostAsync(api, Resolutions, new() { ["MessageThreadId"] = thread });

        var page = await api.PostAsync(TestApi.GetMessages, TestApi.MessagePage([thread]));
        Assert.Equal(
            [
                ("Enterprise", "It is in your room."), ("Application", "And thank you"), ("Application", "Both 🙂"),
                ("Enterprise", "For which night?"), ("Application", "Can we have a cot?"),
            ],
            page.Messages.Select(m => (
                m.GetProperty("Sender").GetProperty("Discriminator").GetString()!, m.GetProperty("Text").GetString()!)));
        var shown = (await api.PostAsync(TestApi.GetAll, TestApi.Page())).Json.GetProperty("MessageThreads")[0];
        Assert.True(shown.GetProperty("IsResolved").GetBoolean());
        Assert.Equal("2026-03-15T12:50:45Z", shown.GetProperty("UpdatedUtc").GetString());
    }

    [Fact]
    public async Task An_answer_is_written_by_the_enterprise_now_and_updates_the_thread()
    {
        await using var api = await TestApi.StartAsync();
        // Whoever sees the thread.
        var thread = api.Store.Add(TestApi.Now.AddDays(-1), integrationId: DemoIntegrations.Other);
        api.Host.ClockOffset = TimeSpan.FromHours(1);
        var now = TestApi.Now.AddHours(1);
        var answer = await PostAsync(api, Answers, new() { ["MessageThreadId"] = thread.Id, ["Text"] = "Frühstück 🥐" });

        var message = Assert.Single(api.Messages.Of(thread.Id));
        Assert.Equal((MessageSenders.Enterprise, "Frühstück 🥐", now), (message.Sender, message.Text, message.CreatedUtc));
        Assert.Equal(thread with { UpdatedUtc = now }, api.Store.Find(thread.Id));
        Assert.Equal(message.Id, answer.Json.GetProperty("Id").GetGuid());
        Assert.Equal(["Id", "MessageThreadId", "Text", "Sender", "CreatedUtc"], answer.Json.EnumerateObject().Select(p => p.Name));
        Assert.Equal(message with { Id = Guid.Empty }, api.Host.Answer(thread.Id, "Frühstück 🥐") with { Id = Guid.Empty });
    }

    [Theory]
    [InlineData(GoneCursor.Continue, HttpStatusCode.OK)]
    [InlineData(GoneCursor.Reject, HttpStatusCode.BadRequest)]
    public async Task A_thread_is_deleted_with_its_messages_so_that_a_cursor_to_it_has_gone(GoneCursor cursor, HttpStatusCode expected)
    {
        await using var api = await TestApi.StartAsync(o => o with { World = new World { GoneCursor = cursor } });
        var (other, thread) = (api.Store.Add(TestApi.Now.AddDays(-2)), api.Store.Add(TestApi.Now.AddDays(-1)));
        api.Messages.Add(thread.Id, TestApi.Now);
        var answer = await api.SendAsync(HttpMethod.Post, Deletions, TestApi.Json($$"""{"MessageThreadId":"{{thread.Id}}"}"""));
        Assert.Equal(HttpStatusCode.NoContent, answer.Status);
        Assert.Equal([other], api.Store.All());
        Assert.Empty(api.Messages.All());
        Assert.Equal(expected, (await api.PostAsync(TestApi.GetAll, TestApi.Page(("Limitation", TestApi.Limitation(1, thread.Id))))).Status);
    }

    [Fact]
    public async Task By_a_clock_that_was_set_back_nothing_is_dated_before_the_thread()
    {
        await using var api = await TestApi.StartAsync();
        await api.PostAsync(TestApi.AddThread, TestApi.NewThread());
        var thread = Assert.Single(api.Store.All());
        api.Host.ClockOffset = TimeSpan.FromHours(-2);
        await api.PostAsync(TestApi.AddMessages, TestApi.NewMessages(thread.Id, "a"));
        Assert.Equal(thread, api.Store.Find(thread.Id));
        api.Host.Answer(thread.Id, "b");
        Assert.Equal(thread, api.Store.Find(thread.Id));
        Assert.Equal(thread with { IsResolved = true }, api.Host.Resolve(thread.Id));
        api.Host.Faults.Add(new Fault { Kind = FaultKind.UpdateThreads });
        await api.PostAsync(TestApi.GetAll, TestApi.Page());
        Assert.Equal(thread with { IsResolved = true }, api.Store.Find(thread.Id));
        Assert.Equal([("b", thread.CreatedUtc), ("a", thread.CreatedUtc)], api.Messages.All().Select(m => (m.Text, m.CreatedUtc)));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData(""","IsResolved":true""", true)]
    [InlineData(""","IsResolved":false""", false)]
    public async Task A_thread_is_resolved_or_not_and_so_updated(string rest, bool expected)
    {
        await using var api = await TestApi.StartAsync();
        var thread = api.Store.Add(TestApi.Now.AddDays(-1), isResolved: !expected);
        var answer = await api.SendAsync(
            HttpMethod.Post, Resolutions, TestApi.Json($$"""{"MessageThreadId":"{{thread.Id}}"{{rest}}}"""));
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(expected, answer.Json.GetProperty("IsResolved").GetBoolean());
        Assert.Equal(thread with { UpdatedUtc = TestApi.Now, IsResolved = expected }, api.Store.Find(thread.Id));

        Assert.Equal(!expected, api.Host.Resolve(thread.Id, !expected).IsResolved);
        Assert.True(api.Host.Resolve(thread.Id).IsResolved);
        Assert.Empty(api.Messages.All());
    }

    [Theory]
    [InlineData(Answers, """{"Text":"x"}""", "MessageThreadId is required.")]
    [InlineData(Answers, """{"MessageThreadId":"x","Text":"x"}""", "MessageThreadId must be a valid identifier.")]
    [InlineData(Answers, """{"MessageThreadId":"$"}""", "Text is required.")]
    [InlineData(Answers, """{"MessageThreadId":"$","Text":""}""", "Text must not be empty.")]
    [InlineData(Answers, """{"MessageThreadId":"$","Text":"x","Sender":"Enterprise"}""", "'Sender' is unknown.")]
    [InlineData(Answers, "5", "An answer is an object with MessageThreadId and Text.")]
    [InlineData(Answers, "", "JSON")]
    [InlineData(Resolutions, "{}", "MessageThreadId is required.")]
    [InlineData(Deletions, "{}", "MessageThreadId is required.")]
    [InlineData(Deletions, "5", "A deletion is an object with MessageThreadId.")]
    [InlineData(Deletions, """{"MessageThreadId":"$","Text":"x"}""", "'Text' is unknown. A deletion has MessageThreadId.")]
    [InlineData(Resolutions, """{"MessageThreadId":"$","IsResolved":null}""", "IsResolved must be true or false")]
    [InlineData(Resolutions, """{"MessageThreadId":"$","IsResolved":"true"}""", "IsResolved must be true or false")]
    [InlineData(Resolutions, """{"MessageThreadId":"$","isResolved":true}""", "'isResolved' is unknown.")]
    public async Task What_is_wrong_is_named_and_nothing_is_done(string path, string json, string expected)
    {
        await using var api = await TestApi.StartAsync();
        var thread = api.Store.Add(TestApi.Now.AddDays(-1));
        var content = TestApi.Json(json.Replace("$", $"{thread.Id}", StringComparison.Ordinal));
        var answer = await api.SendAsync(HttpMethod.Post, path, content);
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains(expected, answer.Message, StringComparison.Ordinal);
        Assert.Equal([thread], api.Store.All());
        Assert.Empty(api.Messages.All());
    }

    [Fact]
    public async Task A_thread_that_is_not_there_is_404()
    {
        await using var api = await TestApi.StartAsync();
        var id = Guid.NewGuid();
        foreach (var (path, rest) in new[] { (Answers, ""","Text":"x"}"""), (Resolutions, "}"), (Deletions, "}") })
        {
            var answer = await api.SendAsync(HttpMethod.Post, path, TestApi.Json($"{{\"MessageThreadId\":\"{id}\"{rest}"));
            Assert.Equal(HttpStatusCode.NotFound, answer.Status);
            Assert.Contains($"{id}", answer.Message, StringComparison.Ordinal);
        }
        Assert.Throws<KeyNotFoundException>(() => api.Host.Answer(id, "x"));
        Assert.Throws<KeyNotFoundException>(() => api.Host.Resolve(id));
        Assert.Throws<ArgumentException>(() => api.Host.Answer(id, ""));
    }

    private static async Task<Answer> PostAsync(TestApi api, string path, JsonObject body)
    {
        var answer = await api.SendAsync(HttpMethod.Post, path, TestApi.Json(body.ToJsonString()));
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return answer;
    }
}
