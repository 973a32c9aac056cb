using System.Management.Automation;

namespace MewsThreads.Commands;

/// <summary>Forgets the connection of this session.</summary>
/// <remarks>Mews is not asked; other sessions, and whoever holds the connection object, keep theirs. Sockets of the connection are closed as soon as
/// no command uses them.</remarks>
/// <example>
/// When the work at the prompt is done.
/// <code>
/// Disconnect-Mews
/// </code>
/// </example>
/// <example>
/// At the end of a runbook, however it ends.
/// <code>
/// Connect-Mews
/// try {
///     Get-MewsMessageThread -CreatedAfter (Get-Date).AddDays(-1)
/// }
/// finally {
///     Disconnect-Mews
/// }
/// </code>
/// </example>
/// <example>
/// Only for this session; the object goes on working.
/// <code>
/// $connection = Get-MewsConnection
/// Disconnect-Mews
/// Get-MewsMessageThread -First 5 -Connection $connection
/// </code>
/// </example>
/// <seealso cref="ConnectMewsCommand"/>
/// <seealso cref="GetMewsConnectionCommand"/>
/// <seealso>about_MewsThreads</seealso>
[Cmdlet(VerbsCommunications.Disconnect, "Mews")]
public sealed class DisconnectMewsCommand : PSCmdlet
{
    /// <summary>Forgets the connection, and closes its sockets, whose buffers hold the tokens, once no command uses them.</summary>
    protected override void EndProcessing()
    {
        ConnectionStore.Current?.Client.Sockets.Disconnect();
        ConnectionStore.Current = null;
    }
}
