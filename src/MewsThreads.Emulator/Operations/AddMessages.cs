using System.Text.Json;
using MewsThreads.Emulator.Api;

namespace MewsThreads.Emulator.Operations;

/// <summary>
/// <c>messages/add</c>: writes messages into threads that the caller's integration created, all or none; new ones each time it is called.
/// </summary>
internal sealed class AddMessages(EmulatorOptions options, MessageStore store)
{
    public const string Name = "messages/add";

    public OperationResult Execute(ApiCall call)
    {
        var items = Fields.OptionalArray(call.Body, "Messages") ?? throw ApiException.BadRequest("Messages is required.");
        var drafts = items.Select(Read).ToList();
        var messages = store.Append(
            [.. drafts.Select(d => (d.ThreadId, d.Text))],
            MessageSenders.Application,
            options.Clock.GetUtcNow(),
            (i, thread) => CheckVisible(call.Scope, i, thread));
        call.Log(r => r with { Returned = messages.Count });
        return new OperationResult(ApiJson.Object(writer =>
        {
            writer.WriteStartArray("Messages");
            foreach (var (draft, message) in drafts.Zip(messages))
            {
                writer.WriteStartObject();
                writer.WriteString("Identifier", draft.Identifier);
                writer.WritePropertyName("Message");
                writer.WriteMessage(message, options.TimestampDigits);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
        }));
    }

    private static Draft Read(JsonElement item, int index)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            throw ApiException.BadRequest($"Messages[{index}] must be an object.");
        }
        try
        {
            return new Draft(
                Fields.RequiredId(item, "MessageThreadId"), Fields.RequiredString(item, "Text"), Fields.OptionalString(item, "Identifier"));
        }
        catch (ApiException e)
        {
            // It begins with the name of the property.
            throw ApiException.BadRequest($"Messages[{index}].{e.Message}");
        }
    }

    // A thread of someone else is answered like one that never was, here as well.
    private static void CheckVisible(TokenScope scope, int index, StoredThread? thread)
    {
        if (thread is null || thread.IntegrationId != scope.IntegrationId || !scope.EnterpriseIds.Contains(thread.EnterpriseId))
        {
            throw ApiException.BadRequest($"Messages[{index}].MessageThreadId is not a message thread of this integration.");
        }
    }

    private sealed record Draft(Guid ThreadId, string Text, string? Identifier);
}
