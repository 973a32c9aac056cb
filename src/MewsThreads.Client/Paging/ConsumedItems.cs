using System.Collections;

namespace MewsThreads.Paging;

/// <summary>The items of a page, which tells how far it is consumed.</summary>
/// <param name="items">The items.</param>
/// <param name="wanted">Called before each item with the number of those before it, which the consumer is done with.</param>
internal sealed class ConsumedItems<TItem>(IReadOnlyList<TItem> items, Action<int> wanted) : IReadOnlyList<TItem>
{
    public int Count => items.Count;

    public TItem this[int index] => items[index];

    public IEnumerator<TItem> GetEnumerator()
    {
        for (var consumed = 0; consumed < items.Count; consumed++)
        {
            wanted(consumed);
            yield return items[consumed];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
