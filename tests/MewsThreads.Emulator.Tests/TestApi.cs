using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MewsThreads.Emulator.Tests;

/// <summary>An emulator on a clock that stands still, and a plain HTTP client for it.</summary>
internal sealed class TestApi : IAsyncDisposable
{
    public const string GetAll = "messageThreads/getAll";
    public const string AddThread = "messageThreads/add";
    public const string GetMessages = "messages/getAll";
    public const string AddMessages = "messages/add";
    public const string GetEnterprises = "enterprises/getAll";
    public const string GetConfiguration = "configuration/get";

    public static readonly DateTimeOffset Now = new(2026, 3, 15, 12, 30, 45, TimeSpan.Zero);

    private TestApi(EmulatorHost host, SignallingClock clock)
    {
        Host = host;
        Clock = clock;
        Http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
    }

    public EmulatorHost Host { get; }

    public SignallingClock Clock { get; }

    public HttpClient Http { get; }

    public ThreadStore Store => Host.Store;

    public MessageStore Messages => Host.Messages;

    /// <summary>The only request so far.</summary>
    public LoggedRequest OnlyRequest => Assert.Single(Host.Requests.Snapshot());

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Starts one with an empty store and no request limit, unless told otherwise.</summary>
    public static async Task<TestApi> StartAsync(Func<EmulatorOptions, EmulatorOptions>? change = null)
    {
        var clock = new SignallingClock(Now);
        var options = new EmulatorOptions { Threads = 0, LimitRequests = 0, Clock = clock };
        return new TestApi(await EmulatorHost.StartAsync(change?.Invoke(options) ?? options, Ct), clock);
    }

    /// <summary>An emulator in a world.</summary>
    public static Task<TestApi> StartAsync(World world) => StartAsync(options => options with { World = world });

    /// <summary>A body with good tokens and these properties.</summary>
    public static JsonObject Body(params (string Name, JsonNode? Value)[] properties)
    {
        var body = new JsonObject
        {
            ["ClientToken"] = DemoTokens.ClientToken,
            ["AccessToken"] = DemoTokens.AccessToken,
            ["Client"] = "Tests 1.0",
        };
        foreach (var (name, value) in properties)
        {
            body[name] = value;
        }
        return body;
    }

    /// <summary>A good getAll body: the last 30 days, up to 1000 threads, changed by these properties.</summary>
    public static JsonObject Page(params (string Name, JsonNode? Value)[] properties) =>
        Body([("CreatedUtc", Interval(Now.AddDays(-30), Now.AddDays(1))), ("Limitation", Limitation(1000)), .. properties]);

    /// <summary>A good add body.</summary>
    public static JsonObject NewThread() => Body(("OriginalSender", "John Doe"), ("Subject", "Example"));

    /// <summary>A good body to get the messages of these threads.</summary>
    public static JsonObject MessagePage(IEnumerable<Guid> threads, params (string Name, JsonNode? Value)[] properties) =>
        Body([("MessageThreadIds", Ids(threads)), ("Limitation", Limitation(1000)), .. properties]);

    /// <summary>A good body to add these texts to a thread, each with its number for an identifier.</summary>
    public static JsonObject NewMessages(Guid thread, params IEnumerable<string> texts) => Body(("Messages", new JsonArray(
        [.. texts.Select((text, i) => new JsonObject { ["MessageThreadId"] = thread, ["Text"] = text, ["Identifier"] = $"{i}" })])));

    public static JsonObject Limitation(int count, Guid? cursor = null) => new() { ["Count"] = count, ["Cursor"] = cursor };

    public static JsonObject Interval(DateTimeOffset start, DateTimeOffset end) => Interval(Text(start), Text(end));

    public static JsonObject Interval(string start, string end) => new() { ["StartUtc"] = start, ["EndUtc"] = end };

    public static JsonArray Ids(params IEnumerable<Guid> ids) => [.. ids.Select(id => (JsonNode)id)];

    public static string Text(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", null);

    public static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    public Task<Answer> PostAsync(string operation, JsonNode body, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, "/api/connector/v1/" + operation, Json(body.ToJsonString()), headers);

    public async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = Request(method, path, content, headers);
        using var response = await Http.SendAsync(request, Ct);
        return new Answer(response.StatusCode, response, await response.Content.ReadAsByteArrayAsync(Ct));
    }

    public HttpRequestMessage Request(HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        // Joined as text: resolving the path against the address would tidy it up.
        var address = new Uri(Host.Address.GetLeftPart(UriPartial.Authority) + path);
        var request = new HttpRequestMessage(method, address) { Content = content };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
        return request;
    }

    /// <summary>Follows the cursors of a getAll request to the end.</summary>
    public Task<List<Guid>> ReadAllAsync(JsonObject body, int count) => ReadAllAsync(GetAll, body, count, a => a.Ids, Store.Count);

    /// <summary>Follows the cursors of a request for messages to the end.</summary>
    public Task<List<Guid>> ReadAllMessagesAsync(JsonObject body, int count) =>
        ReadAllAsync(GetMessages, body, count, a => a.MessageIds, Messages.All().Count);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Host.DisposeAsync();
    }

    private async Task<List<Guid>> ReadAllAsync(string operation, JsonObject body, int count, Func<Answer, List<Guid>> read, int most)
    {
        var ids = new List<Guid>();
        Guid? cursor = null;
        do
        {
            body["Limitation"] = Limitation(count, cursor);
            var page = await PostAsync(operation, body);
            Assert.Equal(HttpStatusCode.OK, page.Status);
            ids.AddRange(read(page));
            Assert.True(ids.Count <= most, "More than there is: the cursors go round in circles.");
            cursor = page.Cursor;
        }
        while (cursor is not null);
        return ids;
    }
}

/// <summary>An HTTP response, read.</summary>
internal sealed record Answer(HttpStatusCode Status, HttpResponseMessage Response, byte[] Bytes)
{
    public JsonElement Json => JsonElement.Parse(Bytes);

    public string? Message => Json.GetProperty(nameof(Message)).GetString();

    public string RequestId => Assert.Single(Response.Headers.GetValues("Request-Id"));

    public List<Guid> Ids => [.. Json.GetProperty("MessageThreads").EnumerateArray().Select(t => t.GetProperty("Id").GetGuid())];

    public List<JsonElement> Messages => [.. Json.GetProperty(nameof(Messages)).EnumerateArray()];

    public List<Guid> MessageIds => [.. Messages.Select(m => m.GetProperty("Id").GetGuid())];

    public Guid? Cursor => Json.GetProperty(nameof(Cursor)) is { ValueKind: JsonValueKind.String } id ? id.GetGuid() : null;

    public string? RetryAfter => Response.Headers.TryGetValues("Retry-After", out var values) ? Assert.Single(values) : null;

    /// <summary>Asserts an error as documented, and returns its message.</summary>
    public string IsError(HttpStatusCode status)
    {
        Assert.Equal(status, Status);
        Assert.Equal("application/json", Response.Content.Headers.ContentType?.ToString());
        Assert.Equal(["Message", "RequestId", "Details"], Json.EnumerateObject().Select(p => p.Name));
        Assert.Equal(RequestId, Json.GetProperty(nameof(RequestId)).GetString());
        Assert.True(Guid.TryParseExact(RequestId, "D", out _));
        Assert.Equal(JsonValueKind.Null, Json.GetProperty("Details").ValueKind);
        Assert.False(string.IsNullOrEmpty(Message));
        return Message;
    }
}
