namespace MewsThreads.Paging;

/// <summary>What a user asks of an instant: at or after one end, before the other; an end that is null is open.</summary>
internal readonly record struct TimeFilter(DateTimeOffset? After, DateTimeOffset? Before)
{
    public bool IsSet => After is not null || Before is not null;

    /// <summary>
    /// Whether an instant passes the exclusive end. Mews may treat that end as inclusive, so it is checked here; the inclusive
    /// end is left to Mews, which compares what it stores, not the whole seconds that it prints.
    /// </summary>
    public bool IsBeforeEnd(DateTimeOffset instant) => Before is null || instant < Before;
}
