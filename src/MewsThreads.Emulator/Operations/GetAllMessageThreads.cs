using System.Text.Json;
using MewsThreads.Emulator.Api;
using MewsThreads.Emulator.Storage;

namespace MewsThreads.Emulator.Operations;

/// <summary><c>messageThreads/getAll</c>: a page of the threads that the caller's integration created.</summary>
internal sealed class GetAllMessageThreads(EmulatorOptions options, ThreadStore store)
{
    public const string Name = "messageThreads/getAll";
    private const int MaxCount = 1000;

    public OperationResult Execute(ApiCall call)
    {
        var query = ReadQuery(call);
        var page = store.Read(query);
        // A thread of someone else is answered like one that never was, so that neither way reveals it.
        if (page.CursorThread == CursorThread.Unknown
            || (page.CursorThread == CursorThread.Gone && options.GoneCursor == GoneCursor.Reject))
        {
            throw ApiException.BadRequest("Invalid Cursor.");
        }
        if (page.UnknownIds && options.UnknownIds == UnknownIds.Reject)
        {
            throw ApiException.BadRequest("Invalid MessageThreadIds.");
        }

        call.Log(r => r with { Returned = page.Threads.Count });
        var body = ApiJson.Object(writer =>
        {
            writer.WriteThreads(page.Threads, options.TimestampDigits);
            WriteCursor(writer, page.Threads);
        });
        return new OperationResult(body, IsEmptyPage: page.Threads.Count == 0);
    }

    private PageQuery ReadQuery(ApiCall call)
    {
        var body = call.Body;
        var limitation = Fields.OptionalObject(body, "Limitation") ?? throw ApiException.BadRequest("Limitation is required.");
        var count = Fields.RequiredInteger(limitation, "Count", 1, MaxCount);
        var cursor = Fields.OptionalId(limitation, "Cursor");
        call.Log(r => r with { Count = count, Cursor = cursor });

        var enterpriseIds = Fields.OptionalIds(body, "EnterpriseIds");
        var ids = Fields.OptionalIds(body, "MessageThreadIds");
        call.Log(r => r with { EnterpriseIdCount = enterpriseIds?.Count, IdCount = ids?.Count });

        var created = TimeInterval.ReadOptional(body, "CreatedUtc", options.StrictMonths);
        var updated = TimeInterval.ReadOptional(body, "UpdatedUtc", options.StrictMonths);
        call.Log(r => r with { CreatedUtc = created?.ForLog(), UpdatedUtc = updated?.ForLog() });

        if (ids is null && created is null && updated is null)
        {
            throw ApiException.BadRequest("At least one of MessageThreadIds, CreatedUtc, UpdatedUtc is required.");
        }
        if (enterpriseIds is not null && enterpriseIds.Except(call.Scope.EnterpriseIds).Any())
        {
            throw ApiException.BadRequest("Invalid EnterpriseIds.");
        }

        return new PageQuery
        {
            IntegrationId = call.Scope.IntegrationId,
            Scope = call.Scope.EnterpriseIds,
            EnterpriseIds = enterpriseIds is null ? call.Scope.EnterpriseIds : [.. enterpriseIds.Distinct()],
            Ids = ids,
            Created = created?.Ticks(options.Intervals) ?? TickRange.Everything,
            Updated = updated?.Ticks(options.Intervals) ?? TickRange.Everything,
            ByUpdate = updated is not null && options.UpdatedSortKey == UpdatedSort.Updated,
            Cursor = cursor,
            Count = count,
        };
    }

    // Always there, and null only on an empty page: a short last page still has one.
    private static void WriteCursor(Utf8JsonWriter writer, IReadOnlyList<StoredThread> threads)
    {
        if (threads.Count == 0)
        {
            writer.WriteNull("Cursor");
        }
        else
        {
            writer.WriteString("Cursor", threads[^1].Id);
        }
    }
}
