using MewsThreads.Emulator.Api;
using MewsThreads.Emulator.Storage;

namespace MewsThreads.Emulator.Operations;

/// <summary><c>messageThreads/getAll</c>: a page of the threads that the caller's integration created.</summary>
internal sealed class GetAllMessageThreads(ThreadStore store)
{
    public const string Name = "messageThreads/getAll";

    public OperationResult Execute(ApiCall call)
    {
        var query = ReadQuery(call);
        var page = store.ReadVisible(query);
        Paging.Check(page.CursorState, page.UnknownIds, call.World);
        call.Log(r => r with { Returned = page.Threads.Count });
        var body = ApiJson.Object(writer =>
        {
            writer.WriteThreads(page.Threads, call.World.TimestampDigits);
            writer.WriteCursor(page.Threads, thread => thread.Id);
        });
        return new OperationResult(body, IsEmptyPage: page.Threads.Count == 0);
    }

    private static PageQuery ReadQuery(ApiCall call)
    {
        var body = call.Body;
        var (count, cursor) = Paging.ReadLimitation(call);
        var enterpriseIds = Paging.ReadEnterpriseIds(call);
        var ids = Fields.OptionalIds(body, "MessageThreadIds");
        call.Log(r => r with { IdCount = ids?.Count });

        var created = TimeInterval.ReadOptional(body, "CreatedUtc", call.World);
        var updated = TimeInterval.ReadOptional(body, "UpdatedUtc", call.World);
        call.Log(r => r with { CreatedUtc = created?.ForLog(), UpdatedUtc = updated?.ForLog() });

        if (ids is null && created is null && updated is null)
        {
            throw ApiException.BadRequest("At least one of MessageThreadIds, CreatedUtc, UpdatedUtc is required.");
        }

        return new PageQuery
        {
            IntegrationId = call.Scope.IntegrationId,
            Scope = call.Scope.EnterpriseIds,
            EnterpriseIds = enterpriseIds,
            Ids = ids,
            Created = created?.Ticks(call.World) ?? TickRange.Everything,
            Updated = updated?.Ticks(call.World) ?? TickRange.Everything,
            ByUpdate = updated is not null && call.World.UpdatedSort == UpdatedSort.Updated,
            Cursor = cursor,
            Count = count,
        };
    }
}
