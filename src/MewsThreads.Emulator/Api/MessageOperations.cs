using System.Text.Json;
using MewsThreads.Emulator.Storage;
using MewsThreads.Emulator.Worlds;

namespace MewsThreads.Emulator.Api;

/// <summary><c>messages/getAll</c>: a page of the messages in some threads that the caller's integration created.</summary>
internal sealed class GetAllMessages(MessageStore store)
{
    public const string Name = "messages/getAll";
    private const int Months = 1;

    public OperationResult Execute(ApiCall call)
    {
        var page = store.Read(ReadQuery(call));
        PageArguments.Check(page.CursorState, page.UnknownIds, call.World);

        call.Log(r => r with { Returned = page.Messages.Count });
        var body = ResponseJson.Object(writer =>
        {
            writer.WriteStartArray("Messages");
            foreach (var message in page.Messages)
            {
                writer.WriteMessage(message, call.World);
            }
            writer.WriteEndArray();
            writer.WriteCursor(page.Messages, message => message.Id);
        });
        return new OperationResult(body, IsEmptyPage: page.Messages.Count == 0);
    }

    private static MessageQuery ReadQuery(ApiCall call)
    {
        var (count, cursor) = PageArguments.ReadLimitation(call);
        var enterpriseIds = PageArguments.ReadEnterpriseIds(call);
        var threadIds = Fields.OptionalIds(call.Body, "MessageThreadIds");
        call.Log(r => r with { IdCount = threadIds?.Count });
        var created = TimeInterval.ReadOptional(call.Body, "CreatedUtc", call.World, Months);
        call.Log(r => r with { CreatedUtc = created?.ForLog() });

        return new MessageQuery
        {
            IntegrationId = call.Scope.IntegrationId,
            Scope = call.Scope.EnterpriseIds,
            EnterpriseIds = enterpriseIds,
            ThreadIds = threadIds ?? throw ApiError.BadRequest("MessageThreadIds is required."),
            Created = created?.Ticks(call.World) ?? TickRange.Everything,
            Cursor = cursor,
            Count = count,
        };
    }
}

/// <summary>
/// <c>messages/add</c>: writes messages into threads that the caller's integration created; new ones each time it is called.
/// </summary>
internal sealed class AddMessages(MessageStore store)
{
    public const string Name = "messages/add";

    public OperationResult Execute(ApiCall call)
    {
        var items = Fields.OptionalArray(call.Body, "Messages") ?? throw ApiError.BadRequest("Messages is required.");
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
        return new OperationResult(ResponseJson.Object(writer =>
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
            throw ApiError.BadRequest($"Messages[{index}] must be an object.");
        }
        try
        {
            return new Draft(
                Fields.RequiredId(item, "MessageThreadId"), Fields.RequiredString(item, "Text"), Fields.OptionalString(item, "Identifier"));
        }
        catch (ApiError e)
        {
            // It begins with the name of the property.
            throw ApiError.BadRequest($"Messages[{index}].{e.Message}");
        }
    }

    // A thread of someone else is answered like one that never was, here as well.
    private static bool MayWrite(ApiCall call, int index, StoredThread? thread)
    {
        var isVisible = thread is not null
            && thread.IntegrationId == call.Scope.IntegrationId && call.Scope.EnterpriseIds.Contains(thread.EnterpriseId);
        return isVisible || call.World.BadMessages == BadMessages.WriteOthers ? isVisible : throw Bad(index);
    }

    private static ApiError Bad(int index) =>
        ApiError.BadRequest($"Messages[{index}].MessageThreadId is not a message thread of this integration.");

    private sealed record Draft(Guid ThreadId, string Text, string? Identifier);
}
