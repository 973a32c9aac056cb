using System.Net;
using System.Text.Json.Nodes;

namespace MewsThreads.Emulator.Tests;

/// <summary>401, and when it comes.</summary>
public sealed class TokenTests
{
    [Theory]
    [InlineData("ClientToken", "wrong")]
    [InlineData("ClientToken", "")]
    [InlineData("ClientToken", null)]
    [InlineData("ClientToken", 1)]
    [InlineData("ClientToken", DemoTokens.OtherClientToken)]
    [InlineData("AccessToken", "wrong")]
    [InlineData("AccessToken", "")]
    [InlineData("AccessToken", null)]
    [InlineData("AccessToken", true)]
    [InlineData("AccessToken", DemoTokens.OtherAccessToken)]
    public async Task A_bad_token_is_401_in_every_operation(string property, object? token)
    {
        await using var api = await TestApi.StartAsync();
        foreach (var operation in new[] { TestApi.GetAll, TestApi.AddThread, TestApi.GetConfiguration })
        {
            // Nothing else is right, either: the tokens come first.
            var answer = await api.PostAsync(
                operation, TestApi.Body((property, token is null ? null : JsonValue.Create(token)), ("Client", null), ("Limitation", 1)));
            var message = answer.IsError(HttpStatusCode.Unauthorized);
            Assert.DoesNotContain(DemoTokens.ClientToken, message, StringComparison.Ordinal);
            Assert.DoesNotContain(DemoTokens.AccessToken, message, StringComparison.Ordinal);
        }
        Assert.Empty(api.Store.All());
    }

    [Fact]
    public async Task A_missing_token_is_401()
    {
        await using var api = await TestApi.StartAsync();
        foreach (var property in new[] { "ClientToken", "AccessToken" })
        {
            var body = TestApi.Page();
            body.Remove(property);
            (await api.PostAsync(TestApi.GetAll, body)).IsError(HttpStatusCode.Unauthorized);
        }
    }

    [Fact]
    public async Task A_token_is_case_sensitive()
    {
        await using var api = await TestApi.StartAsync();
#pragma warning disable CA1308 // The lower case is the point.
        var answer = await api.PostAsync(TestApi.GetAll, TestApi.Page(("AccessToken", DemoTokens.AccessToken.ToLowerInvariant())));
#pragma warning restore CA1308
        answer.IsError(HttpStatusCode.Unauthorized);
    }
}
