using System.Collections;
using System.Management.Automation;

namespace MewsThreads.PowerShell;

/// <summary>Takes threads and messages as arguments for the ids of the threads that they stand for, as a pipeline does.</summary>
internal sealed class ThreadIdAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => Unwrapped.Of(inputData) switch
    {
        Guid[] ids => ids,
        IList list => list.Cast<object?>().Select(IdOf).ToArray(),
        _ => IdOf(inputData),
    };

    private static object? IdOf(object? item) => Unwrapped.Of(item) switch
    {
        MessageThread thread => thread.Id,
        Message message => message.MessageThreadId,
        string text => MisplacedToken.Read(text, typeof(Guid)),
        _ => item,
    };
}
