namespace MewsThreads.Paging;

/// <summary>One page as it was received.</summary>
/// <param name="Items">In the order of the API.</param>
/// <param name="Cursor">Where the next page begins; null where there is none.</param>
internal sealed record Page<TItem>(IReadOnlyList<TItem> Items, string? Cursor);
