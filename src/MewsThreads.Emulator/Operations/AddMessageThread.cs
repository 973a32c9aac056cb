using MewsThreads.Emulator.Api;

namespace MewsThreads.Emulator.Operations;

/// <summary><c>messageThreads/add</c>: creates one thread, a new one each time it is called.</summary>
internal sealed class AddMessageThread(EmulatorOptions options, ThreadStore store)
{
    public const string Name = "messageThreads/add";

    public OperationResult Execute(ApiCall call)
    {
        var sender = Fields.RequiredString(call.Body, "OriginalSender");
        var subject = Fields.RequiredString(call.Body, "Subject");
        // The operation has no EnterpriseId, and is not documented to support portfolio tokens: theirs go to the first enterprise.
        var thread = store.Add(
            options.Clock.GetUtcNow(),
            sender,
            subject,
            enterpriseId: call.Scope.EnterpriseIds[0],
            integrationId: call.Scope.IntegrationId);
        call.Log(r => r with { Returned = 1 });
        return new OperationResult(ApiJson.Object(writer => writer.WriteThreads([thread], options.TimestampDigits)));
    }
}
