using System.Collections;
using System.Management.Automation;

namespace MewsThreads.Commands;

/// <summary>
/// Knows enterprises from other objects with an id: by the type name that <c>Invoke-MewsOperation</c> gives them, or by their properties where
/// JSON, CSV or the like has taken the name away.
/// </summary>
internal static class Enterprises
{
    private const string TypeName = "MewsThreads.Enterprise";

    // No other object that has an id of Mews has one of these.
    private static readonly string[] OwnProperties = ["ChainId", "TimeZoneIdentifier", "LegalEnvironmentCode", "IsPortfolio"];

    private static readonly MarkedIds Marked = new();

    /// <summary>Gives an enterprise its type name.</summary>
    public static void Name(object? item)
    {
        if (item is PSObject enterprise)
        {
            enterprise.TypeNames.Insert(0, TypeName);
        }
    }

    /// <summary>The ids of enterprises, which <see cref="Are"/> recognises; null where the argument is something else.</summary>
    public static Guid[]? IdsOf(object? argument)
    {
        var items = Unwrapped.Of(argument) is IList list ? list.Cast<object?>().ToList() : [argument];
        var ids = items.Select(IdOf).ToArray();
        if (ids.Length == 0 || ids.Any(id => id is null))
        {
            return null;
        }

        return Marked.Mark([.. ids.Select(id => id!.Value)]);
    }

    /// <summary>Whether an argument that was bound came from enterprises.</summary>
    public static bool Are(Guid[]? ids) => Marked.Are(ids);

    private static Guid? IdOf(object? item) => item is PSObject { BaseObject: PSCustomObject } candidate && IsOne(candidate)
        ? IdArguments.IdIn(candidate, "Id")
        : null;

    // Also Selected.MewsThreads.Enterprise and Deserialized.MewsThreads.Enterprise.
    private static bool IsOne(PSObject candidate) =>
        candidate.TypeNames.Any(name => name.EndsWith(TypeName, StringComparison.Ordinal))
        || OwnProperties.Any(name => candidate.Properties[name] is not null);
}
