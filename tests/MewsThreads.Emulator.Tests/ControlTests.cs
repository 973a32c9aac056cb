using System.Net;

namespace MewsThreads.Emulator.Tests;

/// <summary>The emulator's own address: every verb of it.</summary>
public sealed class ControlTests
{
    private const string Faults = "/emulator/faults";
    private const string Clock = "/emulator/clock";
    private const string Requests = "/emulator/requests";

    [Theory]
    [InlineData("""{"Kind":"ServerError","Status":503,"Times":2}""", 1)]
    [InlineData("""{"Kind":"ServerError","Status":503,"Times":2,"Seed":7}""", 7)]
    [InlineData("""[{"Kind":"ServerError","Status":503,"Times":2}]""", 1)]
    [InlineData("""{"Seed":7,"Faults":[{"Kind":"ServerError","Status":503,"Times":2}]}""", 7)]
    [InlineData("""{"Faults":{"Kind":"ServerError","Status":503,"Times":2}}""", 1)]
    public async Task POST_sets_the_schedule(string json, int seed)
    {
        await using var api = await TestApi.StartAsync();
        api.Host.Faults.Add(new Fault { Kind = FaultKind.SlowAnswer });
        var answer = await api.SendAsync(HttpMethod.Post, Faults, TestApi.Json(json));
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(
            [new Fault { Kind = FaultKind.ServerError, Status = 503, Times = 2 }],
            api.Host.Faults.Snapshot().Select(f => f.Fault));
        Assert.Equal(seed, api.Host.Faults.Seed);
        Assert.Equal(seed, answer.Json.GetProperty("Seed").GetInt32());
        Assert.Equal(1, answer.Json.GetProperty("Faults").GetArrayLength());
    }

    [Fact]
    public async Task PATCH_adds_to_the_schedule()
    {
        await using var api = await TestApi.StartAsync();
        api.Host.Faults.Add(new Fault { Kind = FaultKind.SlowAnswer });

        await api.SendAsync(HttpMethod.Patch, Faults, TestApi.Json("""{ "Kind": "LostAnswer", "Seed": 7 }"""));

        Assert.Equal([FaultKind.SlowAnswer, FaultKind.LostAnswer], api.Host.Faults.Snapshot().Select(f => f.Fault.Kind));
        Assert.Equal(7, api.Host.Faults.Seed);
    }

    [Fact]
    public async Task Every_property_of_a_fault_can_be_given()
    {
        await using var api = await TestApi.StartAsync();
        var fault = new Fault
        {
            Kind = FaultKind.TooHeavy,
            Operation = TestApi.GetAll,
            Probability = 0.25,
            Skip = 1,
            Times = 2,
            Status = 502,
            Body = FaultBody.Html,
            RetryAfter = RetryAfterStyle.Date,
            RetryAfterSeconds = -1.5,
            Processed = true,
            AboveCount = 3,
            AboveWindow = TimeSpan.FromDays(30),
            Seconds = 4.5,
            Field = "Subject",
            Threads = 5,
        };
        await PostAsync(api, """
            {
                "Kind": "TooHeavy", "Operation": "messageThreads/getAll", "Probability": 0.25, "Skip": 1, "Times": 2, "Status": 502,
                "Body": "Html", "RetryAfter": "Date", "RetryAfterSeconds": -1.5, "Processed": true, "AboveCount": 3,
                "AboveWindow": "30.00:00:00", "Seconds": 4.5, "Field": "Subject", "Threads": 5
            }
            """);
        Assert.Equal(fault, Assert.Single(api.Host.Faults.Snapshot()).Fault);
        // What is new in Fault has to be here as well.
        Assert.DoesNotContain(typeof(Fault).GetProperties(), p => Equals(p.GetValue(fault), p.GetValue(new Fault { Kind = default })));
    }

    [Fact]
    public async Task GET_shows_the_schedule_with_its_counters()
    {
        await using var api = await TestApi.StartAsync();
        await PostAsync(api, """[{"Kind":"ServerError","Skip":1},{"Kind":"TooHeavy","AboveWindow":"1.00:00:00"}]""");
        await api.PostAsync(TestApi.GetAll, TestApi.Page());
        await api.PostAsync(TestApi.AddThread, TestApi.NewThread());
        var answer = await api.SendAsync(HttpMethod.Get, Faults, content: null);
        Assert.Equal("application/json", answer.Response.Content.Headers.ContentType?.MediaType);
        var faults = answer.Json.GetProperty("Faults");
        Assert.Equal(
            [("ServerError", 2, 1), ("TooHeavy", 1, 1)],
            faults.EnumerateArray().Select(f => (
                f.GetProperty("Kind").GetString()!, f.GetProperty("Matched").GetInt32(), f.GetProperty("Happened").GetInt32())));
        Assert.Equal("1.00:00:00", faults[1].GetProperty("AboveWindow").GetString());
    }

    [Theory]
    [InlineData("POST", Faults)]
    [InlineData("PUT", Clock)]
    [InlineData("POST", ConversationControlTests.Answers)]
    [InlineData("POST", ConversationControlTests.Resolutions)]
    [InlineData("POST", ConversationControlTests.Deletions)]
    public async Task A_body_that_is_no_text_is_400_and_one_that_is_too_large_413(string method, string path)
    {
        await using var api = await TestApi.StartAsync();
        byte[][] bodies = [[0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D], """{"\ud83c":1}"""u8.ToArray(), """{"Kind":"\ud83c"}"""u8.ToArray()];
        foreach (var body in bodies)
        {
            using var bytes = new ByteArrayContent(body);
            var answer = await api.SendAsync(new HttpMethod(method), path, bytes);
            Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
            Assert.Contains("JSON", answer.Message, StringComparison.Ordinal);
        }
        using var large = new ByteArrayContent(new byte[30_000_001]);
        // The server answers at the headers; the body must not be on its way by then.
        var refused = await api.SendAsync(new HttpMethod(method), path, large, ("Expect", "100-continue"));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.Status);
        Assert.NotEmpty(refused.Message!);
    }

    [Theory]
    [InlineData("GET", "/emulator/faults", 200)]
    [InlineData("GET", "/emulator/nothing", 404)]
    [InlineData("PUT", "/emulator/faults", 405)]
    [InlineData("POST", "/emulator/faults", 400)]
    [InlineData("DELETE", "/emulator/faults", 204)]
    public async Task Every_response_has_a_request_id_and_the_date_of_the_emulator(string method, string path, int status)
    {
        await using var api = await TestApi.StartAsync();
        api.Host.ClockOffset = TimeSpan.FromHours(-3);
        var answer = await api.SendAsync(new HttpMethod(method), path, TestApi.Json("5"));
        Assert.Equal(status, (int)answer.Status);
        Assert.True(Guid.TryParseExact(answer.RequestId, "D", out _));
        Assert.Equal(TestApi.Now.AddHours(-3), answer.Response.Headers.Date);
    }

    [Fact]
    public async Task DELETE_clears_the_schedule()
    {
        await using var api = await TestApi.StartAsync();
        await PostAsync(api, """{"Kind":"ServerError"}""");
        Assert.Equal(HttpStatusCode.NoContent, (await api.SendAsync(HttpMethod.Delete, Faults, content: null)).Status);
        Assert.Empty(api.Host.Faults.Snapshot());
        Assert.Equal(HttpStatusCode.OK, (await api.PostAsync(TestApi.GetAll, TestApi.Page())).Status);
    }

    [Theory]
    [InlineData("""{"Kind":"ServerError","Statsu":503}""", "Statsu")]
    [InlineData("""{"Kind":"ServerError","status":503}""", "status")]
    [InlineData("""{"Kind":"Earthquake"}""", "Earthquake")]
    [InlineData("""{"Kind":2}""", "Kind cannot be 2")]
    [InlineData("""{"Status":503}""", "Kind")]
    [InlineData("""{"Kind":"ServerError","Status":"503"}""", "Status cannot be \"503\"")]
    [InlineData("""{"Kind":"ServerError","Status":404}""", "Status")]
    [InlineData("""{"Kind":"ServerError","Body":"Xml"}""", "Xml")]
    [InlineData("""{"Kind":"ServerError","Skip":null}""", "Skip")]
    [InlineData("""{"Kind":"TooHeavy","AboveWindow":"30 days"}""", "30.00:00:00")]
    [InlineData("""[{"Kind":"ServerError"},{"Kind":"ServerError","Seed":1}]""", "Seed")]
    [InlineData("""{"Faults":[{"Kind":"ServerError"}],"Seeed":1}""", "Seeed")]
    [InlineData("""{"Kind":"ServerError","Seed":1.5}""", "Seed")]
    [InlineData("""{"Kind":"ServerError","Seed":"1"}""", "Seed")]
    [InlineData("""{"Kind":"ServerError","Seed":null}""", "Seed cannot be null")]
    [InlineData("""[1]""", "object")]
    [InlineData("""5""", "object")]
    [InlineData("""{"Kind":"ServerError" """, "JSON")]
    [InlineData("", "JSON")]
    public async Task What_is_wrong_with_a_fault_is_named_and_nothing_is_changed(string json, string named)
    {
        await using var api = await TestApi.StartAsync();
        var before = new Fault { Kind = FaultKind.SlowAnswer };
        api.Host.Faults.Add(before);
        var answer = await api.SendAsync(HttpMethod.Post, Faults, TestApi.Json(json));
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains(named, answer.Message, StringComparison.Ordinal);
        Assert.Equal(before, Assert.Single(api.Host.Faults.Snapshot()).Fault);
        Assert.Equal(1, api.Host.Faults.Seed);
    }

    [Fact]
    public async Task The_clock_is_set_shown_and_set_right()
    {
        await using var api = await TestApi.StartAsync();
        var put = await api.SendAsync(HttpMethod.Put, Clock, TestApi.Json("""{"OffsetSeconds":-90.5}"""));
        Assert.Equal(HttpStatusCode.OK, put.Status);
        Assert.Equal(TimeSpan.FromSeconds(-90.5), api.Host.ClockOffset);

        var get = await api.SendAsync(HttpMethod.Get, Clock, content: null);
        Assert.Equal(put.Bytes, get.Bytes);
        Assert.Equal(-90.5, get.Json.GetProperty("OffsetSeconds").GetDouble());
        Assert.Equal(TestApi.Now.AddSeconds(-90.5), get.Json.GetProperty("NowUtc").GetDateTimeOffset());

        Assert.Equal(HttpStatusCode.NoContent, (await api.SendAsync(HttpMethod.Delete, Clock, content: null)).Status);
        Assert.Equal(TimeSpan.Zero, api.Host.ClockOffset);
    }

    [Theory]
    [InlineData("5")]
    [InlineData("{}")]
    [InlineData("""{"OffsetSeconds":"5"}""")]
    [InlineData("""{"OffsetSeconds":1e300}""")]
    [InlineData("""{"OffsetSeconds":315360001}""")]
    [InlineData("""{"OffsetSeconds":5,"Offset":5}""")]
    [InlineData("no JSON")]
    public async Task A_bad_offset_is_refused(string json)
    {
        await using var api = await TestApi.StartAsync();
        var answer = await api.SendAsync(HttpMethod.Put, Clock, TestApi.Json(json));
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.NotEmpty(answer.Message!);
        Assert.Equal(TimeSpan.Zero, api.Host.ClockOffset);
    }

    [Fact]
    public async Task The_request_log_is_shown_without_a_token_and_cleared()
    {
        await using var api = await TestApi.StartAsync();
        await PostAsync(api, """{"Kind":"TooManyRequests","Processed":true,"Operation":"messageThreads/add"}""");
        await api.PostAsync(TestApi.GetAll, TestApi.Page());
        await api.PostAsync(TestApi.AddThread, TestApi.NewThread());
        var log = await api.SendAsync(HttpMethod.Get, Requests, content: null);
        Assert.Equal(
            [(TestApi.GetAll, 200, null, true), (TestApi.AddThread, 429, "TooManyRequests", true)],
            log.Json.EnumerateArray().Select(r => (
                r.GetProperty("Operation").GetString()!, r.GetProperty("Status").GetInt32(),
                r.GetProperty("Fault").GetString(), r.GetProperty("Processed").GetBoolean())));
        Assert.DoesNotContain(DemoTokens.ClientToken[..8], log.Json.GetRawText(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(DemoTokens.AccessToken[..8], log.Json.GetRawText(), StringComparison.OrdinalIgnoreCase);

        Assert.Equal(HttpStatusCode.NoContent, (await api.SendAsync(HttpMethod.Delete, Requests, content: null)).Status);
        Assert.Empty(api.Host.Requests.Snapshot());
    }

    [Theory]
    [InlineData("PUT", Faults, "GET, POST, PATCH, DELETE")]
    [InlineData("POST", Clock, "GET, PUT, DELETE")]
    [InlineData("POST", Requests, "GET, DELETE")]
    [InlineData("GET", ConversationControlTests.Answers, "POST")]
    [InlineData("PUT", ConversationControlTests.Resolutions, "POST")]
    [InlineData("DELETE", ConversationControlTests.Deletions, "POST")]
    public async Task Any_other_verb_is_405(string method, string path, string allowed)
    {
        await using var api = await TestApi.StartAsync();
        var answer = await api.SendAsync(new HttpMethod(method), path, TestApi.Json("{}"));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.Status);
        Assert.Equal(allowed, string.Join(", ", answer.Response.Content.Headers.Allow));
        Assert.Contains(allowed, answer.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/emulator")]
    [InlineData("/emulator/fault")]
    [InlineData("/emulator/faults/1")]
    public async Task Any_other_path_of_it_is_404(string path)
    {
        await using var api = await TestApi.StartAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await api.SendAsync(HttpMethod.Get, path, content: null)).Status);
        Assert.Empty(api.Host.Requests.Snapshot());
    }

    [Theory]
    [InlineData("Origin", "http://127.0.0.1", 403)]
    [InlineData("Origin", "null", 403)]
    [InlineData("Host", "evil.example", 403)]
    [InlineData("Host", "evil.example:5080", 403)]
    [InlineData("Host", "localhost.evil.example", 403)]
    [InlineData("Host", "10.0.0.1", 403)]
    [InlineData("Host", "localhost:5080", 200)]
    [InlineData("Host", "127.0.0.2", 200)]
    [InlineData("Host", "[::1]:5080", 200)]
    public async Task A_web_page_cannot_drive_it(string header, string value, int status)
    {
        await using var api = await TestApi.StartAsync();
        var post = await api.SendAsync(HttpMethod.Post, Faults, TestApi.Json("""{"Kind":"ServerError"}"""), (header, value));
        Assert.Equal(status, (int)post.Status);
        Assert.Equal(status == 200 ? 1 : 0, api.Host.Faults.Snapshot().Count);
        Assert.Equal(status, (int)(await api.SendAsync(HttpMethod.Get, Requests, content: null, (header, value))).Status);
        var answer = TestApi.Json($$"""{"MessageThreadId":"{{api.Store.Add(TestApi.Now).Id}}","Text":"x"}""");
        Assert.Equal(
            status, (int)(await api.SendAsync(HttpMethod.Post, ConversationControlTests.Answers, answer, (header, value))).Status);
        Assert.Equal(status == 200 ? 1 : 0, api.Messages.All().Count);
    }

    [Fact]
    public async Task It_is_no_operation_so_it_meets_no_fault_and_is_in_no_log()
    {
        await using var api = await TestApi.StartAsync();
        await PostAsync(api, """[{"Kind":"ResetBefore"}]""");
        Assert.Equal(HttpStatusCode.OK, (await api.SendAsync(HttpMethod.Get, Faults, content: null)).Status);
        Assert.Empty(api.Host.Requests.Snapshot());
    }

    [Fact]
    public async Task The_content_type_does_not_matter()
    {
        await using var api = await TestApi.StartAsync();
        using var form = new StringContent("""{"Kind":"ServerError"}""", new System.Net.Http.Headers.MediaTypeHeaderValue("application/x-www-form-urlencoded"));
        Assert.Equal(HttpStatusCode.OK, (await api.SendAsync(HttpMethod.Post, Faults, form)).Status);
    }

    private static async Task PostAsync(TestApi api, string json) =>
        Assert.Equal(HttpStatusCode.OK, (await api.SendAsync(HttpMethod.Post, Faults, TestApi.Json(json))).Status);
}
