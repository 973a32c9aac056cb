using System.Management.Automation;
using MewsThreads.Contract;
using MewsThreads.Lists;

namespace MewsThreads.Commands;

/// <summary>
/// A cmdlet that lists threads, or what belongs to each: by id, by enterprise, by when they were created or updated, or all there are.
/// </summary>
public abstract class MewsThreadListCommand : MewsListCommand
{
    private readonly IdBatches _ids = new();
    private readonly IdBatches _enterprises = new();
    private ThreadSource _source = null!;
    private bool _listsAll;
    private bool _isOfIdsAlone;

    private protected MewsThreadListCommand()
    {
    }

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

    /// <summary>Reads the threads.</summary>
    private protected ListReader<MessageThread> Threads { get; private set; } = null!;

    /// <summary>Which threads are asked for.</summary>
    private protected virtual ListQuery ThreadQuery => Query with { Updated = new TimeFilter(UpdatedAfter, UpdatedBefore) };

    /// <summary>Whether nothing more is to be read.</summary>
    private protected virtual bool IsDone => Threads.IsDone;

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
        var query = ThreadQuery;
        _isOfIdsAlone = query.IsOfIdsAlone;
        _source = new ThreadSource(Connection.Client, query, Connection.Client.ServerClock.OpenEnd());
        Threads = Reader(_source, query);
    }

    /// <summary>Collects ids, or enterprises, and sends as many full batches at the same time as the reader allows.</summary>
    protected override void ProcessRecord()
    {
        if (EnterprisesIn(MessageThreadId ?? Id) is { } enterprises)
        {
            Collect(_enterprises, enterprises, () => Threads.BatchesAtOnce, EmitEnterprises);
        }
        else
        {
            Collect(_ids, MessageThreadId ?? Id ?? [], () => _isOfIdsAlone ? Threads.BatchesAtOnce : 1, EmitIds);
        }
    }

    /// <summary>Sends the last batches, or lists the threads where nothing but time was asked for.</summary>
    protected override void EndProcessing()
    {
        if (_listsAll)
        {
            Emit(Threads.Read(_source.Plan()));
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

    /// <summary>Emits threads, or what belongs to them.</summary>
    private protected abstract void Emit(IEnumerable<MessageThread> threads);

    private void Collect(IdBatches batches, Guid[] ids, Func<int> atOnce, Action emit)
    {
        foreach (var id in ids)
        {
            if (!IsDone && batches.Add(id, atOnce()))
            {
                emit();
            }
        }
    }

    private void EmitEnterprises() => Emit(Threads.Read(_enterprises.Take().SelectMany(enterprises => _source.Plan(enterprises))));

    private void EmitIds()
    {
        var batches = _ids.Take();
        var missing = new HashSet<Guid>(batches.SelectMany(batch => batch));
        Emit(Threads.Read(_source.Plan(batches, missing), missing));
        if (!IsDone && CreatedAfter is null && CreatedBefore is null && UpdatedAfter is null && UpdatedBefore is null)
        {
            foreach (var id in batches.SelectMany(batch => batch).Where(missing.Contains))
            {
                WriteError(Errors.ThreadNotFound(id));
            }
        }
    }
}
