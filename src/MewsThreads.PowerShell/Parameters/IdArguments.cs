using System.Collections;
using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace MewsThreads.Commands;

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
