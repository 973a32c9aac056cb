using System.Collections.Concurrent;
using MewsThreads.Tests;
using Microsoft.AspNetCore.Http;

namespace MewsThreads.Commands.Tests;

/// <summary>What the name of an operation decides: its address, whether it only reads, and what an error advises.</summary>
public class OperationNameTests
{
    private readonly ConcurrentQueue<string> _paths = new();

    [Theory]
    [InlineData("messagethreads/getall", "messageThreads/getAll")]
    [InlineData("MESSAGETHREADS/GETALL", "messageThreads/getAll")]
    [InlineData("Reservations/GetAll/2023-06-06", "reservations/getAll/2023-06-06")]
    [InlineData("somethingNew/getAll", "somethingNew/getAll")]
    [InlineData("SomethingNew/GetAll", "SomethingNew/GetAll")]
    public async Task The_letter_case_of_a_documented_name_does_not_matter(string typed, string sent)
    {
        await using var server = await StartAsync(200);
        using var session = Connected(server);

        session.Run($"Invoke-MewsOperation {typed} -Confirm:$false").AssertNoErrors();

        Assert.Equal([$"/api/connector/v1/{sent}"], _paths);
    }

    [Theory]
    [InlineData("customers/search", 1)]
    [InlineData("Reservations/Price", 1)]
    [InlineData("configuration/get", 1)]
    [InlineData("reservations/update", 0)]
    [InlineData("customers/add", 0)]
    public async Task A_read_is_made_with_what_if_and_a_write_is_not(string operation, int requests)
    {
        await using var server = await StartAsync(200);
        using var session = Connected(server);

        session.Run($"Invoke-MewsOperation {operation} @{{}} -WhatIf").AssertNoErrors();

        Assert.Equal(requests, _paths.Count);
    }

    [Theory]
    [InlineData("customers/search", "MewsServerError", 3)]
    [InlineData("reservations/price", "MewsServerError", 3)]
    [InlineData("customers/add", "MewsOutcomeUnknown", 1)]
    public async Task A_read_that_failed_is_sent_again_and_a_write_is_not(string operation, string error, int requests)
    {
        await using var server = await StartAsync(503);
        using var session = Connected(server, "-MaximumRetryCount 2 -MaximumWaitSec 0");

        session.Run($"Invoke-MewsOperation {operation} @{{}} -Confirm:$false").AssertTerminating(error);

        Assert.Equal(requests, _paths.Count);
    }

    [Theory]
    [InlineData("rates/getAll", true)]
    [InlineData("rates/getAll @{ ServiceIds = @() }", true)]
    [InlineData("rates/getAll @{ Limitation = @{ Count = 5 } }", false)]
    [InlineData("rates/getAll -PageSize 5", false)]
    [InlineData("rates/getAll -All", false)]
    [InlineData("rates/add @{}", false)]
    public async Task A_rejected_read_without_a_limitation_is_advised_to_use_all(string arguments, bool advised)
    {
        await using var server = await StartAsync(400);
        using var session = Connected(server);

        var error = session.Run($"Invoke-MewsOperation {arguments} -Confirm:$false").AssertTerminating("MewsRequestRejected");

        Assert.Equal(advised, error.ErrorDetails.RecommendedAction.Contains("-All", StringComparison.Ordinal));
    }

    private Task<ScriptedServer> StartAsync(int status) => ScriptedServer.StartAsync(context =>
    {
        _paths.Enqueue(context.Request.Path);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.Headers.RetryAfter = "0";
        return context.Response.WriteAsync("{}");
    });

    private static Session Connected(ScriptedServer server, string options = "")
    {
        var session = new Session();
        session.Set("token", Session.Secure("token"));
        session.Set("address", server.Address);
        session.Run($"Connect-Mews -ClientToken $token -AccessToken $token -PlatformAddress $address -SkipVerification {options}").AssertNoErrors();
        return session;
    }
}
