using System.Text.RegularExpressions;

namespace MewsThreads.Calls;

/// <summary>Names of operations: resource, action and, for some, a version.</summary>
internal static class OperationName
{
    private static readonly Regex Shape = new(
        @"\A[A-Za-z][A-Za-z0-9]*/(?<action>[A-Za-z][A-Za-z0-9]*)(/[A-Za-z0-9-]+)?\z", RegexOptions.CultureInvariant);

    /// <summary>Whether a text has the shape of a name, so that nothing else can get into an address.</summary>
    public static bool IsValid(string name) => Shape.IsMatch(name);

    /// <summary>Whether it only reads: the actions that do are those that begin with <c>get</c>.</summary>
    public static bool IsRead(string name) => Shape.Match(name).Groups["action"].Value.StartsWith("get", StringComparison.Ordinal);
}
