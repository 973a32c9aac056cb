using System.Text;
using System.Text.Json;
using MewsThreads.Http;
using MewsThreads.Tests;

namespace MewsThreads.Client.Tests;

public class TokensTests
{
    [Theory]
    [InlineData("E0D439EE-D24F", "C66EF7B2-EA00")]
    [InlineData("with \"quotes\" and \\", "and\r\nbreaks\tand\0nulls")]
    [InlineData("ümläut €", "😀 pair")]
    public async Task A_body_is_json_with_both_tokens_and_the_operations_own_properties(string client, string access)
    {
        using var body = new RequestBody(new Tokens(ScriptedServer.Secure(client), ScriptedServer.Secure(access)), "\"Test 1.0\""u8.ToArray(), """{"Limitation":{"Count":1}}"""u8.ToArray());
        using var content = body.ToContent();

        var json = JsonDocument.Parse(await content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;

        Assert.Equal(client, json.GetProperty("ClientToken").GetString());
        Assert.Equal(access, json.GetProperty("AccessToken").GetString());
        Assert.Equal("Test 1.0", json.GetProperty("Client").GetString());
        Assert.Equal(1, json.GetProperty("Limitation").GetProperty("Count").GetInt32());
    }

    [Fact]
    public async Task An_operation_without_properties_of_its_own_is_json_too()
    {
        using var body = new RequestBody(new Tokens(ScriptedServer.Secure("a"), ScriptedServer.Secure("b")), "\"Test 1.0\""u8.ToArray(), "{}"u8.ToArray());
        using var content = body.ToContent();

        Assert.Equal(
            """{"ClientToken":"a","AccessToken":"b","Client":"Test 1.0"}""",
            await content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_body_that_was_disposed_of_holds_nothing_any_more()
    {
        HttpContent content;
        using (var body = new RequestBody(new Tokens(ScriptedServer.Secure("secret"), ScriptedServer.Secure("secret")), "\"Test\""u8.ToArray(), "{}"u8.ToArray()))
        {
            content = body.ToContent();
        }

        var bytes = await content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.NotEmpty(bytes);
        Assert.All(bytes, b => Assert.Equal(0, b));
    }

    [Fact]
    public async Task Tokens_outlive_the_secure_strings_they_were_given_as()
    {
        var given = ScriptedServer.Secure("secret");
        var tokens = new Tokens(given, given);
        given.Dispose();

        using var body = new RequestBody(tokens, "\"Test\""u8.ToArray(), "{}"u8.ToArray());
        using var content = body.ToContent();
        Assert.Contains("secret", Encoding.UTF8.GetString(await content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)), StringComparison.Ordinal);
    }
}
