using System.Management.Automation;

namespace MewsThreads.PowerShell;

/// <summary>The connections that a session already has: its own, and those in its variables. Finding them asks nobody.</summary>
internal static class SessionConnections
{
    /// <summary>The variables that hold a connection, sorted by name.</summary>
    public static IReadOnlyList<(string Name, MewsConnection Connection)> InVariables()
    {
        // A command rather than the engine's methods: it works in every language mode.
        using var shell = System.Management.Automation.PowerShell.Create(RunspaceMode.CurrentRunspace);
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
