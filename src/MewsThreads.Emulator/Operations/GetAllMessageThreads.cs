using MewsThreads.Emulator.Api;
using MewsThreads.Emulator.Storage;

namespace MewsThreads.Emulator.Operations;

/// <summary><c>messageThreads/getAll</c>: a page of the threads that the caller's integration created.</summary>
internal sealed class GetAllMessageThreads(EmulatorOptions options, ThreadStore store)
{
    public const string Name = "messageThreads/getAll";

    public OperationResult Execute(ApiCall call)
    {
        var query = ReadQuery(call);
        var page = store.Read(query);
        Paging.Check(page.CursorState, page.UnknownIds, options);
        call.Log(r => r with { Returned = page.Threads.Count });
        var body = ApiJson.Object(writer =>
        {
            writer.WriteThreads(page.Threads, options.TimestampDigits);
            writer.WriteCursor(page.Threads, thread => thread.Id);
        });
        return new OperationResult(body, IsEmptyPage: page.Threads.Count == 0);
    }

    private PageQuery ReadQuery(ApiCall call)
    {
        var body = call.Body;
        var (count, cursor) = Paging.ReadLimitation(call);
        var enterpriseIds = Paging.ReadEnterpriseIds(call);
        var ids = Fields.OptionalIds(body, "MessageThreadIds");
        call.Log(r => r with { IdCount = ids?.Count });

        var created = TimeInterval.ReadOptional(body, "CreatedUtc", options.StrictMonths);
        var updated = TimeInterval.ReadOptional(body, "UpdatedUtc", options.StrictMonths);
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
            Created = created?.Ticks(options.Intervals) ?? TickRange.Everything,
            Updated = updated?.Ticks(options.Intervals) ?? TickRange.Everything,
            ByUpdate = updated is not null && options.UpdatedSortKey == UpdatedSort.Updated,
            Cursor = cursor,
            Count = count,
        };
    }
}
