using System.Management.Automation;
using MewsThreads.Paging;
using MewsThreads.Threads;

namespace MewsThreads.PowerShell.Commands;

/// <summary>
/// Gets message threads: by id, by when they were created or updated, or all there are, newest first. Threads are emitted as their
/// pages arrive. Nothing beyond the first page is requested until half of it is consumed, then one page ahead.
/// </summary>
/// <remarks>
/// Windows of any length and any number of ids are cut to what the API accepts. "After" is inclusive, "Before" exclusive. Only threads
/// that the same integration (client token) created are visible. An open newer end stops at the moment when the command starts.
/// </remarks>
[Cmdlet(VerbsCommon.Get, "MewsMessageThread")]
[OutputType(typeof(MessageThread))]
public sealed class GetMewsMessageThreadCommand : MewsListCommand
{
    private readonly IdBatches _ids = new();
    private ThreadReader _reader = null!;
    private bool _byId;

    /// <summary>
    /// Identifiers of the threads to get, from the pipeline, too. With ids alone, one that Mews does not return is a non-terminating
    /// error; with time filters besides, only threads that pass them are returned.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNull]
    public Guid[]? Id { get; set; }

    /// <summary>
    /// The same by another name, from the pipeline: of an object that has both properties, such as a message, this one names the thread.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNull]
    public Guid[]? MessageThreadId { get; set; }

    /// <summary>Only threads last updated at this instant or later.</summary>
    [Parameter]
    public DateTimeOffset? UpdatedAfter { get; set; }

    /// <summary>Only threads last updated before this instant.</summary>
    [Parameter]
    public DateTimeOffset? UpdatedBefore { get; set; }

    private protected override string Items => "threads";

    private protected override bool IsSorted => !_byId && UpdatedAfter is null && UpdatedBefore is null;

    /// <summary>Checks the windows, and freezes the open ones.</summary>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        RefuseReversed(nameof(UpdatedAfter), UpdatedAfter, nameof(UpdatedBefore), UpdatedBefore);

        // A pipeline that brings no id asks for no thread, not for all.
        var given = MyInvocation.BoundParameters;
        _byId = MyInvocation.ExpectingInput || given.ContainsKey(nameof(Id)) || given.ContainsKey(nameof(MessageThreadId));
        _reader = new ThreadReader(
            Connection.Client,
            new ThreadQuery
            {
                Created = new TimeFilter(CreatedAfter, CreatedBefore),
                Updated = new TimeFilter(UpdatedAfter, UpdatedBefore),
                EnterpriseIds = EnterpriseId,
                PageSize = PageSize,
                ThrottleLimit = ThrottleLimit,
                First = First == 0 ? null : First,
            },
            Connection.OpenEnd(),
            this,
            Cancellation);
    }

    /// <summary>Collects ids, and sends a batch as soon as it is full.</summary>
    protected override void ProcessRecord()
    {
        foreach (var id in MessageThreadId ?? Id ?? [])
        {
            if (!_reader.IsDone && _ids.Add(id))
            {
                EmitBatch();
            }
        }
    }

    /// <summary>Sends the last batch of ids, or lists the threads where none were asked for.</summary>
    protected override void EndProcessing()
    {
        if (!_byId)
        {
            Emit(_reader, _reader.Read());
        }
        else if (_ids.HasRest)
        {
            EmitBatch();
        }

        base.EndProcessing();
    }

    private void EmitBatch()
    {
        var batch = _ids.Take();
        var missing = new HashSet<Guid>(batch);
        Emit(_reader, _reader.Read(missing));
        if (!_reader.IsDone && CreatedAfter is null && CreatedBefore is null && UpdatedAfter is null && UpdatedBefore is null)
        {
            foreach (var id in batch.Where(missing.Contains))
            {
                WriteError(Errors.ThreadNotFound(id));
            }
        }
    }
}
