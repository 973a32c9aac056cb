using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace MewsThreads.Commands;

/// <summary>The current connection of each runspace. Two runbooks in one process must not see each other's.</summary>
internal static class ConnectionStore
{
    private static readonly ConditionalWeakTable<Runspace, MewsConnection> Connections = new();

    /// <summary>The connection of the runspace that this thread runs for.</summary>
    public static MewsConnection? Current
    {
        get => Connections.TryGetValue(Runspace.DefaultRunspace, out var connection) ? connection : null;
        set
        {
            Connections.Remove(Runspace.DefaultRunspace);
            if (value is not null)
            {
                Connections.Add(Runspace.DefaultRunspace, value);
            }
        }
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
