using System.Net;
using System.Text.Json.Nodes;

namespace MewsThreads.Emulator.Tests;

/// <summary>What Mews does not document of requests: which ones it takes, and what a refused one has done.</summary>
public sealed class WorldRequestTests
{
    [Fact]
    public async Task Adding_with_a_portfolio_token_is_refused_if_so_set()
    {
        await using var api = await TestApi.StartAsync(new World { PortfolioAdd = PortfolioAdd.Reject });
        var thread = api.Store.Add(TestApi.Now);
        foreach (var (operation, body) in new[]
        {
            (TestApi.AddThread, TestApi.NewThread()), (TestApi.AddMessages, TestApi.NewMessages(thread.Id, "x")),
        })
        {
            Assert.Equal(HttpStatusCode.OK, (await api.PostAsync(operation, body)).Status);
            body["AccessToken"] = DemoTokens.PortfolioAccessToken;
            Assert.Contains("portfolio", (await api.PostAsync(operation, body)).IsError(HttpStatusCode.Unauthorized), StringComparison.Ordinal);
        }
        Assert.Equal(HttpStatusCode.OK, (await api.PostAsync(TestApi.GetAll, TestApi.Page(("AccessToken", DemoTokens.PortfolioAccessToken)))).Status);
        Assert.Equal((2, 1), (api.Store.Count, api.Messages.All().Count));
    }

    [Fact]
    public async Task An_unknown_customer_is_400_or_nobody()
    {
        await using var api = await TestApi.StartAsync();
        JsonObject Body(JsonNode? customer) => TestApi.Body(("OriginalSender", "John"), ("Subject", "x"), ("CustomerId", customer));
        var known = await api.PostAsync(TestApi.AddThread, Body(DemoCustomers.Second));
        Assert.Equal(DemoCustomers.Second, api.Store.Find(known.Ids[0])!.CustomerId);
        Assert.DoesNotContain("Customer", known.Json.GetRawText(), StringComparison.Ordinal);
        Assert.Null(api.Store.Find((await api.PostAsync(TestApi.AddThread, Body(null))).Ids[0])!.CustomerId);

        Assert.Equal("Invalid CustomerId.", (await api.PostAsync(TestApi.AddThread, Body(Guid.NewGuid()))).IsError(HttpStatusCode.BadRequest));
        Assert.Equal(
            "CustomerId must be a valid identifier.", (await api.PostAsync(TestApi.AddThread, Body("x"))).IsError(HttpStatusCode.BadRequest));
        Assert.Equal(2, api.Store.Count);

        api.Host.World = new World { UnknownCustomer = UnknownCustomer.Ignore };
        Assert.Null(api.Store.Find((await api.PostAsync(TestApi.AddThread, Body(Guid.NewGuid()))).Ids[0])!.CustomerId);
    }

    [Theory]
    [InlineData(TestApi.GetAll, "Extra")]
    [InlineData(TestApi.GetAll, "Limitation/Extra")]
    [InlineData(TestApi.GetAll, "CreatedUtc/Extra")]
    [InlineData(TestApi.GetMessages, "UpdatedUtc")]
    [InlineData(TestApi.AddThread, "Limitation")]
    [InlineData(TestApi.AddMessages, "Messages/0/Extra")]
    [InlineData(TestApi.GetEnterprises, "MessageThreadIds")]
    [InlineData(TestApi.GetConfiguration, "client")]
    public async Task An_unknown_property_is_400_at_any_depth_if_so_set(string operation, string path)
    {
        await using var api = await TestApi.StartAsync(new World { UnknownProperties = UnknownProperties.Reject });
        var thread = api.Store.Add(TestApi.Now);
        JsonNode body = operation switch
        {
            TestApi.GetAll => TestApi.Page(
                ("UpdatedUtc", TestApi.Interval(TestApi.Now, TestApi.Now)), ("EnterpriseIds", TestApi.Ids(DemoEnterprises.First.Id)),
                ("MessageThreadIds", TestApi.Ids(thread.Id)), ("LanguageCode", "en-US"), ("CultureCode", "en-US")),
            TestApi.GetMessages => TestApi.MessagePage([thread.Id], ("CreatedUtc", TestApi.Interval(TestApi.Now, TestApi.Now))),
            TestApi.AddThread => TestApi.NewThread(),
            TestApi.AddMessages => TestApi.NewMessages(thread.Id, "x"),
            TestApi.GetEnterprises => TestApi.Body(("Limitation", TestApi.Limitation(1))),
            _ => TestApi.Body(("EnterpriseId", DemoEnterprises.First.Id)),
        };
        Assert.Equal(HttpStatusCode.OK, (await api.PostAsync(operation, body)).Status);

        var names = path.Split('/');
        var owner = names[..^1].Aggregate(body, (node, name) => int.TryParse(name, out var i) ? node[i]! : node[name]!);
        owner[names[^1]] = 1;
        Assert.Equal($"Unknown property '{names[^1]}'.", (await api.PostAsync(operation, body)).IsError(HttpStatusCode.BadRequest));
    }

    [Theory]
    [InlineData("Nightly sync", false)]
    [InlineData("Nightly", false)]
    [InlineData("1.0", false)]
    [InlineData("Nightly sync 1.0", true)]
    [InlineData("Nightly v2", true)]
    [InlineData("MewsThreads 1.2.3-beta", true)]
    public async Task A_client_text_needs_a_version_if_so_set(string client, bool isGood)
    {
        await using var api = await TestApi.StartAsync(new World { ClientVersion = ClientVersion.Required });
        var answer = await api.PostAsync(TestApi.GetConfiguration, TestApi.Body(("Client", client)));
        if (isGood)
        {
            Assert.Equal(HttpStatusCode.OK, answer.Status);
        }
        else
        {
            Assert.Equal("Invalid Client.", answer.IsError(HttpStatusCode.BadRequest));
        }
    }

    [Theory]
    [InlineData("/api/connector/v1/messageThreads/getAll", HttpStatusCode.OK)]
    [InlineData("/api/connector/v1/messageThreads/getAll/", HttpStatusCode.OK)]
    [InlineData("/API/Connector/V1/messagethreads/getall", HttpStatusCode.OK)]
    [InlineData("/api/connector/v1/messageThreads/getAll//", HttpStatusCode.NotFound)]
    [InlineData("/api/connector/v1/messageThreads", HttpStatusCode.NotFound)]
    [InlineData("/", HttpStatusCode.NotFound)]
    public async Task An_address_can_be_read_leniently(string path, HttpStatusCode expected)
    {
        await using var api = await TestApi.StartAsync(new World { Addresses = Addresses.Lenient });
        var answer = await api.SendAsync(HttpMethod.Post, path, TestApi.Json(TestApi.Page().ToJsonString()));
        Assert.Equal(expected, answer.Status);
    }

    [Theory]
    [InlineData(Refusals.BeforeWriting, 0)]
    [InlineData(Refusals.AfterWriting, 1)]
    public async Task A_refused_add_may_have_written(Refusals refusals, int written)
    {
        await using var api = await TestApi.StartAsync(o => o with { LimitRequests = 1, World = new World { Refusals = refusals } });
        await api.PostAsync(TestApi.GetAll, TestApi.Page());
        var limited = await api.PostAsync(TestApi.AddThread, TestApi.NewThread());
        limited.IsError(HttpStatusCode.TooManyRequests);
        Assert.Equal("30", limited.RetryAfter);
        Assert.Equal(written, api.Store.Count);
        (await api.PostAsync(TestApi.GetAll, TestApi.Page())).IsError(HttpStatusCode.TooManyRequests);
        Assert.Equal(written == 1, api.Host.Requests.Snapshot()[1].Processed);

        api.Host.Faults.Add(new Fault { Kind = FaultKind.ServerError, Status = 503, Times = 1 }, new Fault { Kind = FaultKind.TooHeavy });
        api.Clock.Advance(TimeSpan.FromHours(1));
        (await api.PostAsync(TestApi.AddThread, TestApi.NewThread())).IsError(HttpStatusCode.ServiceUnavailable);
        (await api.PostAsync(TestApi.AddThread, TestApi.NewThread())).IsError(HttpStatusCode.RequestTimeout);
        Assert.Equal(2 * written, api.Store.Count);
    }
}
