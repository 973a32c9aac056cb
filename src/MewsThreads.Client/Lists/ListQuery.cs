using MewsThreads.Contract;

namespace MewsThreads.Lists;

/// <summary>Which items of a list are wanted.</summary>
internal sealed record ListQuery
{
    public TimeFilter Created { get; init; }

    /// <summary>Only for threads: messages never change.</summary>
    public TimeFilter Updated { get; init; }

    /// <summary>Null for every enterprise in the scope of the access token.</summary>
    public IReadOnlyCollection<Guid>? EnterpriseIds { get; init; }

    /// <summary>The most items to ask for in one request.</summary>
    public int PageSize { get; init; } = Limitation.MaximumCount;

    /// <summary>How many pages may be requested at the same time; null to let the list decide by how the consumer keeps up.</summary>
    public int? ThrottleLimit { get; init; }

    /// <summary>Null for all.</summary>
    public int? First { get; init; }

    /// <summary>Whether one request is enough for a batch of ids; otherwise what is still to be asked for depends on what was found so far.</summary>
    public bool IsOfIdsAlone => !Created.IsSet && !Updated.IsSet && !(EnterpriseIds?.Count > Limitation.MaximumCount);
}

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
