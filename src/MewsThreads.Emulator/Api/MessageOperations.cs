using System.Text.Json;
using MewsThreads.Emulator.Storage;
using MewsThreads.Emulator.Worlds;

namespace MewsThreads.Emulator.Api;

/// <summary>The operations of <c>messages</c>.</summary>
internal sealed class MessageOperations(MessageStore store)
{
    public const string GetAllName = "messages/getAll";
    public const string AddName = "messages/add";
    private const int Months = 1;

    /// <summary>A page of the messages in some threads that the caller's integration created.</summary>
    public OperationResult GetAll(ApiCall call)
    {
        var query = PageArguments.ReadQuery(call, Months);
        if (query.ThreadIds is null)
        {
            throw ApiError.Required("MessageThreadIds");
        }
        var messages = PageArguments.Checked(store.ReadVisible(query), call.World);
        return ResponseJson.Page(call, "Messages", messages, message => message.Id, message => ResponseJson.Message(message, call.World));
    }

    /// <summary>Writes messages into threads that the caller's integration created; new ones each time it is called.</summary>
    public OperationResult Add(ApiCall call)
    {
        var items = Fields.OptionalArray(call.Body, "Messages") ?? throw ApiError.Required("Messages");
        var drafts = items.Select(Read).ToList();
        var written = store.Append(
            [.. drafts.Select(d => (d.ThreadId, d.Text))],
            MessageSenders.Application,
            call.Now,
            call.World,
            (i, thread) => MayWrite(call, i, thread));
        var messages = drafts.Zip(written).Where(pair => pair.Second is not null)
            .Select(pair => new { pair.First.Identifier, Message = ResponseJson.Message(pair.Second!, call.World) })
            .ToList();
        if (messages.Count == 0)
        {
            throw NotWritable(0);
        }
        if (call.World.AnswerOrder == AnswerOrder.Reversed)
        {
            messages.Reverse();
        }
        call.Log(r => r with { Returned = messages.Count });
        return new OperationResult(ResponseJson.Bytes(new { Messages = messages }));
    }

    private static Draft Read(JsonElement item, int index)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            throw ApiError.NotObject($"Messages[{index}]");
        }
        try
        {
            return new Draft(
                Fields.RequiredId(item, "MessageThreadId"), Fields.RequiredString(item, "Text"), Fields.OptionalString(item, "Identifier"));
        }
        catch (ApiError e)
        {
            throw e.In($"Messages[{index}]");
        }
    }

    // A thread of someone else is answered like one that never was, here as well.
    private static bool MayWrite(ApiCall call, int index, StoredThread? thread)
    {
        var isVisible = thread is not null
            && thread.IntegrationId == call.Scope.IntegrationId && call.Scope.EnterpriseIds.Contains(thread.EnterpriseId);
        return isVisible || call.World.BadMessages == BadMessages.WriteOthers ? isVisible : throw NotWritable(index);
    }

    private static ApiError NotWritable(int index) => ApiError.NotWritable($"Messages[{index}].MessageThreadId");

    private sealed record Draft(Guid ThreadId, string Text, string? Identifier);
}
