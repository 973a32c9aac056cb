using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace MewsThreads.Commands;

/// <summary>Completes <c>-EnterpriseId</c> with the enterprises of the session's connections, by id or by a part of their names.</summary>
public sealed class EnterpriseCompleter : IArgumentCompleter
{
    /// <summary>Called by PowerShell when Tab is pressed.</summary>
    /// <param name="commandName">The command.</param>
    /// <param name="parameterName">The parameter.</param>
    /// <param name="wordToComplete">What was typed, with its quotes.</param>
    /// <param name="commandAst">The whole command.</param>
    /// <param name="fakeBoundParameters">Its other parameters.</param>
    /// <returns>The ids, shown by the names.</returns>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var word = (wordToComplete ?? "").Trim('\'', '"');
        var known = new Dictionary<string, string>();
        foreach (var connection in SessionConnections.All())
        {
            if (connection is { EnterpriseId: { } id, EnterpriseName: { Length: > 0 } name })
            {
                known[id.ToString()] = name;
            }
        }

        return
        [
            .. from enterprise in known
               where enterprise.Key.StartsWith(word, StringComparison.OrdinalIgnoreCase)
                   || enterprise.Value.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0
               orderby enterprise.Value
               let name = DisplayText.Escape(enterprise.Value)
               select new CompletionResult(enterprise.Key, name, CompletionResultType.ParameterValue, $"{name}, {enterprise.Key}"),
        ];
    }
}
