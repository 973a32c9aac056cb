using System.Text.Json;
using System.Text.Json.Nodes;
using MewsThreads.Http;
using MewsThreads.Tests;
using Microsoft.AspNetCore.Http;

namespace MewsThreads.Commands.Tests;

/// <summary>Batches that Mews writes in part, answers in another order, or answers in a way that cannot be attributed.</summary>
public class PartlyWrittenTests
{
    [Theory]
    [InlineData(AnswerOrder.AsSent, "")]
    [InlineData(AnswerOrder.Reversed, "")]
    [InlineData(AnswerOrder.Reversed, "; Identifier = 'same'")]
    [InlineData(AnswerOrder.Reversed, "; Identifier = \"mine $_\"")]
    [InlineData(AnswerOrder.Reversed, "; Identifier = if ($_ -eq 1) { 'Mine' } elseif ($_ -eq 2) { 'mine' } else { '' }")]
    public async Task What_was_written_comes_in_the_order_of_the_records_and_the_rest_is_unknown(AnswerOrder order, string identifier)
    {
        await using var emulator = await Emulators.StartAsync();
        emulator.World = World.Kind with { BadMessages = BadMessages.WriteOthers, AnswerOrder = order };
        using var session = Session.ConnectedTo(emulator);
        var threads = emulator.Insert(4);
        session.Set("ids", new[] { threads[0].Id, Guid.NewGuid(), threads[1].Id, threads[1].Id, Guid.NewGuid(), threads[3].Id });

        var result = session.Run($$"""
            $records = 0..5 | ForEach-Object { [pscustomobject]@{ MessageThreadId = $ids[$_]; Text = "Text $_"{{identifier}} } }
            $records | Add-MewsMessage
            """);

        var error = result.AssertNonTerminating("MewsOutcomeUnknown");
        var written = result.Output.Select(o => (Message)o.BaseObject).ToList();
        Assert.Equal(["Text 0", "Text 2", "Text 3", "Text 5"], written.Select(message => message.Text));
        Assert.Equal(emulator.Messages.All().Select(message => message.Id).ToHashSet(), written.Select(message => message.Id).ToHashSet());
        Assert.Equal(["Text 1", "Text 4"], ((MessageDraft[])error.TargetObject).Select(draft => draft.Text));

        // With the user's own identifiers, in what was written and in what may not be.
        var own = session.Run("$records | ForEach-Object { $_.PSObject.Properties['Identifier'].Value }").Output.Select(o => o?.BaseObject as string)
            .Select(name => string.IsNullOrEmpty(name) ? null : name).ToList();
        Assert.Equal(own.Count == 0 ? new string?[4] : new[] { own[0], own[2], own[3], own[5] }, written.Select(message => message.Identifier));
        Assert.Equal(own.Count == 0 ? new string?[2] : new[] { own[1], own[4] }, ((MessageDraft[])error.TargetObject).Select(draft => draft.Identifier));
    }

    [Fact]
    public async Task What_was_written_is_not_lost_where_the_error_stops_the_script()
    {
        await using var emulator = await Emulators.StartAsync();
        emulator.World = World.Kind with { BadMessages = BadMessages.WriteOthers };
        using var session = Session.ConnectedTo(emulator);
        session.Set("ids", new[] { emulator.Insert(1)[0].Id, Guid.NewGuid() });
        session.Set("got", new List<object>());

        var result = session.Run("$ids | Add-MewsMessage -Text Hello -ErrorAction Stop | ForEach-Object { $got.Add($_) }");

        result.AssertTerminating("MewsOutcomeUnknown");
        Assert.Single((List<object>)session.Get("got")!);
    }

    [Theory]
    [InlineData("unknown")]
    [InlineData("none")]
    [InlineData("twice")]
    [InlineData("same message")]
    [InlineData("another thread")]
    [InlineData("one too many")]
    public async Task A_response_that_cannot_be_attributed_leaves_the_whole_batch_unknown(string flaw)
    {
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            using var request = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
            var sent = request.RootElement.GetProperty("Messages").EnumerateArray().ToList();
            var added = sent.Select((draft, i) => Added(
                draft.GetProperty("Identifier").GetString(), draft.GetProperty("MessageThreadId").GetString()!, $"22222222-0000-0000-0000-00000000000{i}")).ToList();
            var last = added[^1];
            switch (flaw)
            {
                case "unknown":
                    last["Identifier"] = "who?";
                    break;
                case "none":
                    last["Identifier"] = null;
                    break;
                case "twice":
                    last["Identifier"] = added[0]["Identifier"]!.GetValue<string>();
                    break;
                case "same message":
                    last["Message"]!["Id"] = added[0]["Message"]!["Id"]!.GetValue<string>();
                    break;
                case "another thread":
                    last["Message"]!["MessageThreadId"] = Guid.NewGuid();
                    break;
                default:
                    added.Add(Added("more", sent[0].GetProperty("MessageThreadId").GetString()!, "22222222-0000-0000-0000-000000000009"));
                    break;
            }

            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(new JsonObject { ["Messages"] = new JsonArray([.. added]) }.ToJsonString(), context.RequestAborted);
        });
        using var session = new Session();
        session.ConnectOnVirtualTime(server.Address, new VirtualTime(Emulators.Now), new ConnectionOptions());
        session.Set("ids", Enumerable.Range(0, 3).Select(_ => Guid.NewGuid()).ToArray());

        var result = session.Run("$ids | Add-MewsMessage -Text Hello");

        Assert.Equal(3, ((MessageDraft[])result.AssertNonTerminating("MewsOutcomeUnknown").TargetObject).Length);
        Assert.Empty(result.Output);
    }

    private static JsonObject Added(string? identifier, string thread, string id) => new()
    {
        ["Identifier"] = identifier,
        ["Message"] = new JsonObject
        {
            ["Id"] = id,
            ["MessageThreadId"] = thread,
            ["Text"] = "Hello",
            ["CreatedUtc"] = "2026-08-31T12:00:00Z",
            ["Sender"] = new JsonObject { ["Discriminator"] = "Application", ["Value"] = null },
        },
    };
}
