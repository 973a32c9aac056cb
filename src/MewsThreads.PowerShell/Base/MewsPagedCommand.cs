using System.Management.Automation;
using MewsThreads.Lists;

namespace MewsThreads.Commands;

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

    /// <summary>Makes the reader of a list, which shows how far it has come.</summary>
    private protected ListReader<TItem> Reader<TItem>(IListSource<TItem> source, ListQuery query)
    {
        ListReader<TItem> reader = null!;
        reader = new ListReader<TItem>(source, query, Context)
        {
            PageRead = (count, reachedBack) =>
            {
                // One page is there at once; a bar would only flicker.
                if (reader.Pages > 1)
                {
                    ShowProgress(Activity, $"{Emitted + count} {Items}", reachedBack);
                }
            },
        };
        return reader;
    }

    /// <summary>Emits items as they come.</summary>
    /// <param name="items">The items.</param>
    /// <param name="failed">Makes the error of a page that failed for good.</param>
    /// <param name="ofItem">Makes of an item what is emitted.</param>
    private protected void Emit<TItem>(IEnumerable<TItem> items, Func<MewsException, ErrorRecord> failed, Func<TItem, object?> ofItem)
    {
        using var item = items.GetEnumerator();
        Func<bool> next = item.MoveNext;
        while (Call(next, failed))
        {
            Write(ofItem(item.Current));
            Emitted++;
        }
    }

    /// <summary>Writes an item.</summary>
    private protected virtual void Write(object? item) => WriteObject(item);

    /// <summary>
    /// The error of a page that failed for good. What was emitted is right, but not all; the caller must be able to tell, and to go on.
    /// </summary>
    private protected ErrorRecord Failed(MewsException exception, object? target, string last, string goOn)
    {
        var error = Errors.From(exception, target, Connection.ToString());
        return Emitted == 0 ? error : Errors.Extended(error, $"{Emitted} {Items} were returned before{last}.", goOn);
    }
}
