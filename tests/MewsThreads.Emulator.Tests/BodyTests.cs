using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;

namespace MewsThreads.Emulator.Tests;

/// <summary>What the body has to be before anything in it is looked at.</summary>
public sealed class BodyTests
{
    private const string Path = "/api/connector/v1/" + TestApi.GetAll;

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    public async Task A_body_that_is_no_object_is_400(string body)
    {
        await using var api = await TestApi.StartAsync();
        var answer = await api.SendAsync(HttpMethod.Post, Path, TestApi.Json(body));
        Assert.Equal("The body must be a JSON object.", answer.IsError(HttpStatusCode.BadRequest));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("{'a':1}")]
    [InlineData("{\"a\":1,}")]
    public async Task A_body_that_is_no_JSON_is_400(string body)
    {
        await using var api = await TestApi.StartAsync();
        var answer = await api.SendAsync(HttpMethod.Post, Path, TestApi.Json(body));
        Assert.Equal("Invalid JSON.", answer.IsError(HttpStatusCode.BadRequest));
    }

    [Theory]
    [InlineData("\"Extra\":\"\\ud83c\"")]
    [InlineData("\"Extra\":\"\\udf55\\ud83c\"")]
    [InlineData("\"Extra\":[{\"a\":\"\\udf55\"}]")]
    [InlineData("\"\\ud83c\":1")]
    [InlineData("\"ClientToken\":\"\\ud83c\"")]
    [InlineData("\"EnterpriseIds\":[\"\\ud83c\"]")]
    [InlineData("\"MessageThreadIds\":[\"\\ud83c7f9325f6-ef44-4911-89a8-ae51010a5aa4\"]")]
    public async Task Half_a_surrogate_pair_is_400_wherever_it_is(string property)
    {
        await using var api = await TestApi.StartAsync();
        var body = TestApi.Page().ToJsonString()[..^1] + "," + property + "}";
        Assert.Equal("Invalid JSON.", (await api.SendAsync(HttpMethod.Post, Path, TestApi.Json(body))).IsError(HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task A_whole_surrogate_pair_and_a_byte_order_mark_are_good()
    {
        await using var api = await TestApi.StartAsync();
        var body = "\uFEFF" + TestApi.Page().ToJsonString()[..^1] + ""","Extra":"\ud83c\udf55","\ud83c\udf55":"🍕"}""";
        Assert.Equal(HttpStatusCode.OK, (await api.SendAsync(HttpMethod.Post, Path, TestApi.Json(body))).Status);
    }

    [Theory]
    [InlineData("Client")]
    [InlineData("NeverRead")]
    public async Task A_text_that_is_not_UTF_8_is_400(string property)
    {
        await using var api = await TestApi.StartAsync();
        var body = TestApi.Page((property, "é")).ToJsonString(new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        using var content = new ByteArrayContent(Encoding.Latin1.GetBytes(body));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var answer = await api.SendAsync(HttpMethod.Post, Path, content);
        Assert.Equal("Invalid JSON.", answer.IsError(HttpStatusCode.BadRequest));
    }

    [Theory]
    [InlineData("application/json", HttpStatusCode.OK)]
    [InlineData("application/json; charset=utf-8", HttpStatusCode.OK)]
    [InlineData("application/json; charset=\"UTF-8\"", HttpStatusCode.OK)]
    [InlineData("APPLICATION/JSON", HttpStatusCode.OK)]
    [InlineData("application/json; charset=iso-8859-1", HttpStatusCode.BadRequest)]
    [InlineData("text/json", HttpStatusCode.BadRequest)]
    [InlineData("application/x-www-form-urlencoded", HttpStatusCode.BadRequest)]
    [InlineData(null, HttpStatusCode.BadRequest)]
    public async Task The_content_type_must_be_JSON(string? contentType, HttpStatusCode expected)
    {
        await using var api = await TestApi.StartAsync();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(TestApi.Page().ToJsonString()));
        content.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);
        var answer = await api.SendAsync(HttpMethod.Post, Path, content);
        Assert.Equal(expected, answer.Status);
    }

    [Fact]
    public async Task A_body_beyond_the_server_limit_is_413()
    {
        await using var api = await TestApi.StartAsync();
        using var content = new ByteArrayContent(new byte[30_000_001]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        // The server answers at the headers; the body must not be on its way by then.
        var answer = await api.SendAsync(HttpMethod.Post, Path, content, ("Expect", "100-continue"));
        answer.IsError(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task The_body_is_checked_before_the_tokens()
    {
        await using var api = await TestApi.StartAsync();
        var answer = await api.SendAsync(HttpMethod.Post, Path, TestApi.Json("[]"));
        Assert.Equal("The body must be a JSON object.", answer.IsError(HttpStatusCode.BadRequest));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(1)]
    public async Task Client_is_required(object? client)
    {
        await using var api = await TestApi.StartAsync();
        foreach (var operation in new[] { TestApi.GetAll, TestApi.AddThread, TestApi.GetConfiguration })
        {
            var answer = await api.PostAsync(operation, TestApi.Page(("Client", client is null ? null : JsonValue.Create(client))));
            Assert.StartsWith("Client ", answer.IsError(HttpStatusCode.BadRequest), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("en-US", "en-US")]
    [InlineData("en-US", null)]
    [InlineData(null, "cs-CZ")]
    public async Task Language_and_culture_are_accepted_and_change_nothing(string? language, string? culture)
    {
        await using var api = await TestApi.StartAsync();
        var answer = await api.PostAsync(TestApi.GetAll, TestApi.Page(("LanguageCode", language), ("CultureCode", culture)));
        Assert.Equal(HttpStatusCode.OK, answer.Status);
    }

    [Fact]
    public async Task Unknown_properties_are_ignored_and_names_are_case_sensitive()
    {
        await using var api = await TestApi.StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await api.PostAsync(TestApi.GetAll, TestApi.Page(("Extra", 1)))).Status);

        var body = TestApi.Page(("limitation", TestApi.Limitation(1)));
        body.Remove("Limitation");
        (await api.PostAsync(TestApi.GetAll, body)).IsError(HttpStatusCode.BadRequest);
    }
}
