using System.Management.Automation;
using MewsThreads.Paging;

namespace MewsThreads.PowerShell.Commands;

/// <summary>A cmdlet that emits the items of pages, one at a time as they come.</summary>
public abstract class MewsPagedCommand : MewsApiCommand
{
    private protected MewsPagedCommand()
    {
    }

    /// <summary>What is listed, in the plural, for progress and errors.</summary>
    private protected abstract string Items { get; }

    /// <summary>What progress is about.</summary>
    private protected abstract string Activity { get; }

    /// <summary>How many items were emitted.</summary>
    private protected long Emitted { get; private set; }

    /// <summary>Takes the progress away.</summary>
    protected override void EndProcessing() => EndProgress(Activity);

    /// <summary>Emits pages as they come.</summary>
    /// <param name="pages">The pages.</param>
    /// <param name="failed">Makes the error of a page that failed for good.</param>
    /// <param name="ofItem">Makes of an item what is emitted.</param>
    private protected void Emit<TItem>(IEnumerable<ItemPage<TItem>> pages, Func<MewsException, ErrorRecord> failed, Func<TItem, object?> ofItem)
    {
        using var page = pages.GetEnumerator();
        while (Call(page.MoveNext, failed))
        {
            // One page is there at once; a bar would only flicker.
            if (page.Current.Number > 1)
            {
                ShowProgress(Activity, $"{Emitted + page.Current.Items.Count} {Items}", page.Current.ReachedBack);
            }

            using var item = page.Current.Items.GetEnumerator();
            Func<bool> next = item.MoveNext;
            while (Call(next, failed))
            {
                WriteObject(ofItem(item.Current));
                Emitted++;
            }
        }
    }

    /// <summary>
    /// The error of a page that failed for good. What was emitted is right, but not all; the caller must be able to tell, and to go on.
    /// </summary>
    private protected ErrorRecord Failed(MewsException exception, object? target, string last, string goOn)
    {
        var error = Errors.From(exception, target, Connection.ToString());
        return Emitted == 0 ? error : Errors.Extended(error, $"{Emitted} {Items} were returned before{last}.", goOn);
    }
}
