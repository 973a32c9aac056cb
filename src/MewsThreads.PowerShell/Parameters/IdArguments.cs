using System.Collections;
using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace MewsThreads.Commands;

/// <summary>
/// Takes what stands for threads for their ids, as arguments and in a pipeline alike: threads, messages, conversations, and objects that
/// have lost their type, such as rows of a file.
/// </summary>
internal sealed class ThreadIdAttribute : ArgumentTransformationAttribute
{
    private static readonly MarkedIds OfMews = new();

    /// <summary>Whether ids that Mews itself returned are to be told from others, by <see cref="CameFromMews"/>. For parameters of several ids.</summary>
    public bool MarksThoseOfMews { get; set; }

    /// <summary>Whether a bound argument was what Mews returned of a thread, so that the threads are known to be there.</summary>
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
        return items.Length > 0 && items.All(item => item is IItem) ? [.. items.Select(item => (Guid)IdOf(item!))] : null;
    }

    private static object IdOf(object item) => Unwrapped.Of(item) switch
    {
        IItem ofMews => ofMews.ThreadId,
        string text => IdArguments.OfText(text),
        PSCustomObject => IdArguments.IdIn(item, nameof(Message.MessageThreadId), nameof(MessageThread.Id)) ?? item,
        _ => item,
    };
}

/// <summary>Takes enterprises, as <c>enterprises/getAll</c> returns them, for their ids.</summary>
internal sealed class EnterpriseIdAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (object?)Enterprises.IdsOf(inputData) ?? IdArguments.Transform(inputData, item => Unwrapped.Of(item) is string text ? IdArguments.OfText(text) : item);
}

/// <summary>
/// Takes an empty text, such as an empty cell of a file, for no customer. What is neither that nor an id is refused here: the engine would take
/// a property of a record that it cannot convert for empty, and the thread would be created without its customer.
/// </summary>
internal sealed class CustomerIdAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => Unwrapped.Of(inputData) switch
    {
        null => null,
        Guid id => id,
        string text when string.IsNullOrWhiteSpace(text) => null,
        string text when Guid.TryParse(text, out var id) => id,
        _ => throw new ArgumentTransformationMetadataException(
            "The value is not the id of a customer. It is not shown, since it could be a token in the wrong place."),
    };
}

/// <summary>Arguments that are ids, or objects that have one.</summary>
internal static class IdArguments
{
    // The engine's own error for a text that is no id is what null needs: it ends a command line, while a property of a record that cannot be
    // converted counts as empty. A refusal of the transformation would be an error for the record, too.
    private const string NoId = "null";

    /// <summary>Makes ids of an argument or of the elements of a list; never the id 000… of null, as the engine would.</summary>
    public static object Transform(object? argument, Func<object, object> idOf) => Unwrapped.Of(argument) switch
    {
        null => NoId,
        IList list => list.Cast<object?>()
            .Select((item, index) => Unwrapped.Of(item) is null
                ? throw new ArgumentTransformationMetadataException($"Every element must be an id, and element {index} is null.")
                : idOf(item!))
            .ToArray(),
        _ => idOf(argument!),
    };

    /// <summary>
    /// A text as an id. A blank one is left to the engine, for which a property of a record that cannot be converted counts as empty.
    /// </summary>
    public static object OfText(string text) => string.IsNullOrWhiteSpace(text) ? text : MisplacedToken.Read(text, typeof(Guid))!;

    /// <summary>The id in the first of these properties that holds one; null where none does.</summary>
    public static Guid? IdIn(object item, params string[] names)
    {
        var properties = PSObject.AsPSObject(item).Properties;
        foreach (var name in names)
        {
            switch (Unwrapped.Of(properties[name]?.Value))
            {
                case Guid id:
                    return id;
                case string text when Guid.TryParse(text, out var id):
                    return id;
            }
        }

        return null;
    }
}

/// <summary>Remembers of arguments that became ids what they were, for as long as they are in use.</summary>
internal sealed class MarkedIds
{
    private readonly ConditionalWeakTable<Guid[], object> _marked = new();

    /// <summary>Marks ids, and returns them.</summary>
    public Guid[] Mark(Guid[] ids)
    {
        _marked.Add(ids, ids);
        return ids;
    }

    /// <summary>Whether an argument that was bound is one of those.</summary>
    public bool Are(Guid[]? ids) => ids is not null && _marked.TryGetValue(ids, out _);
}
