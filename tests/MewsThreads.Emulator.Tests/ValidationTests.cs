using System.Net;
using System.Text.Json.Nodes;

namespace MewsThreads.Emulator.Tests;

/// <summary>The contract of the getAll request, field by field.</summary>
public sealed class ValidationTests
{
    private const string Uuid = "\"7f9325f6-ef44-4911-89a8-ae51010a5aa4\"";

    [Theory]
    [InlineData("null")]
    [InlineData("1")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"Cursor":null}""")]
    [InlineData("""{"Count":null}""")]
    [InlineData("""{"Count":0}""")]
    [InlineData("""{"Count":-1}""")]
    [InlineData("""{"Count":1001}""")]
    [InlineData("""{"Count":1.5}""")]
    [InlineData("""{"Count":99999999999}""")]
    [InlineData("""{"Count":"10"}""")]
    [InlineData("""{"Count":10,"Cursor":1}""")]
    [InlineData("""{"Count":10,"Cursor":""}""")]
    [InlineData("""{"Count":10,"Cursor":"7f9325f6ef44491189a8ae51010a5aa4"}""")]
    [InlineData("""{"Count":10,"Cursor":"{7f9325f6-ef44-4911-89a8-ae51010a5aa4}"}""")]
    public Task A_bad_Limitation_is_400(string json) => IsBadAsync("Limitation", json);

    [Theory]
    [InlineData("""{"Count":1}""")]
    [InlineData("""{"Count":1000,"Cursor":null}""")]
    public Task A_good_Limitation_is_200(string json) => IsGoodAsync("Limitation", json);

    [Fact]
    public async Task Limitation_is_required()
    {
        await using var api = await TestApi.StartAsync();
        var body = TestApi.Page();
        body.Remove("Limitation");
        Assert.Equal("Limitation is required.", (await api.PostAsync(TestApi.GetAll, body)).IsError(HttpStatusCode.BadRequest));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData(Uuid)]
    [InlineData("[null]")]
    [InlineData("[1]")]
    [InlineData("[\"x\"]")]
    [InlineData("[" + Uuid + ",\"7f9325f6-ef44-4911-89a8-ae51010a5aa\"]")]
    public async Task A_bad_array_of_ids_is_400(string json)
    {
        await IsBadAsync("MessageThreadIds", json);
        await IsBadAsync("EnterpriseIds", json);
    }

    [Theory]
    [InlineData(1, HttpStatusCode.OK)]
    [InlineData(1000, HttpStatusCode.OK)]
    [InlineData(1001, HttpStatusCode.BadRequest)]
    public async Task An_array_has_at_most_1000_items(int count, HttpStatusCode expected)
    {
        await using var api = await TestApi.StartAsync();
        var threads = TestApi.Ids(Enumerable.Repeat(Guid.NewGuid(), count));
        Assert.Equal(expected, (await api.PostAsync(TestApi.GetAll, TestApi.Page(("MessageThreadIds", threads)))).Status);
        var enterprises = TestApi.Ids(Enumerable.Repeat(DemoEnterprises.First.Id, count));
        Assert.Equal(expected, (await api.PostAsync(TestApi.GetAll, TestApi.Page(("EnterpriseIds", enterprises)))).Status);
    }

    [Fact]
    public async Task At_least_one_filter_is_required_and_null_is_none()
    {
        await using var api = await TestApi.StartAsync();
        var none = TestApi.Page(("CreatedUtc", null), ("UpdatedUtc", null), ("MessageThreadIds", null));
        Assert.StartsWith(
            "At least one of", (await api.PostAsync(TestApi.GetAll, none)).IsError(HttpStatusCode.BadRequest), StringComparison.Ordinal);

        var onlyEnterprises = TestApi.Page(("CreatedUtc", null), ("EnterpriseIds", TestApi.Ids(DemoEnterprises.First.Id)));
        (await api.PostAsync(TestApi.GetAll, onlyEnterprises)).IsError(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Each_filter_alone_is_enough_and_null_arrays_are_not_given()
    {
        await using var api = await TestApi.StartAsync();
        var interval = TestApi.Interval(TestApi.Now.AddDays(-1), TestApi.Now);
        foreach (var (name, value) in new (string, JsonNode)[]
        {
            ("CreatedUtc", interval), ("UpdatedUtc", interval.DeepClone()), ("MessageThreadIds", TestApi.Ids(Guid.NewGuid())),
        })
        {
            var body = TestApi.Page(("CreatedUtc", null), ("EnterpriseIds", null), (name, value));
            Assert.Equal(HttpStatusCode.OK, (await api.PostAsync(TestApi.GetAll, body)).Status);
        }
    }

    [Theory]
    [InlineData("1")]
    [InlineData("[]")]
    [InlineData("\"2026-03-01T00:00:00Z\"")]
    [InlineData("{}")]
    [InlineData("""{"StartUtc":"2026-03-01T00:00:00Z"}""")]
    [InlineData("""{"EndUtc":"2026-03-01T00:00:00Z"}""")]
    [InlineData("""{"StartUtc":"2026-03-01T00:00:00Z","EndUtc":null}""")]
    [InlineData("""{"StartUtc":null,"EndUtc":"2026-03-01T00:00:00Z"}""")]
    [InlineData("""{"StartUtc":"2026-03-01T00:00:01Z","EndUtc":"2026-03-01T00:00:00Z"}""")]
    [InlineData("""{"StartUtc":1,"EndUtc":"2026-03-01T00:00:00Z"}""")]
    public async Task A_bad_interval_is_400(string json)
    {
        await IsBadAsync("CreatedUtc", json);
        await IsBadAsync("UpdatedUtc", json);
    }

    [Theory]
    [InlineData("2026-03-01T00:00:00Z")]
    [InlineData("2026-03-01T00:00:00.1Z")]
    [InlineData("2026-03-01T00:00:00.1234567Z")]
    [InlineData("2026-03-01T00:00:00+00:00")]
    [InlineData("2026-03-01T05:30:00.000+05:30")]
    [InlineData("2026-02-28T19:00:00-05:00")]
    public Task Timestamps_are_ISO_8601_with_Z_or_an_offset_and_up_to_7_digits(string text) =>
        IsGoodAsync("CreatedUtc", $$"""{"StartUtc":"{{text}}","EndUtc":"2026-03-02T00:00:00Z"}""");

    [Theory]
    [InlineData("")]
    [InlineData("2026-03-01")]
    [InlineData("2026-03-01T00:00Z")]
    [InlineData("2026-03-01T00:00:00")]
    [InlineData("2026-03-01 00:00:00Z")]
    [InlineData("2026-03-01T00:00:00.Z")]
    [InlineData("2026-03-01T00:00:00.12345678Z")]
    [InlineData("2026-03-01T00:00:00+0000")]
    [InlineData("2026-03-01T00:00:00z")]
    [InlineData("2026-02-29T00:00:00Z")]
    [InlineData("2026-03-01T24:00:00Z")]
    [InlineData("2026-03-01T00:00:60Z")]
    [InlineData("03/01/2026 00:00:00")]
    [InlineData("2026-03-01T00:00:00Z\\n")]
    [InlineData("0001-01-01T00:00:00+14:00")]
    public Task Any_other_timestamp_is_400(string text) =>
        IsBadAsync("CreatedUtc", $$"""{"StartUtc":"{{text}}","EndUtc":"2026-03-02T00:00:00Z"}""");

    private static async Task IsBadAsync(string property, string json)
    {
        await using var api = await TestApi.StartAsync();
        (await api.PostAsync(TestApi.GetAll, TestApi.Page((property, JsonNode.Parse(json))))).IsError(HttpStatusCode.BadRequest);
    }

    private static async Task IsGoodAsync(string property, string json)
    {
        await using var api = await TestApi.StartAsync();
        var answer = await api.PostAsync(TestApi.GetAll, TestApi.Page((property, JsonNode.Parse(json))));
        Assert.Equal(HttpStatusCode.OK, answer.Status);
    }
}
