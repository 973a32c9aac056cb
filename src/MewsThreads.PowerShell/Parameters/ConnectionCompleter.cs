using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace MewsThreads.Commands;

/// <summary>Completes <c>-Connection</c> with the variables that hold one.</summary>
public sealed class ConnectionCompleter : IArgumentCompleter
{
    /// <summary>Called by PowerShell when Tab is pressed.</summary>
    /// <param name="commandName">The command.</param>
    /// <param name="parameterName">The parameter.</param>
    /// <param name="wordToComplete">What was typed.</param>
    /// <param name="commandAst">The whole command.</param>
    /// <param name="fakeBoundParameters">Its other parameters.</param>
    /// <returns>The variables, with the enterprise that each connects to.</returns>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var word = (wordToComplete ?? "").TrimStart('$', '{').TrimEnd('}');
        return
        [
            .. from variable in SessionConnections.InVariables()
               where variable.Name.StartsWith(word, StringComparison.OrdinalIgnoreCase)
               let text = variable.Name.All(character => char.IsLetterOrDigit(character) || character == '_') ? $"${variable.Name}" : $"${{{variable.Name}}}"
               select new CompletionResult(text, text, CompletionResultType.Variable, variable.Connection.ToString()),
        ];
    }
}
