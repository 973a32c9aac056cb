using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace MewsThreads.PowerShell;

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
