using System.Management.Automation;

namespace MewsThreads.Commands;

/// <summary>Gets message threads: by id, by enterprise, by when they were created or updated, or all there are, newest first.</summary>
/// <remarks>
/// <para>Threads are emitted as their pages arrive. Nothing beyond the first page is requested until half of it is consumed; from then on, as
/// many pages at the same time as you keep up with, up to eight. See <c>-ThrottleLimit</c>. Windows of any length and any
/// number of ids are cut to what the API accepts.</para>
/// <para>"After" is inclusive, "Before" exclusive. Only threads that the same integration (client token) created are visible. An open newer
/// end stops at the moment when the command starts.</para>
/// <para>Enterprises come from the pipeline, too, newest first for every 1000 of them: as <c>Invoke-MewsOperation enterprises/getAll -All</c>
/// returns them, or as objects with a property <c>EnterpriseId</c> and no id of a thread.</para>
/// </remarks>
/// <example>
/// The newest fifteen, in one request for fifteen.
/// <code>
/// Get-MewsMessageThread -First 15
/// </code>
/// </example>
/// <example>
/// Threads of this month that nobody has touched for a day, and that are still open.
/// <code>
/// Get-MewsMessageThread -CreatedAfter (Get-Date).AddMonths(-1) -UpdatedBefore (Get-Date).AddDays(-1) |
///     Where-Object IsResolved -EQ $false
/// </code>
/// Times of Get-Date are local, and mean what they say; others are best given with their offset: 2026-08-31T12:00:00Z.
/// </example>
/// <example>
/// All there are, into a file.
/// <code>
/// Get-MewsMessageThread | Export-Csv threads.csv -NoTypeInformation
/// </code>
/// At most nine pages are in memory, however many threads there are.
/// </example>
/// <example>
/// The threads of a file, as they are now.
/// <code>
/// Import-Csv threads.csv | Get-MewsMessageThread
/// </code>
/// </example>
/// <example>
/// Threads by id, and which of the ids are unknown.
/// <code>
/// $threads = Get-Content ids.txt | Get-MewsMessageThread -ErrorVariable missing -ErrorAction SilentlyContinue
/// $threads
/// $missing | ForEach-Object { $_.TargetObject }
/// </code>
/// </example>
/// <example>
/// How many were created in each month of the last year.
/// <code>
/// Get-MewsMessageThread -CreatedAfter (Get-Date).AddYears(-1) |
///     Group-Object { $_.CreatedUtc.ToString('yyyy-MM') } -NoElement |
///     Sort-Object Name
/// </code>
/// </example>
/// <example>
/// The threads of every enterprise of a portfolio.
/// <code>
/// Invoke-MewsOperation enterprises/getAll -All | Get-MewsMessageThread -CreatedAfter (Get-Date).AddDays(-7)
/// </code>
/// </example>
/// <seealso cref="GetMewsMessageCommand"/>
/// <seealso cref="NewMewsMessageThreadCommand"/>
/// <seealso cref="ConnectMewsCommand"/>
/// <seealso>about_MewsThreads_Paging</seealso>
/// <seealso href="https://docs.mews.com/connector-api/operations/messagethreads">Message threads in the Connector API</seealso>
[Cmdlet(VerbsCommon.Get, "MewsMessageThread")]
[OutputType(typeof(MessageThread))]
public sealed class GetMewsMessageThreadCommand : MewsThreadListCommand
{
    private protected override string Items => "threads";

    private protected override void Emit(IEnumerable<MessageThread> threads) => Emit(Threads, threads);
}
