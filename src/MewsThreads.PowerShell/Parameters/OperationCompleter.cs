using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace MewsThreads.Commands;

/// <summary>Completes <c>-Operation</c> from the documented names: those that begin with what was typed, or else those that contain it; deprecated ones last.</summary>
public sealed class OperationCompleter : IArgumentCompleter
{
    /// <summary>Called by PowerShell when Tab is pressed.</summary>
    /// <param name="commandName">The command.</param>
    /// <param name="parameterName">The parameter.</param>
    /// <param name="wordToComplete">What was typed, with its quotes.</param>
    /// <param name="commandAst">The whole command.</param>
    /// <param name="fakeBoundParameters">Its other parameters.</param>
    /// <returns>The names.</returns>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var word = (wordToComplete ?? "").Trim('\'', '"');
        var begun = Names(name => name.StartsWith(word, StringComparison.OrdinalIgnoreCase));
        return begun.Count > 0 ? begun : Names(name => name.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0);
    }

    // Nothing in a name needs quotes.
    private static List<CompletionResult> Names(Func<string, bool> fits) =>
    [
        .. from operation in DocumentedOperations.All
           let name = operation.Name
           where fits(name)
           select new CompletionResult(name, name, CompletionResultType.ParameterValue, operation.IsDeprecated ? $"{name} (deprecated)" : name),
    ];
}

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
        using var stream = typeof(DocumentedOperations).Assembly.GetManifestResourceStream("DocumentedOperations.txt")!;
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
