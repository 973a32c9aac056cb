using MewsThreads.Contract;

namespace MewsThreads.PowerShell;

/// <summary>The operations of the Connector API that its documentation names, for completion; others may be called, too.</summary>
internal static class DocumentedOperations
{
    // Every operation of https://docs.mews.com/connector-api/operations as of 2026-10-01, one a line; "deprecated" follows those to be withdrawn.
    private static readonly Lazy<IReadOnlyList<(string Name, bool IsDeprecated)>> Operations = new(Read);

    /// <summary>All of them, the deprecated ones last.</summary>
    public static IEnumerable<(string Name, bool IsDeprecated)> All => Operations.Value;

    /// <summary>A name in the letter case of the documentation; as it is where that does not name it.</summary>
    public static string InItsLetterCase(string name) =>
        All.Select(operation => operation.Name).FirstOrDefault(documented => documented.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? name;

    private static IReadOnlyList<(string Name, bool IsDeprecated)> Read()
    {
        using var stream = typeof(DocumentedOperations).Assembly.GetManifestResourceStream(typeof(DocumentedOperations), "DocumentedOperations.txt")!;
        using var reader = new StreamReader(stream);
        var lines = reader.ReadToEnd().Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
        return
        [
            .. from line in lines
               let words = line.Split(' ')
               orderby words.Length
               select (words[0], words.Length > 1),
        ];
    }
}
