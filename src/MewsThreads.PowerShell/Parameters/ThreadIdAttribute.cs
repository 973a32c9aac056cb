using System.Collections;
using System.Management.Automation;

namespace MewsThreads.Commands;

/// <summary>
/// Takes what stands for threads for their ids, as arguments and in a pipeline alike: threads, messages, and objects that have lost
/// their type, such as rows of a file.
/// </summary>
internal sealed class ThreadIdAttribute : ArgumentTransformationAttribute
{
    private static readonly MarkedIds OfMews = new();

    /// <summary>Whether ids that Mews itself returned are to be told from others, by <see cref="CameFromMews"/>. For parameters of several ids.</summary>
    public bool MarksThoseOfMews { get; set; }

    /// <summary>Whether a bound argument was a thread or message as Mews returned it, so that the threads are known to be there.</summary>
    public static bool CameFromMews(Guid[] ids) => OfMews.Are(ids);

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

        return MarksThoseOfMews && IdsOfMews(Unwrapped.Of(inputData)) is { } ofMews
            ? OfMews.Mark(ofMews)
            : IdArguments.Transform(inputData, IdOf);
    }

    private static Guid[]? IdsOfMews(object? argument)
    {
        object?[] items = argument is IList list ? [.. list.Cast<object?>().Select(Unwrapped.Of)] : [argument];
        return items.Length > 0 && items.All(item => item is MessageThread or Message) ? [.. items.Select(item => (Guid)IdOf(item!))] : null;
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
