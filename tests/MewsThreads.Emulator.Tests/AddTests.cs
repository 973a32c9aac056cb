using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MewsThreads.Emulator.Tests;

/// <summary><c>messageThreads/add</c>.</summary>
public sealed class AddTests
{
    [Fact]
    public async Task It_creates_and_returns_one_thread()
    {
        await using var api = await TestApi.StartAsync();
        api.Clock.Advance(TimeSpan.FromTicks(9_999_999));
        const string sender = "Zoë \"Z\" Müller", subject = "Frühstück, 🥐";
        var answer = await api.PostAsync(TestApi.AddThread, TestApi.Body(("OriginalSender", sender), ("Subject", subject)));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(["MessageThreads"], answer.Json.EnumerateObject().Select(p => p.Name));
        var thread = Assert.Single(answer.Json.GetProperty("MessageThreads").EnumerateArray());
        Assert.Equal(
            ["Id", "OriginalSender", "Subject", "CreatedUtc", "UpdatedUtc", "IsResolved"], thread.EnumerateObject().Select(p => p.Name));
        Assert.Equal(sender, thread.GetProperty("OriginalSender").GetString());
        Assert.Equal(subject, thread.GetProperty("Subject").GetString());
        Assert.Equal("2026-03-15T12:30:45Z", thread.GetProperty("CreatedUtc").GetString());
        Assert.Equal("2026-03-15T12:30:45Z", thread.GetProperty("UpdatedUtc").GetString());
        Assert.Equal(JsonValueKind.False, thread.GetProperty("IsResolved").ValueKind);

        var stored = Assert.Single(api.Store.All());
        Assert.Equal(stored.Id, thread.GetProperty("Id").GetGuid());
        Assert.Equal(TestApi.Now.AddTicks(9_999_999), stored.CreatedUtc);
        Assert.Equal((sender, subject), (stored.OriginalSender, stored.Subject));
    }

    [Theory]
    [InlineData("OriginalSender", null)]
    [InlineData("OriginalSender", "")]
    [InlineData("OriginalSender", 1)]
    [InlineData("Subject", null)]
    [InlineData("Subject", "")]
    [InlineData("Subject", true)]
    public async Task Sender_and_subject_are_required(string property, object? value)
    {
        await using var api = await TestApi.StartAsync();
        var body = TestApi.Body(("OriginalSender", "John Doe"), ("Subject", "Example"));
        body[property] = value is null ? null : JsonValue.Create(value);
        (await api.PostAsync(TestApi.AddThread, body)).IsError(HttpStatusCode.BadRequest);
        Assert.Empty(api.Store.All());
    }

    [Fact]
    public async Task The_same_request_twice_creates_two_threads()
    {
        await using var api = await TestApi.StartAsync();
        var body = TestApi.Body(("OriginalSender", "John Doe"), ("Subject", "Example"));
        await api.PostAsync(TestApi.AddThread, body);
        await api.PostAsync(TestApi.AddThread, body);
        Assert.Equal(2, api.Store.Count);
    }

    [Theory]
    [InlineData(DemoTokens.ClientToken, DemoTokens.AccessToken, false, false)]
    [InlineData(DemoTokens.ClientToken, DemoTokens.SecondEnterpriseAccessToken, false, true)]
    [InlineData(DemoTokens.ClientToken, DemoTokens.PortfolioAccessToken, false, false)]
    [InlineData(DemoTokens.OtherClientToken, DemoTokens.OtherAccessToken, true, false)]
    public async Task It_belongs_to_the_integration_and_the_enterprise_of_the_tokens(string client, string access, bool other, bool second)
    {
        await using var api = await TestApi.StartAsync();
        await api.PostAsync(TestApi.AddThread, TestApi.Body(
            ("ClientToken", client), ("AccessToken", access), ("OriginalSender", "John Doe"), ("Subject", "Example")));
        var stored = Assert.Single(api.Store.All());
        Assert.Equal(other ? DemoIntegrations.Other : DemoIntegrations.Default, stored.IntegrationId);
        Assert.Equal((second ? DemoEnterprises.Second : DemoEnterprises.First).Id, stored.EnterpriseId);
        Assert.Equal([stored], api.Store.VisibleTo(client, access));
    }

    [Fact]
    public async Task Threads_added_at_once_are_all_there()
    {
        await using var api = await TestApi.StartAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(i =>
            api.PostAsync(TestApi.AddThread, TestApi.Body(("OriginalSender", "John Doe"), ("Subject", $"{i}")))));
        Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a.Status));
        Assert.Equal(64, api.Store.All().Select(t => t.Subject).Distinct().Count());
    }
}
