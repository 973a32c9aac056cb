using System.Text.RegularExpressions;

namespace MewsThreads.Calls;

/// <summary>Names of operations: resource, action and, for some, a version.</summary>
internal static class OperationName
{
    private static readonly Regex Shape = new(
        @"\A[A-Za-z][A-Za-z0-9]*/(?<action>[A-Za-z][A-Za-z0-9]*)(/[A-Za-z0-9-]+)?\z", RegexOptions.CultureInvariant);

    /// <summary>Whether a text has the shape of a name, so that nothing else can get into an address.</summary>
    public static bool IsValid(string name) => Shape.IsMatch(name);

    // By their documentation, these only read as well.
    private static readonly HashSet<string> OtherReads = ["customers/search", "reservations/price"];

    /// <summary>The resource, which in a response names the array of its items.</summary>
    public static string Resource(string name) => name.Substring(0, name.IndexOf('/'));

    /// <summary>Whether it only reads: the actions that do are those that begin with <c>get</c>, and a few others.</summary>
    public static bool IsRead(string name) =>
        Shape.Match(name).Groups["action"].Value.StartsWith("get", StringComparison.Ordinal) || OtherReads.Contains(name);
}
