using MewsThreads.Emulator.Api;
using MewsThreads.Emulator.Storage;

namespace MewsThreads.Emulator.Operations;

/// <summary><c>messages/getAll</c>: a page of the messages in some threads that the caller's integration created.</summary>
internal sealed class GetAllMessages(MessageStore store)
{
    public const string Name = "messages/getAll";
    private const int Months = 1;

    public OperationResult Execute(ApiCall call)
    {
        var page = store.Read(ReadQuery(call));
        Paging.Check(page.CursorState, page.UnknownIds, call.World);

        call.Log(r => r with { Returned = page.Messages.Count });
        var body = ApiJson.Object(writer =>
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
        var (count, cursor) = Paging.ReadLimitation(call);
        var enterpriseIds = Paging.ReadEnterpriseIds(call);
        var threadIds = Fields.OptionalIds(call.Body, "MessageThreadIds");
        call.Log(r => r with { IdCount = threadIds?.Count });
        var created = TimeInterval.ReadOptional(call.Body, "CreatedUtc", call.World, Months);
        call.Log(r => r with { CreatedUtc = created?.ForLog() });

        return new MessageQuery
        {
            IntegrationId = call.Scope.IntegrationId,
            Scope = call.Scope.EnterpriseIds,
            EnterpriseIds = enterpriseIds,
            ThreadIds = threadIds ?? throw ApiException.BadRequest("MessageThreadIds is required."),
            Created = created?.Ticks(call.World) ?? TickRange.Everything,
            Cursor = cursor,
            Count = count,
        };
    }
}
