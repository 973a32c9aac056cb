using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MewsThreads.Emulator.Tests;

/// <summary>Faults of the body of a response.</summary>
public sealed class FaultBodyTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("identity")]
    [InlineData("gzip")]
    public async Task A_truncated_body_is_half_of_what_its_length_promises(string encoding)
    {
        await using var api = await TestApi.StartAsync();
        Fill(api);
        var whole = await api.PostAsync(TestApi.GetAll, TestApi.Page(), ("Accept-Encoding", encoding));
        api.Host.Faults.Add(new Fault { Kind = FaultKind.TruncatedBody, Times = 1 });

        using var response = await BeginAsync(api, encoding);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(encoding == "gzip" ? ["gzip"] : [], response.Content.Headers.ContentEncoding);
        Assert.Equal(whole.Bytes.Length, response.Content.Headers.ContentLength);
        var (bytes, ended) = await ReadToTheEndAsync(response);
        Assert.False(ended);
        Assert.Equal(whole.Bytes[..(whole.Bytes.Length / 2)], bytes);
        Assert.Equal((FaultKind.TruncatedBody, 200, true), Outcome(api.Host.Requests.Snapshot()[^1]));

        Assert.Equal(whole.Bytes, (await api.PostAsync(TestApi.GetAll, TestApi.Page(), ("Accept-Encoding", encoding))).Bytes);
    }

    [Fact]
    public async Task The_half_of_a_gzipped_body_does_not_unzip_to_all_of_it()
    {
        await using var api = await TestApi.StartAsync();
        Fill(api);
        api.Host.Faults.Add(new Fault { Kind = FaultKind.TruncatedBody });
        using var response = await BeginAsync(api, "gzip");
        var (bytes, _) = await ReadToTheEndAsync(response);
        using var unzipped = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        await Assert.ThrowsAnyAsync<Exception>(() => JsonDocument.ParseAsync(unzipped, default, Ct));
    }

    [Fact]
    public async Task The_thread_of_an_add_is_there_though_its_answer_is_cut()
    {
        await using var api = await TestApi.StartAsync();
        api.Host.Faults.Add(new Fault { Kind = FaultKind.TruncatedBody });
        await Assert.ThrowsAsync<HttpRequestException>(() => api.PostAsync(TestApi.AddThread, TestApi.NewThread()));
        Assert.Single(api.Store.All());
    }

    [Fact]
    public async Task Malformed_JSON_breaks_at_its_end()
    {
        await using var api = await TestApi.StartAsync();
        var good = await api.PostAsync(TestApi.GetConfiguration, TestApi.Body());
        api.Host.Faults.Add(new Fault { Kind = FaultKind.MalformedJson });
        var bad = await api.PostAsync(TestApi.GetConfiguration, TestApi.Body());
        Assert.Equal(HttpStatusCode.OK, bad.Status);
        Assert.Equal("application/json", bad.Response.Content.Headers.ContentType?.ToString());
        Assert.Equal(good.Bytes[..^1], bad.Bytes[..^1]);
        Assert.ThrowsAny<JsonException>(() => bad.Json);
    }

    [Theory]
    [InlineData("Cursor")]
    [InlineData("MessageThreads")]
    public async Task A_property_of_the_answer_is_missing(string field)
    {
        await using var api = await TestApi.StartAsync();
        Fill(api);
        var expected = JsonNode.Parse((await api.PostAsync(TestApi.GetAll, TestApi.Page())).Bytes)!.AsObject();
        Assert.True(expected.Remove(field));
        api.Host.Faults.Add(new Fault { Kind = FaultKind.MissingField, Field = field });
        var answer = await api.PostAsync(TestApi.GetAll, TestApi.Page());
        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(answer.Bytes)));
    }

    [Theory]
    [InlineData("Id")]
    [InlineData("OriginalSender")]
    [InlineData("Subject")]
    [InlineData("CreatedUtc")]
    [InlineData("UpdatedUtc")]
    [InlineData("IsResolved")]
    public async Task A_property_of_one_thread_is_missing(string field)
    {
        await using var api = await TestApi.StartAsync();
        Fill(api);
        api.Host.Faults.Add(new Fault { Kind = FaultKind.MissingField, Field = field });
        var answer = await api.PostAsync(TestApi.GetAll, TestApi.Page());
        var threads = answer.Json.GetProperty("MessageThreads").EnumerateArray().Select(t => t.EnumerateObject().Select(p => p.Name).ToList());
        Assert.Equal(5, Assert.Single(threads, names => !names.Contains(field)).Count);
        Assert.Contains(@"Zoë & \""Ü\""", Encoding.UTF8.GetString(answer.Bytes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_operations_have_properties_to_miss_as_well()
    {
        await using var api = await TestApi.StartAsync();
        api.Host.Faults.Add(
            new Fault { Kind = FaultKind.MissingField, Field = "NowUtc" }, new Fault { Kind = FaultKind.MissingField, Field = "Id" });
        Assert.False((await api.PostAsync(TestApi.GetConfiguration, TestApi.Body())).Json.TryGetProperty("NowUtc", out _));
    }

    [Theory]
    [InlineData(TestApi.GetMessages, "Messages")]
    [InlineData(TestApi.GetMessages, "Text")]
    [InlineData(TestApi.GetMessages, "Sender")]
    [InlineData(TestApi.GetMessages, "Discriminator")]
    [InlineData(TestApi.AddMessages, "Identifier")]
    [InlineData(TestApi.AddMessages, "Message")]
    [InlineData(TestApi.AddMessages, "MessageThreadId")]
    [InlineData(TestApi.AddMessages, "Discriminator")]
    [InlineData(TestApi.GetEnterprises, "Name")]
    public async Task A_property_of_one_message_or_enterprise_is_missing(string operation, string field)
    {
        await using var api = await TestApi.StartAsync();
        var thread = api.Store.Add(TestApi.Now).Id;
        for (var i = 0; i < 3; i++)
        {
            api.Messages.Add(thread, TestApi.Now);
        }
        var body = operation switch
        {
            TestApi.GetMessages => TestApi.MessagePage([thread]),
            TestApi.AddMessages => TestApi.NewMessages(thread, "x", "y", "z"),
            _ => TestApi.Body(
                ("AccessToken", DemoTokens.PortfolioAccessToken), ("Limitation", TestApi.Limitation(1000))),
        };
        var name = $"\"{field}\":";
        var before = Text(await api.PostAsync(operation, body)).Split(name).Length;
        api.Host.Faults.Add(new Fault { Kind = FaultKind.MissingField, Field = field });
        Assert.Equal(before - 1, Text(await api.PostAsync(operation, body)).Split(name).Length);
        Assert.Equal((1, 1), Counters(api));

        static string Text(Answer answer) => Encoding.UTF8.GetString(answer.Bytes);
    }

    [Fact]
    public async Task What_an_answer_does_not_have_cannot_be_missing_and_does_not_count()
    {
        await using var api = await TestApi.StartAsync();
        api.Host.Faults.Add(new Fault { Kind = FaultKind.MissingField, Field = "Subject", Times = 1 });
        Assert.Empty((await api.PostAsync(TestApi.GetAll, TestApi.Page())).Ids);
        Assert.Null(api.OnlyRequest.Fault);
        Assert.Equal((1, 0), Counters(api));

        var added = await api.PostAsync(TestApi.AddThread, TestApi.NewThread());
        Assert.False(added.Json.GetProperty("MessageThreads")[0].TryGetProperty("Subject", out _));
        Assert.Equal((2, 1), Counters(api));
    }

    [Theory]
    [InlineData(FaultKind.TruncatedBody)]
    [InlineData(FaultKind.SlowBody)]
    [InlineData(FaultKind.MalformedJson)]
    [InlineData(FaultKind.MissingField)]
    public async Task An_answer_without_a_body_is_left_alone(FaultKind kind)
    {
        await using var api = await TestApi.StartAsync();
        api.Host.Faults.Add(new Fault { Kind = kind, Field = "Cursor" });
        var answer = await api.PostAsync(TestApi.GetAll, TestApi.Page(), ("Prefer", "return=minimal"));
        Assert.Equal(HttpStatusCode.NoContent, answer.Status);
        Assert.Null(api.OnlyRequest.Fault);
        Assert.Equal((1, 0), Counters(api));
    }

    private static (FaultKind?, int, bool) Outcome(LoggedRequest request) => (request.Fault, request.Status, request.Processed);

    private static (int, int) Counters(TestApi api)
    {
        var fault = Assert.Single(api.Host.Faults.Snapshot());
        return (fault.Matched, fault.Happened);
    }

    private static void Fill(TestApi api)
    {
        for (var i = 0; i < 100; i++)
        {
            api.Store.Add(TestApi.Now.AddHours(-i), "Zoë & \"Ü\"", $"Subject {i}");
        }
    }

    private static async Task<HttpResponseMessage> BeginAsync(TestApi api, string encoding)
    {
        using var request = api.Request(
            HttpMethod.Post, "/api/connector/v1/" + TestApi.GetAll, TestApi.Json(TestApi.Page().ToJsonString()), ("Accept-Encoding", encoding));
        return await api.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Ct);
    }

    private static async Task<(byte[] Bytes, bool Ended)> ReadToTheEndAsync(HttpResponseMessage response)
    {
        using var bytes = new MemoryStream();
        await using var stream = await response.Content.ReadAsStreamAsync(Ct);
        try
        {
            await stream.CopyToAsync(bytes, Ct);
            return (bytes.ToArray(), true);
        }
        catch (HttpIOException)
        {
            return (bytes.ToArray(), false);
        }
    }
}
