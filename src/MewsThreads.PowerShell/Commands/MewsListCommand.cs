using System.Management.Automation;
using MewsThreads.Paging;

namespace MewsThreads.PowerShell.Commands;

/// <summary>A cmdlet that lists: items are emitted as their pages arrive, and no page is requested before it is needed.</summary>
public abstract class MewsListCommand : MewsApiCommand
{
    private bool _showedProgress;
    private IItem? _last;
    private int _rejected;

    private protected MewsListCommand()
    {
    }

    /// <summary>Only what was created at this instant or later.</summary>
    [Parameter]
    [IsoTime]
    public DateTimeOffset? CreatedAfter { get; set; }

    /// <summary>Only what was created before this instant.</summary>
    [Parameter]
    [IsoTime]
    public DateTimeOffset? CreatedBefore { get; set; }

    /// <summary>Only what belongs to these enterprises; to all in the scope of the access token where none is given.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EnterpriseCompleter))]
    public Guid[]? EnterpriseId { get; set; }

    /// <summary>The most items to ask for in one request, 1 to 1000 (the limit of the API and the default).</summary>
    [Parameter]
    [ValidateRange(1, PageQuery.MaximumCount)]
    public int PageSize { get; set; } = PageQuery.MaximumCount;

    /// <summary>The most items to return, at least 1; all where it is not given. Requests ask for no more than what is left of it.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int First { get; set; }

    /// <summary>What is listed, in the plural, for progress and errors.</summary>
    private protected abstract string Items { get; }

    /// <summary>Whether the whole list is sorted by creation, so that it can be gone on with after the last item.</summary>
    private protected abstract bool IsSorted { get; }

    /// <summary>The enterprises that the command line names; null where it leaves them to the pipeline.</summary>
    private protected Guid[]? EnterprisesNamed { get; private set; }

    /// <summary>How many items were emitted.</summary>
    private protected long Emitted { get; private set; }

    /// <summary>Finds the connection, and checks the window.</summary>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        RefuseReversed(nameof(CreatedAfter), CreatedAfter, nameof(CreatedBefore), CreatedBefore);
        EnterprisesNamed = EnterpriseId;
    }

    /// <summary>Takes the progress away.</summary>
    protected override void EndProcessing()
    {
        if (_showedProgress)
        {
            WriteProgress(new ProgressRecord(0, $"Getting {Items}", "Done") { RecordType = ProgressRecordType.Completed });
        }
    }

    /// <summary>
    /// Whether the pipeline brought an enterprise: an object that names no other id besides, as one of <c>enterprises/getAll</c> whose own id
    /// that is, or a row that has only this column.
    /// </summary>
    private protected bool IsEnterprise(Guid[]? id) =>
        EnterprisesNamed is null && EnterpriseId is not null && (id is null || id.SequenceEqual(EnterpriseId));

    private protected void RefuseReversed(string afterName, DateTimeOffset? after, string beforeName, DateTimeOffset? before)
    {
        if (after > before)
        {
            ThrowTerminatingError(Errors.InvalidArgument(
                $"-{afterName} ({after:u}) is later than -{beforeName} ({before:u}): nothing can lie between them.", after));
        }
    }

    /// <summary>Emits pages as they come, and then an error for each id that Mews refused.</summary>
    private protected void Emit<TItem>(PageReader<TItem> reader, IEnumerable<ItemPage<TItem>> itemPages)
        where TItem : class, IItem
    {
        using (var pages = itemPages.GetEnumerator())
        {
            while (Call(pages.MoveNext, Failed))
            {
                ShowProgress(pages.Current);
                foreach (var item in pages.Current.Items)
                {
                    WriteObject(item);
                    _last = item;
                    Emitted++;
                }
            }
        }

        for (; _rejected < reader.Rejected.Count; _rejected++)
        {
            var rejected = reader.Rejected[_rejected];
            WriteError(Errors.From(rejected.Reason, rejected.Id, Connection.ToString()));
        }
    }

    private void ShowProgress<TItem>(ItemPage<TItem> page)
    {
        // One page is there at once; a bar would only flicker.
        if (page.Number == 1)
        {
            return;
        }

        var back = page.ReachedBack is { } instant ? $", back to {instant.UtcDateTime:yyyy-MM-dd}" : "";
        WriteProgress(new ProgressRecord(0, $"Getting {Items}", $"{Emitted + page.Items.Count} {Items}{back}"));
        _showedProgress = true;
    }

    /// <summary>A page failed for good. What was emitted is right, but not all; the caller must be able to tell, and to go on.</summary>
    private ErrorRecord Failed(MewsException exception)
    {
        var error = Errors.From(exception, _last?.Id, Connection.ToString());
        if (_last is null)
        {
            return error;
        }

        // The second that the last item was created in may hold more.
        var goOn = IsSorted
            ? $" To go on from there, repeat the command with -CreatedBefore '{_last.CreatedUtc.AddSeconds(1):u}'; the {Items} of that last second come again."
            : " Repeat the command to get them all.";
        return Errors.Extended(
            error, $"{Emitted} {Items} were returned before, the last of them {_last.Id}, created {_last.CreatedUtc:u}.", goOn);
    }
}
