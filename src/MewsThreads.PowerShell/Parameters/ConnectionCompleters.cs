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

/// <summary>The connections that a session already has: its own, and those in its variables. Finding them asks nobody.</summary>
internal static class SessionConnections
{
    /// <summary>The variables that hold a connection, sorted by name.</summary>
    public static IReadOnlyList<(string Name, MewsConnection Connection)> InVariables()
    {
        // A command rather than the engine's methods: it works in every language mode.
        using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell.AddCommand("Get-Variable").AddParameter("ErrorAction", ActionPreference.Ignore);
        try
        {
            return
            [
                .. from result in shell.Invoke()
                   let variable = (PSVariable)result.BaseObject
                   let connection = Unwrapped.Of(variable.Value) as MewsConnection
                   where connection is not null
                   orderby variable.Name
                   select (variable.Name, connection),
            ];
        }
        catch (CommandNotFoundException)
        {
            // An engine without the module Microsoft.PowerShell.Utility.
            return [];
        }
    }

    /// <summary>All of them, the session's own first.</summary>
    public static IEnumerable<MewsConnection> All()
    {
        var current = ConnectionStore.Current;
        return InVariables().Select(variable => variable.Connection).Prepend(current!).Where(connection => connection is not null).Distinct();
    }
}
