using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MewsThreads.Emulator.Tests;

/// <summary><c>enterprises/getAll</c>.</summary>
public sealed class EnterprisesTests
{
    private static readonly Guid First = DemoEnterprises.First.Id, Second = DemoEnterprises.Second.Id;

    [Theory]
    [InlineData(DemoTokens.ClientToken, DemoTokens.AccessToken, new[] { "Connector API Hotel" })]
    [InlineData(DemoTokens.ClientToken, DemoTokens.SecondEnterpriseAccessToken, new[] { "Connector API Net Hotel" })]
    [InlineData(DemoTokens.ClientToken, DemoTokens.PortfolioAccessToken, new[] { "Connector API Hotel", "Connector API Net Hotel" })]
    [InlineData(DemoTokens.OtherClientToken, DemoTokens.OtherAccessToken, new[] { "Connector API Hotel" })]
    public async Task It_lists_the_enterprises_of_the_token(string client, string access, string[] names)
    {
        await using var api = await TestApi.StartAsync();
        var answer = await api.PostAsync(TestApi.GetEnterprises, Page(("ClientToken", client), ("AccessToken", access)));
        Assert.Equal(["Enterprises", "Cursor"], answer.Json.EnumerateObject().Select(p => p.Name));
        var enterprises = answer.Json.GetProperty("Enterprises").EnumerateArray().ToList();
        Assert.Equal(names, enterprises.Select(e => e.GetProperty("Name").GetString()));
        Assert.Equal(names.Length, api.OnlyRequest.Returned);
        string[] required =
        [
            "Id", "ChainId", "ChainName", "CreatedUtc", "UpdatedUtc", "Name", "TimeZoneIdentifier", "LegalEnvironmentCode",
            "AccommodationEnvironmentCode", "AccountingEnvironmentCode", "TaxEnvironmentCode", "DefaultLanguageCode",
            "AccountingEditableHistoryInterval", "OperationalEditableHistoryInterval", "Pricing", "AddressId", "Address", "GroupNames",
            "Subscription", "LinkedUtc", "EditableHistoryInterval",
        ];
        Assert.All(enterprises, e => Assert.All(required, name => Assert.NotEqual(JsonValueKind.Null, e.GetProperty(name).ValueKind)));
        Assert.All(enterprises, e => Assert.False(e.TryGetProperty("IsPortfolio", out _)));
    }

    [Fact]
    public async Task It_is_paged_by_the_last_id()
    {
        await using var api = await TestApi.StartAsync();
        var first = await api.PostAsync(TestApi.GetEnterprises, Page(("Limitation", TestApi.Limitation(1))));
        Assert.Equal([First], Ids(first));
        Assert.Equal(First, first.Cursor);
        var second = await api.PostAsync(TestApi.GetEnterprises, Page(("Limitation", TestApi.Limitation(1, First))));
        Assert.Equal([Second], Ids(second));
        Assert.Equal(Second, second.Cursor);
        var end = Page(("Limitation", TestApi.Limitation(1, Second)));
        var third = await api.PostAsync(TestApi.GetEnterprises, end);
        Assert.Empty(Ids(third));
        Assert.Null(third.Cursor);
        Assert.Equal(HttpStatusCode.NoContent, (await api.PostAsync(TestApi.GetEnterprises, end, ("Prefer", "return=minimal"))).Status);

        var bad = await api.PostAsync(TestApi.GetEnterprises, Page(("Limitation", TestApi.Limitation(1, DemoEnterprises.Portfolio.Id))));
        Assert.Equal("Invalid Cursor.", bad.IsError(HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task It_can_be_filtered()
    {
        await using var api = await TestApi.StartAsync();
        foreach (var (filter, value, expected) in new (string, JsonNode, Guid[])[]
        {
            ("EnterpriseIds", TestApi.Ids(Second), [Second]),
            ("EnterpriseIds", TestApi.Ids(Second, First), [First, Second]),
            ("LinkedUtc", TestApi.Interval("2015-07-07T00:00:00Z", "2015-07-08T00:00:00Z"), [First, Second]),
            ("LinkedUtc", TestApi.Interval("2015-07-08T00:00:00Z", "2015-07-09T00:00:00Z"), []),
            ("UpdatedUtc", TestApi.Interval("2015-07-07T13:33:17Z", "2015-07-07T13:33:17Z"), [First, Second]),
            ("UpdatedUtc", TestApi.Interval("2015-07-07T13:33:00Z", "2015-07-07T13:33:17Z"), []),
            ("ExternalIdentifiers", new JsonArray("x"), []),
        })
        {
            Assert.Equal(expected, Ids(await api.PostAsync(TestApi.GetEnterprises, Page((filter, value)))));
        }
    }

    [Theory]
    [InlineData("Limitation", "null")]
    [InlineData("Limitation", """{"Count":0}""")]
    [InlineData("Limitation", """{"Count":1001}""")]
    [InlineData("EnterpriseIds", "[]")]
    [InlineData("EnterpriseIds", """["00000000-0000-0000-0000-000000000000"]""")]
    [InlineData("LinkedUtc", """{"StartUtc":"2023-01-01T00:00:00Z","EndUtc":"2023-05-01T00:00:00Z"}""")]
    [InlineData("UpdatedUtc", "5")]
    [InlineData("ExternalIdentifiers", "[5]")]
    [InlineData("ExternalIdentifiers", "[]")]
    public async Task What_is_wrong_is_400(string property, string json)
    {
        await using var api = await TestApi.StartAsync();
        var answer = await api.PostAsync(TestApi.GetEnterprises, Page((property, JsonNode.Parse(json))));
        answer.IsError(HttpStatusCode.BadRequest);
    }

    private static JsonObject Page(params (string Name, JsonNode? Value)[] properties) => TestApi.Body(
        [("AccessToken", DemoTokens.PortfolioAccessToken), ("Limitation", TestApi.Limitation(1000)), .. properties]);

    private static IEnumerable<Guid> Ids(Answer answer) =>
        answer.Json.GetProperty("Enterprises").EnumerateArray().Select(e => e.GetProperty("Id").GetGuid());
}
