using System.Management.Automation;

namespace MewsThreads.PowerShell;

/// <summary>
/// Takes what stands for threads for their ids, as arguments and in a pipeline alike: threads, messages, and objects that have lost
/// their type, such as rows of a file.
/// </summary>
internal sealed class ThreadIdAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        if (Unwrapped.Of(inputData) is Guid[] ids)
        {
            return ids;
        }

        if (Enterprises.IdsOf(inputData) is { } enterprises)
        {
            return enterprises;
        }

        return IdArguments.Transform(inputData, IdOf);
    }

    private static object IdOf(object item) => Unwrapped.Of(item) switch
    {
        MessageThread thread => thread.Id,
        Message message => message.MessageThreadId,
        string text => IdArguments.OfText(text),
        PSCustomObject => IdArguments.IdIn(item, nameof(Message.MessageThreadId), nameof(MessageThread.Id)) ?? item,
        _ => item,
    };
}
