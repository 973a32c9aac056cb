using MewsThreads.Emulator.Storage;
using MewsThreads.Emulator.Worlds;

namespace MewsThreads.Emulator.Api;

/// <summary>The operations of <c>messageThreads</c>.</summary>
internal sealed class ThreadOperations(ThreadStore store)
{
    public const string GetAllName = "messageThreads/getAll";
    public const string AddName = "messageThreads/add";

    /// <summary>A page of the threads that the caller's integration created.</summary>
    public OperationResult GetAll(ApiCall call)
    {
        var query = PageArguments.ReadQuery(call, TimeInterval.Usual);
        var updated = TimeInterval.ReadOptional(call.Body, "UpdatedUtc", call.World);
        call.Log(r => r with { UpdatedUtc = updated?.ForLog() });
        if (query.ThreadIds is null && updated is null && Fields.Get(call.Body, "CreatedUtc") is null)
        {
            throw ApiError.NoFilter();
        }

        var page = store.ReadVisible(query with
        {
            Updated = updated?.Ticks(call.World) ?? TickRange.Everything,
            ByUpdate = updated is not null && call.World.UpdatedSort == UpdatedSort.Updated,
        });
        var threads = PageArguments.Checked(page, call.World);
        return ResponseJson.Page(call, "MessageThreads", threads, thread => thread.Id, thread => ResponseJson.Thread(thread, call.World));
    }

    /// <summary>Creates one thread, a new one each time it is called.</summary>
    public OperationResult Add(ApiCall call)
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
        return new OperationResult(ResponseJson.Bytes(new { MessageThreads = new[] { ResponseJson.Thread(thread, call.World) } }));
    }

    private static Guid? ReadCustomer(ApiCall call)
    {
        var id = Fields.OptionalId(call.Body, "CustomerId");
        if (id is null || id == DemoCustomers.First || id == DemoCustomers.Second)
        {
            return id;
        }
        return call.World.UnknownCustomer == UnknownCustomer.Ignore ? null : throw ApiError.Invalid("CustomerId");
    }
}
