using System.Collections.Concurrent;
using System.Text.Json;
using MewsThreads.Tests;
using Microsoft.AspNetCore.Http;

namespace MewsThreads.Commands.Tests;

/// <summary>Threads for customers. The server is scripted, since no response of the API says which customer a thread is for.</summary>
public class CustomerTests
{
    private const string Customer = "407a1924-30ac-44ec-b2b6-b50c00f35e3b";

    private readonly ConcurrentQueue<(string Operation, JsonElement Body)> _requests = new();
    private bool _isLost;
    private int _status = 200;
    private bool _isPortfolio;

    [Theory]
    [InlineData($"New-MewsMessageThread Jane Hi -CustomerId {Customer}", Customer)]
    [InlineData($"[pscustomobject]@{{ OriginalSender = 'Jane'; Subject = 'Hi'; CustomerId = '{Customer}' }} | New-MewsMessageThread", Customer)]
    [InlineData("[pscustomobject]@{ OriginalSender = 'Jane'; Subject = 'Hi'; CustomerId = '' } | New-MewsMessageThread", null)]
    [InlineData("[pscustomobject]@{ OriginalSender = 'Jane'; Subject = 'Hi'; CustomerId = '  ' } | New-MewsMessageThread", null)]
    [InlineData("[pscustomobject]@{ OriginalSender = 'Jane'; Subject = 'Hi'; CustomerId = $null } | New-MewsMessageThread", null)]
    [InlineData("New-MewsMessageThread Jane Hi", null)]
    public async Task The_customer_is_sent_where_there_is_one(string script, string? customer)
    {
        await using var server = await ScriptedServer.StartAsync(AnswerAsync);
        using var session = Connected(server);

        Assert.Single(session.Run(script).AssertNoErrors().Output);

        var body = Assert.Single(_requests).Body;
        Assert.Equal(customer, body.TryGetProperty("CustomerId", out var sent) ? sent.GetString() : null);
    }

    [Fact]
    public async Task An_empty_cell_follows_a_full_one()
    {
        await using var server = await ScriptedServer.StartAsync(AnswerAsync);
        using var session = Connected(server);

        session.Run($"'{Customer}', '', '{Customer}' | ForEach-Object {{ [pscustomobject]@{{ OriginalSender = 'Jane'; Subject = 'Hi'; CustomerId = $_ }} }} | New-MewsMessageThread").AssertNoErrors();

        Assert.Equal([true, false, true], _requests.Select(request => request.Body.TryGetProperty("CustomerId", out _)));
    }

    [Fact]
    public async Task A_customer_that_is_no_id_is_an_error_and_nothing_is_sent()
    {
        await using var server = await ScriptedServer.StartAsync(AnswerAsync);
        using var session = Connected(server);

        Assert.NotNull(session.Run("New-MewsMessageThread Jane Hi -CustomerId nobody").Terminating);
        Assert.Single(session.Run("[pscustomobject]@{ OriginalSender = 'Jane'; Subject = 'Hi'; CustomerId = 'nobody' } | New-MewsMessageThread").Errors);
        Assert.Empty(_requests);
    }

    [Fact]
    public async Task After_a_lost_answer_a_thread_with_the_same_sender_and_subject_is_not_taken_for_this_one()
    {
        await using var server = await ScriptedServer.StartAsync(AnswerAsync);
        using var session = Connected(server);
        _isLost = true;

        // The list that the server gives holds one such thread: that of another customer, whose call was of another process.
        var result = session.Run($"New-MewsMessageThread Jane Hi -CustomerId {Customer}");

        Assert.Empty(result.Output);
        var error = result.AssertNonTerminating("MewsOutcomeUnknown");
        Assert.Contains("customer", error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains("Get-MewsMessageThread", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_in_doubt_for_a_customer_makes_a_later_one_without_unknown()
    {
        await using var server = await ScriptedServer.StartAsync(AnswerAsync);
        using var session = Connected(server);
        _isLost = true;

        session.Run($"New-MewsMessageThread Jane Hi -CustomerId {Customer}").AssertNonTerminating("MewsOutcomeUnknown");
        session.Run("New-MewsMessageThread Jane Hi").AssertNonTerminating("MewsOutcomeUnknown");
    }

    [Fact]
    public async Task Without_a_customer_the_thread_is_found_as_before()
    {
        await using var server = await ScriptedServer.StartAsync(AnswerAsync);
        using var session = Connected(server);
        _isLost = true;

        Assert.Single(session.Run("New-MewsMessageThread Jane Hi").AssertNoErrors().Output);
    }

    [Theory]
    [InlineData("New-MewsMessageThread Jane Hi", 400, true)]
    [InlineData("New-MewsMessageThread Jane Hi", 401, true)]
    [InlineData("New-MewsMessageThread Jane Hi", 403, true)]
    [InlineData("Add-MewsMessage 7f9325f6-ef44-4911-89a8-ae51010a5aa4 Hi", 400, true)]
    [InlineData("Add-MewsMessage 7f9325f6-ef44-4911-89a8-ae51010a5aa4 Hi", 401, true)]
    [InlineData("Add-MewsMessage 7f9325f6-ef44-4911-89a8-ae51010a5aa4 Hi", 403, true)]
    [InlineData("New-MewsMessageThread Jane Hi", 403, false)]
    [InlineData("Add-MewsMessage 7f9325f6-ef44-4911-89a8-ae51010a5aa4 Hi", 400, false)]
    public async Task Where_a_portfolio_token_is_refused_the_error_names_the_one_that_is_needed(string script, int status, bool isPortfolio)
    {
        _isPortfolio = isPortfolio;
        await using var server = await ScriptedServer.StartAsync(AnswerAsync);
        using var session = Connected(server);
        _status = status;

        var result = session.Run(script);

        var error = result.Terminating ?? Assert.Single(result.Errors);
        Assert.Equal(isPortfolio, error.ErrorDetails.RecommendedAction.Contains("access token of the single property", StringComparison.Ordinal));
        Assert.Equal(isPortfolio, error.ToString().Contains("portfolio", StringComparison.Ordinal));
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var operation = context.Request.Path.Value!["/api/connector/v1/".Length..];
        var body = (await JsonDocument.ParseAsync(context.Request.Body)).RootElement;
        if (operation.EndsWith("/add", StringComparison.Ordinal))
        {
            _requests.Enqueue((operation, body));
            context.Response.StatusCode = _status;
            if (_isLost)
            {
                context.Abort();
                return;
            }
        }

        var now = DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", null);
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(operation == "configuration/get"
            ? $$"""{ "NowUtc": "{{now}}", "Enterprise": { "Id": "{{Guid.NewGuid()}}", "Name": "Hotel", "IsPortfolio": {{(_isPortfolio ? "true" : "false")}} } }"""
            : $$"""{ "MessageThreads": [{ "Id": "{{Guid.NewGuid()}}", "OriginalSender": "Jane", "Subject": "Hi", "CreatedUtc": "{{now}}", "UpdatedUtc": "{{now}}" }], "Cursor": null }""");
    }

    private static Session Connected(ScriptedServer server)
    {
        var session = new Session();
        session.Set("token", Session.Secure("token"));
        session.Set("address", server.Address);
        session.Run("Connect-Mews -ClientToken $token -AccessToken $token -PlatformAddress $address -MaximumRetryCount 0").AssertNoErrors();
        return session;
    }
}
