using System.Net;
using System.Text.Json;

namespace MewsThreads.Emulator.Tests;

/// <summary>What the log tells of a request.</summary>
public sealed class RequestLogTests
{
    [Fact]
    public async Task It_tells_what_was_asked_and_answered()
    {
        await using var api = await TestApi.StartAsync();
        var cursor = api.Store.Add(TestApi.Now.AddDays(-1));
        var thread = api.Store.Add(TestApi.Now.AddDays(-2));
        var (start, end) = (TestApi.Now.AddDays(-30), TestApi.Now);
        var answer = await api.PostAsync(TestApi.GetAll, TestApi.Page(
            ("Limitation", TestApi.Limitation(17, cursor.Id)),
            ("MessageThreadIds", TestApi.Ids(thread.Id, Guid.NewGuid())),
            ("EnterpriseIds", TestApi.Ids(DemoEnterprises.First.Id)),
            ("CreatedUtc", TestApi.Interval(start, end)),
            ("UpdatedUtc", TestApi.Interval(start.AddDays(1), end))));

        var expected = new LoggedRequest
        {
            RequestId = Guid.Parse(answer.RequestId),
            ReceivedUtc = TestApi.Now,
            Operation = TestApi.GetAll,
            Status = 200,
            Client = "Tests 1.0",
            Count = 17,
            Cursor = cursor.Id,
            IdCount = 2,
            EnterpriseIdCount = 1,
            CreatedUtc = new LoggedInterval(start, end),
            UpdatedUtc = new LoggedInterval(start.AddDays(1), end),
            Returned = 1,
            Processed = true,
        };
        Assert.Equal([expected], api.Host.Requests.Snapshot());
    }

    [Fact]
    public async Task It_is_in_order_of_arrival_and_has_failures_too()
    {
        await using var api = await TestApi.StartAsync();
        await api.PostAsync(TestApi.GetConfiguration, TestApi.Body());
        await api.PostAsync("reservations/getAll/2023-06-06", TestApi.Body());
        await api.PostAsync(TestApi.GetAll, TestApi.Body(("AccessToken", "x")));
        await api.PostAsync(TestApi.GetAll, TestApi.Body());
        await api.PostAsync(TestApi.GetAll, TestApi.Page(), ("Prefer", "return=minimal"));
        Assert.Equal(
            [
                (TestApi.GetConfiguration, 200), ("reservations/getAll/2023-06-06", 404),
                (TestApi.GetAll, 401), (TestApi.GetAll, 400), (TestApi.GetAll, 204),
            ],
            api.Host.Requests.Snapshot().Select(r => (r.Operation, r.Status)));

        api.Host.Requests.Clear();
        Assert.Empty(api.Host.Requests.Snapshot());
    }

    [Fact]
    public async Task It_never_has_a_token_wherever_a_client_puts_one()
    {
        await using var api = await TestApi.StartAsync();
        await api.PostAsync(TestApi.GetAll, TestApi.Page());
        await api.PostAsync($"messageThreads/{DemoTokens.AccessToken}", TestApi.Page());
        await api.PostAsync($"messageThreads/getAll?AccessToken={DemoTokens.AccessToken}", TestApi.Page());
        await api.PostAsync(TestApi.GetAll, TestApi.Page(("Client", DemoTokens.AccessToken)));
        var log = JsonSerializer.Serialize(api.Host.Requests.Snapshot());
        Assert.Equal(4, api.Host.Requests.Snapshot().Count);
        Assert.DoesNotContain(DemoTokens.ClientToken[..8], log, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(DemoTokens.AccessToken[..8], log, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task It_counts_requests_made_at_once()
    {
        await using var api = await TestApi.StartAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => api.PostAsync(TestApi.GetAll, TestApi.Page())));
        Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a.Status));
        Assert.Equal(
            answers.Select(a => a.RequestId).Order(), api.Host.Requests.Snapshot().Select(r => r.RequestId.ToString()).Order());
    }
}
