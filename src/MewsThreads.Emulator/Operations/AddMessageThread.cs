using MewsThreads.Emulator.Api;

namespace MewsThreads.Emulator.Operations;

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
        return new OperationResult(ApiJson.Object(writer => writer.WriteThreads([thread], call.World.TimestampDigits)));
    }

    private static Guid? ReadCustomer(ApiCall call)
    {
        var id = Fields.OptionalId(call.Body, "CustomerId");
        if (id is null || id == DemoCustomers.First || id == DemoCustomers.Second)
        {
            return id;
        }
        return call.World.UnknownCustomer == UnknownCustomer.Ignore ? null : throw ApiException.BadRequest("Invalid CustomerId.");
    }
}
