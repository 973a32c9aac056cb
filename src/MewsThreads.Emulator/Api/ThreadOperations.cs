using MewsThreads.Emulator.Storage;
using MewsThreads.Emulator.Worlds;

namespace MewsThreads.Emulator.Api;

/// <summary><c>messageThreads/getAll</c>: a page of the threads that the caller's integration created.</summary>
internal sealed class GetAllMessageThreads(ThreadStore store)
{
    public const string Name = "messageThreads/getAll";

    public OperationResult Execute(ApiCall call)
    {
        var query = ReadQuery(call);
        var page = store.ReadVisible(query);
        PageArguments.Check(page.CursorState, page.UnknownIds, call.World);
        call.Log(r => r with { Returned = page.Threads.Count });
        var body = ResponseJson.Object(writer =>
        {
            writer.WriteThreads(page.Threads, call.World.TimestampDigits);
            writer.WriteCursor(page.Threads, thread => thread.Id);
        });
        return new OperationResult(body, IsEmptyPage: page.Threads.Count == 0);
    }

    private static PageQuery ReadQuery(ApiCall call)
    {
        var body = call.Body;
        var (count, cursor) = PageArguments.ReadLimitation(call);
        var enterpriseIds = PageArguments.ReadEnterpriseIds(call);
        var ids = Fields.OptionalIds(body, "MessageThreadIds");
        call.Log(r => r with { IdCount = ids?.Count });

        var created = TimeInterval.ReadOptional(body, "CreatedUtc", call.World);
        var updated = TimeInterval.ReadOptional(body, "UpdatedUtc", call.World);
        call.Log(r => r with { CreatedUtc = created?.ForLog(), UpdatedUtc = updated?.ForLog() });

        if (ids is null && created is null && updated is null)
        {
            throw ApiError.BadRequest("At least one of MessageThreadIds, CreatedUtc, UpdatedUtc is required.");
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

/// <summary><c>messageThreads/add</c>: creates one thread, a new one each time it is called.</summary>
internal sealed class AddMessageThread(ThreadStore store)
{
    public const string Name = "messageThreads/add";

    public OperationResult Execute(ApiCall call)
    {
        var sender = Fields.RequiredString(call.Body, "OriginalSender");
        var subject = Fields.RequiredString(call.Body, "Subject");
        var thread = store.Add(
            call.Now,
            sender,
            subject,
            // The operation has no EnterpriseId: the threads of a portfolio token go to the first enterprise.
            enterpriseId: call.Scope.EnterpriseIds[0],
            integrationId: call.Scope.IntegrationId,
            customerId: ReadCustomer(call));
        store.Late.Add(thread.Id, call.World);
        call.Log(r => r with { Returned = 1 });
        return new OperationResult(ResponseJson.Object(writer => writer.WriteThreads([thread], call.World.TimestampDigits)));
    }

    private static Guid? ReadCustomer(ApiCall call)
    {
        var id = Fields.OptionalId(call.Body, "CustomerId");
        if (id is null || id == DemoCustomers.First || id == DemoCustomers.Second)
        {
            return id;
        }
        return call.World.UnknownCustomer == UnknownCustomer.Ignore ? null : throw ApiError.BadRequest("Invalid CustomerId.");
    }
}
