using System.Text.Json;
using MewsThreads.Emulator.Api;

namespace MewsThreads.Emulator.Operations;

/// <summary>
/// <c>messages/add</c>: writes messages into threads that the caller's integration created; new ones each time it is called.
/// </summary>
internal sealed class AddMessages(MessageStore store)
{
    public const string Name = "messages/add";

    public OperationResult Execute(ApiCall call)
    {
        var items = Fields.OptionalArray(call.Body, "Messages") ?? throw ApiException.BadRequest("Messages is required.");
        var drafts = items.Select(Read).ToList();
        var written = store.Append(
            [.. drafts.Select(d => (d.ThreadId, d.Text))],
            MessageSenders.Application,
            call.Now,
            call.World,
            (i, thread) => MayWrite(call, i, thread));
        var answers = drafts.Zip(written).Where(pair => pair.Second is not null).ToList();
        if (answers.Count == 0)
        {
            throw Bad(0);
        }
        if (call.World.AnswerOrder == AnswerOrder.Reversed)
        {
            answers.Reverse();
        }
        call.Log(r => r with { Returned = answers.Count });
        return new OperationResult(ApiJson.Object(writer =>
        {
            writer.WriteStartArray("Messages");
            foreach (var (draft, message) in answers)
            {
                writer.WriteStartObject();
                writer.WriteString("Identifier", draft.Identifier);
                writer.WritePropertyName("Message");
                writer.WriteMessage(message!, call.World);
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
    private static bool MayWrite(ApiCall call, int index, StoredThread? thread)
    {
        var isVisible = thread is not null
            && thread.IntegrationId == call.Scope.IntegrationId && call.Scope.EnterpriseIds.Contains(thread.EnterpriseId);
        return isVisible || call.World.BadMessages == BadMessages.WriteOthers ? isVisible : throw Bad(index);
    }

    private static ApiException Bad(int index) =>
        ApiException.BadRequest($"Messages[{index}].MessageThreadId is not a message thread of this integration.");

    private sealed record Draft(Guid ThreadId, string Text, string? Identifier);
}
