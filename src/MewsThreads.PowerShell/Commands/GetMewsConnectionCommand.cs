using System.Management.Automation;

namespace MewsThreads.Commands;

/// <summary>Gets the connection of this session, without its tokens; nothing where there is none.</summary>
/// <remarks>No request is made: what it shows is what was known when the connection was made.</remarks>
/// <example>
/// Where commands of this session go to.
/// <code>
/// Get-MewsConnection
/// </code>
/// </example>
/// <example>
/// Connect only where that has not been done.
/// <code>
/// if (-not (Get-MewsConnection)) {
///     Connect-Mews
/// }
/// Get-MewsMessageThread -First 5
/// </code>
/// </example>
/// <example>
/// Pass the connection to parallel runspaces.
/// <code>
/// $connection = Get-MewsConnection
/// 1..4 | ForEach-Object -Parallel {
///     $newer = (Get-Date).AddMonths(-3 * $_)
///     Get-MewsMessageThread -CreatedAfter $newer.AddMonths(-3) -CreatedBefore $newer -Connection $using:connection
/// }
/// </code>
/// All of them share its limit of requests. PowerShell 7 has -Parallel.
/// </example>
/// <example>
/// The threads of the one enterprise that a connection of a portfolio stands for.
/// <code>
/// Get-MewsMessageThread -EnterpriseId (Get-MewsConnection).EnterpriseId -First 10
/// </code>
/// </example>
/// <seealso cref="ConnectMewsCommand"/>
/// <seealso cref="DisconnectMewsCommand"/>
/// <seealso>about_MewsThreads</seealso>
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
