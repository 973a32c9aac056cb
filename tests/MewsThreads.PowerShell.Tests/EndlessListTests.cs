using System.Text.Json;
using MewsThreads.Tests;
using Microsoft.AspNetCore.Http;

namespace MewsThreads.Commands.Tests;

/// <summary>Commands that list, of a server that gives the same items with ever new cursors.</summary>
public class EndlessListTests
{
    private const string Thread = "7f9325f6-ef44-4911-89a8-ae51010a5aa4";

    [Theory]
    [InlineData("Get-MewsMessageThread -CreatedAfter 2024-01-01 -PageSize 1")]
    [InlineData("Get-MewsMessageThread -CreatedAfter 2024-01-01 -PageSize 1 -ThrottleLimit 4")]
    [InlineData("Get-MewsMessageThread -UpdatedAfter 2024-01-01 -PageSize 1")]
    [InlineData("Get-MewsMessage " + Thread + " -PageSize 1")]
    [InlineData("Get-MewsConversation -CreatedAfter 2024-01-01 -PageSize 1")]
    [InlineData("Sync-MewsMessageThread -Path $file")]
    [InlineData("Invoke-MewsOperation messageThreads/getAll -All -PageSize 1")]
    public async Task The_command_ends_with_an_error(string command)
    {
        await using var server = await ScriptedServer.StartAsync(AnswerAsync);
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            using var session = new Session();
            session.Set("token", Session.Secure("token"));
            session.Set("address", server.Address);
            session.Set("file", Path.Combine(folder.FullName, "threads.csv"));
            session.Run("Connect-Mews -ClientToken $token -AccessToken $token -PlatformAddress $address").AssertNoErrors();

            session.Run(command).AssertTerminating("MewsProtocolError");

            Assert.False(File.Exists(Path.Combine(folder.FullName, "threads.csv")));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task AnswerAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        if (context.Request.Path.Value!.EndsWith("configuration/get", StringComparison.Ordinal))
        {
            await context.Response.WriteAsync(
                $$"""{ "NowUtc": "2024-02-01T00:00:00Z", "Enterprise": { "Id": "{{Thread}}", "Name": "Hotel" } }""");
            return;
        }

        var request = await JsonDocument.ParseAsync(context.Request.Body);
        var count = request.RootElement.GetProperty("Limitation").GetProperty("Count").GetInt32();
        var name = context.Request.Path.Value.Contains("/messages/", StringComparison.Ordinal) ? "Messages" : "MessageThreads";
        var items = Enumerable.Range(0, count).Select(i =>
            $$"""
            {
                "Id": "00000000-0000-0000-0000-{{i + 1:000000000000}}", "OriginalSender": "John", "Subject": "Hi", "Text": "Hi",
                "MessageThreadId": "{{Thread}}", "Sender": { "Discriminator": "Enterprise" },
                "CreatedUtc": "2024-01-31T12:00:00Z", "UpdatedUtc": "2024-01-31T12:00:00Z"
            }
            """);
        await context.Response.WriteAsync($$"""{ "{{name}}": [ {{string.Join(",", items)}} ], "Cursor": "{{Guid.NewGuid()}}" }""");
    }
}
