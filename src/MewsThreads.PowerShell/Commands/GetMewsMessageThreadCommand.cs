using System.Management.Automation;
using MewsThreads.Threads;

namespace MewsThreads.PowerShell.Commands;

/// <summary>
/// Gets message threads: by id, by when they were created or updated, or all there are, newest first. Threads are emitted as their
/// pages arrive, and no page is requested before it is needed.
/// </summary>
/// <remarks>
/// Windows of any length and any number of ids are cut to what the API accepts. "After" is inclusive, "Before" exclusive. Only threads
/// that the same integration (client token) created are visible. An open newer end stops at the moment when the command starts.
/// </remarks>
[Cmdlet(VerbsCommon.Get, "MewsMessageThread")]
[OutputType(typeof(MessageThread))]
public sealed class GetMewsMessageThreadCommand : MewsApiCommand
{
    private const string Activity = "Getting message threads";

    private readonly HashSet<Guid> _asked = [];
    private readonly List<Guid> _batch = [];
    private ThreadReader _reader = null!;
    private bool _byId;
    private bool _showedProgress;
    private long _emitted;
    private MessageThread? _last;
    private int _rejected;

    /// <summary>
    /// Identifiers of the threads to get, from the pipeline, too. With ids alone, one that Mews does not return is a non-terminating
    /// error; with time filters besides, only threads that pass them are returned.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNull]
    public Guid[]? Id { get; set; }

    /// <summary>Only threads created at this instant or later.</summary>
    [Parameter]
    public DateTimeOffset? CreatedAfter { get; set; }

    /// <summary>Only threads created before this instant.</summary>
    [Parameter]
    public DateTimeOffset? CreatedBefore { get; set; }

    /// <summary>Only threads last updated at this instant or later.</summary>
    [Parameter]
    public DateTimeOffset? UpdatedAfter { get; set; }

    /// <summary>Only threads last updated before this instant.</summary>
    [Parameter]
    public DateTimeOffset? UpdatedBefore { get; set; }

    /// <summary>Only threads of these enterprises; of all in the scope of the access token where none is given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public Guid[]? EnterpriseId { get; set; }

    /// <summary>The most threads to ask for in one request, 1 to 1000 (the limit of the API and the default).</summary>
    [Parameter]
    [ValidateRange(1, ThreadQuery.MaximumCount)]
    public int PageSize { get; set; } = ThreadQuery.MaximumCount;

    /// <summary>The most threads to return, at least 1; all where it is not given. Requests ask for no more than what is left of it.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int First { get; set; }

    /// <summary>Checks the windows, and freezes the open ones.</summary>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        RefuseReversed(nameof(CreatedAfter), CreatedAfter, nameof(CreatedBefore), CreatedBefore);
        RefuseReversed(nameof(UpdatedAfter), UpdatedAfter, nameof(UpdatedBefore), UpdatedBefore);

        // A pipeline that brings no id asks for no thread, not for all.
        _byId = MyInvocation.ExpectingInput || MyInvocation.BoundParameters.ContainsKey(nameof(Id));
        _reader = new ThreadReader(
            Connection.Client,
            new ThreadQuery
            {
                Created = new TimeFilter(CreatedAfter, CreatedBefore),
                Updated = new TimeFilter(UpdatedAfter, UpdatedBefore),
                EnterpriseIds = EnterpriseId,
                PageSize = PageSize,
                First = First == 0 ? null : First,
            },
            Connection.OpenEnd(),
            this,
            Cancellation);
    }

    /// <summary>Collects ids, and sends a batch as soon as it is full.</summary>
    protected override void ProcessRecord()
    {
        foreach (var id in Id ?? [])
        {
            if (!_reader.IsDone && _asked.Add(id))
            {
                _batch.Add(id);
            }

            if (_batch.Count == ThreadQuery.MaximumCount)
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
            Emit(_reader.Read());
        }
        else if (_batch.Count > 0)
        {
            EmitBatch();
        }

        if (_showedProgress)
        {
            WriteProgress(new ProgressRecord(0, Activity, "Done") { RecordType = ProgressRecordType.Completed });
        }
    }

    private void EmitBatch()
    {
        var missing = new HashSet<Guid>(_batch);
        Emit(_reader.Read(missing));
        for (; _rejected < _reader.Rejected.Count; _rejected++)
        {
            var rejected = _reader.Rejected[_rejected];
            WriteError(Errors.From(rejected.Reason, rejected.Id, Connection.ToString()));
        }

        if (!_reader.IsDone && CreatedAfter is null && CreatedBefore is null && UpdatedAfter is null && UpdatedBefore is null)
        {
            foreach (var id in _batch.Where(missing.Contains))
            {
                WriteError(Errors.ThreadNotFound(id));
            }
        }

        _batch.Clear();
    }

    private void Emit(IEnumerable<ThreadPage> threadPages)
    {
        using var pages = threadPages.GetEnumerator();
        while (Call(pages.MoveNext, Failed))
        {
            var page = pages.Current;
            ShowProgress(page);
            foreach (var thread in page.Threads)
            {
                WriteObject(thread);
                _last = thread;
                _emitted++;
            }
        }
    }

    /// <summary>A page failed for good. What was emitted is right, but not all; the caller must be able to tell, and to go on.</summary>
    private ErrorRecord Failed(MewsException exception)
    {
        var error = Errors.From(exception, _last?.Id, Connection.ToString());
        if (_last is null)
        {
            return error;
        }

        // Sorted by creation, unless there are ids or an update filter. The second that the last thread was created in may hold more.
        var isSorted = !_byId && UpdatedAfter is null && UpdatedBefore is null;
        var goOn = isSorted
            ? $" To go on from there, repeat the command with -CreatedBefore '{_last.CreatedUtc.AddSeconds(1):u}'; the threads of that last second come again."
            : " Repeat the command to get them all.";
        return Errors.InMidList(
            error, $"{_emitted} threads were returned before, the last of them {_last.Id}, created {_last.CreatedUtc:u}.", goOn);
    }

    private void ShowProgress(ThreadPage page)
    {
        // One page is there at once; a bar would only flicker.
        if (page.Number == 1)
        {
            return;
        }

        var back = page.ReachedBack is { } instant ? $", back to {instant.UtcDateTime:yyyy-MM-dd}" : "";
        WriteProgress(new ProgressRecord(0, Activity, $"{_emitted + page.Threads.Count} threads{back}"));
        _showedProgress = true;
    }

    private void RefuseReversed(string afterName, DateTimeOffset? after, string beforeName, DateTimeOffset? before)
    {
        if (after > before)
        {
            ThrowTerminatingError(Errors.InvalidArgument(
                $"-{afterName} ({after:u}) is later than -{beforeName} ({before:u}): no thread can lie between them.", after));
        }
    }
}
