namespace MewsThreads.Paging;

/// <summary>One page of an answer, less what was returned before.</summary>
/// <param name="Items">In the order of the API.</param>
/// <param name="Number">Counted from 1 over the whole command.</param>
/// <param name="ReachedBack">How far back in time the run has come; null where only ids were asked for.</param>
internal sealed record ItemPage<TItem>(IReadOnlyList<TItem> Items, int Number, DateTimeOffset? ReachedBack);
