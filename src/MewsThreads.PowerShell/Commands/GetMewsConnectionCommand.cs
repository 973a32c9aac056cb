using System.Management.Automation;

namespace MewsThreads.PowerShell.Commands;

/// <summary>Shows the connection of this session, without its tokens; nothing where there is none.</summary>
[Cmdlet(VerbsCommon.Get, "MewsConnection")]
[OutputType(typeof(MewsConnection))]
public sealed class GetMewsConnectionCommand : PSCmdlet
{
    /// <summary>Writes the connection.</summary>
    protected override void EndProcessing()
    {
        if (ConnectionStore.Current is { } connection)
        {
            WriteObject(connection);
        }
    }
}
