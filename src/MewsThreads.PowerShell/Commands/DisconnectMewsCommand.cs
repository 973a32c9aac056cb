using System.Management.Automation;

namespace MewsThreads.PowerShell.Commands;

/// <summary>
/// Forgets the connection of this session. Mews is not asked; other sessions, and whoever holds the connection object, keep theirs.
/// </summary>
[Cmdlet(VerbsCommunications.Disconnect, "Mews")]
public sealed class DisconnectMewsCommand : PSCmdlet
{
    /// <summary>Forgets the connection.</summary>
    protected override void EndProcessing() => ConnectionStore.Current = null;
}
