using System.Net;
using System.Text.Json;

namespace MewsThreads.Emulator.Tests;

/// <summary><c>configuration/get</c>.</summary>
public sealed class ConfigurationTests
{
    [Fact]
    public async Task It_has_the_time_of_the_server_and_the_enterprise()
    {
        await using var api = await TestApi.StartAsync();
        var answer = await api.PostAsync(TestApi.GetConfiguration, TestApi.Body());
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("2026-03-15T12:30:45Z", answer.Json.GetProperty("NowUtc").GetString());
        var enterprise = answer.Json.GetProperty("Enterprise");
        Assert.Equal(DemoEnterprises.First.Id, enterprise.GetProperty("Id").GetGuid());
        Assert.Equal(DemoEnterprises.First.Name, enterprise.GetProperty("Name").GetString());
        Assert.Equal("Europe/London", enterprise.GetProperty("TimeZoneIdentifier").GetString());
        Assert.Equal("Gross", enterprise.GetProperty("Pricing").GetString());
        Assert.False(enterprise.GetProperty("IsPortfolio").GetBoolean());
    }

    [Fact]
    public async Task It_has_every_property_documented_as_required()
    {
        await using var api = await TestApi.StartAsync();
        var answer = await api.PostAsync(TestApi.GetConfiguration, TestApi.Body());
        string[] required =
        [
            "Id", "ChainId", "ChainName", "CreatedUtc", "UpdatedUtc", "Name", "TimeZoneIdentifier", "LegalEnvironmentCode",
            "AccommodationEnvironmentCode", "AccountingEnvironmentCode", "TaxEnvironmentCode", "DefaultLanguageCode",
            "AccountingEditableHistoryInterval", "OperationalEditableHistoryInterval", "Pricing", "AddressId", "Address", "GroupNames",
            "Subscription", "Currencies", "IsPortfolio", "EditableHistoryInterval",
        ];
        var enterprise = answer.Json.GetProperty("Enterprise");
        Assert.All(required, name => Assert.NotEqual(JsonValueKind.Null, enterprise.GetProperty(name).ValueKind));
        Assert.Equal(enterprise.GetProperty("AddressId").GetGuid(), enterprise.GetProperty("Address").GetProperty("Id").GetGuid());
        Assert.False(answer.Json.GetProperty("IsIdentityDocumentNumberRequired").GetBoolean());
    }

    [Fact]
    public async Task A_portfolio_token_gets_the_portfolio_or_the_enterprise_it_names()
    {
        await using var api = await TestApi.StartAsync();
        Assert.Equal((DemoEnterprises.Portfolio.Id, true), await PortfolioAsync(api, null));
        Assert.Equal((DemoEnterprises.Portfolio.Id, true), await PortfolioAsync(api, DemoEnterprises.Portfolio.Id));
        Assert.Equal((DemoEnterprises.First.Id, false), await PortfolioAsync(api, DemoEnterprises.First.Id));
        Assert.Equal((DemoEnterprises.Second.Id, false), await PortfolioAsync(api, DemoEnterprises.Second.Id));
    }

    [Fact]
    public async Task An_enterprise_out_of_scope_is_400()
    {
        await using var api = await TestApi.StartAsync();
        foreach (var id in new[] { DemoEnterprises.Second.Id, DemoEnterprises.Portfolio.Id, Guid.NewGuid() })
        {
            (await api.PostAsync(TestApi.GetConfiguration, TestApi.Body(("EnterpriseId", id)))).IsError(HttpStatusCode.BadRequest);
        }
        (await api.PostAsync(TestApi.GetConfiguration, TestApi.Body(("EnterpriseId", "x")))).IsError(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Timestamps_have_the_digits_asked_for_cut_off()
    {
        await using var api = await TestApi.StartAsync(o => o with { World = new World { TimestampDigits = 3 } });
        api.Clock.Advance(TimeSpan.FromTicks(9_999_999));
        var answer = await api.PostAsync(TestApi.GetConfiguration, TestApi.Body());
        Assert.Equal("2026-03-15T12:30:45.999Z", answer.Json.GetProperty("NowUtc").GetString());
    }

    private static async Task<(Guid Id, bool IsPortfolio)> PortfolioAsync(TestApi api, Guid? enterpriseId)
    {
        var answer = await api.PostAsync(
            TestApi.GetConfiguration, TestApi.Body(("AccessToken", DemoTokens.PortfolioAccessToken), ("EnterpriseId", enterpriseId)));
        var enterprise = answer.Json.GetProperty("Enterprise");
        return (enterprise.GetProperty("Id").GetGuid(), enterprise.GetProperty("IsPortfolio").GetBoolean());
    }
}
