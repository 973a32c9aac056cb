using System.Management.Automation;
using MewsThreads.Contract;
using MewsThreads.Lists;

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
public sealed class GetMewsMessageThreadCommand : MewsListCommand
{
    private readonly IdBatches _ids = new();
    private readonly IdBatches _enterprises = new();
    private ThreadSource _source = null!;
    private ListReader<MessageThread> _reader = null!;
    private bool _listsAll;
    private bool _isOfIdsAlone;

    /// <summary>
    /// Identifiers of the threads to get, from the pipeline, too. With ids alone, one that Mews does not return is a non-terminating
    /// error; with time filters besides, only threads that pass them are returned.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNull]
    [ThreadId]
    public Guid[]? Id { get; set; }

    /// <summary>
    /// The same by another name, from the pipeline: of an object that has both properties, such as a message, this one names the thread.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNull]
    [ThreadId]
    public Guid[]? MessageThreadId { get; set; }

    /// <summary>Only threads last updated at this instant or later.</summary>
    [Parameter]
    [IsoTime]
    public DateTimeOffset? UpdatedAfter { get; set; }

    /// <summary>Only threads last updated before this instant.</summary>
    [Parameter]
    [IsoTime]
    public DateTimeOffset? UpdatedBefore { get; set; }

    private protected override string Items => "threads";

    // Sorted within a batch of enterprises only, and not at all by id.
    private protected override bool IsSorted => _ids.Count == 0
        && Math.Max(_enterprises.Count, EnterprisesNamed?.Length ?? 0) <= Limitation.MaximumCount
        && UpdatedAfter is null && UpdatedBefore is null;

    /// <summary>Checks the windows, and freezes the open ones.</summary>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        RefuseReversed(nameof(UpdatedAfter), UpdatedAfter, nameof(UpdatedBefore), UpdatedBefore);

        // A pipeline that brings nothing asks for no thread, not for all.
        var given = MyInvocation.BoundParameters;
        _listsAll = !MyInvocation.ExpectingInput && !given.ContainsKey(nameof(Id)) && !given.ContainsKey(nameof(MessageThreadId));
        var query = Query with { Updated = new TimeFilter(UpdatedAfter, UpdatedBefore) };
        _isOfIdsAlone = query.IsOfIdsAlone;
        _source = new ThreadSource(Connection.Client, query, Connection.Client.ServerClock.OpenEnd());
        _reader = Reader(_source, query);
    }

    /// <summary>Collects ids, or enterprises, and sends as many full batches at the same time as the reader allows.</summary>
    protected override void ProcessRecord()
    {
        if (EnterprisesIn(MessageThreadId ?? Id) is { } enterprises)
        {
            Collect(_enterprises, enterprises, () => _reader.BatchesAtOnce, EmitEnterprises);
        }
        else
        {
            Collect(_ids, MessageThreadId ?? Id ?? [], () => _isOfIdsAlone ? _reader.BatchesAtOnce : 1, EmitIds);
        }
    }

    /// <summary>Sends the last batches, or lists the threads where nothing but time was asked for.</summary>
    protected override void EndProcessing()
    {
        if (_listsAll)
        {
            Emit(_reader, _reader.Read(_source.Plan()));
        }

        if (_ids.HasRest)
        {
            EmitIds();
        }

        if (_enterprises.HasRest)
        {
            EmitEnterprises();
        }

        base.EndProcessing();
    }

    private void Collect(IdBatches batches, Guid[] ids, Func<int> atOnce, Action emit)
    {
        foreach (var id in ids)
        {
            if (!_reader.IsDone && batches.Add(id, atOnce()))
            {
                emit();
            }
        }
    }

    private void EmitEnterprises() => Emit(_reader, _reader.Read(_enterprises.Take().SelectMany(enterprises => _source.Plan(enterprises))));

    private void EmitIds()
    {
        var batches = _ids.Take();
        var missing = new HashSet<Guid>(batches.SelectMany(batch => batch));
        Emit(_reader, _reader.Read(_source.Plan(batches, missing), missing));
        if (!_reader.IsDone && CreatedAfter is null && CreatedBefore is null && UpdatedAfter is null && UpdatedBefore is null)
        {
            foreach (var id in batches.SelectMany(batch => batch).Where(missing.Contains))
            {
                WriteError(Errors.ThreadNotFound(id));
            }
        }
    }
}
