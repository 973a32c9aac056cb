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
