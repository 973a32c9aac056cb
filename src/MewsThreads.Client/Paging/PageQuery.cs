namespace MewsThreads.Paging;

/// <summary>What can be asked of every list.</summary>
internal abstract record PageQuery
{
    /// <summary>The most that a request may ask for, of items as of ids ("max 1000 items").</summary>
    public const int MaximumCount = 1000;

    public TimeFilter Created { get; init; }

    /// <summary>Null for every enterprise in the scope of the access token.</summary>
    public IReadOnlyCollection<Guid>? EnterpriseIds { get; init; }

    public int PageSize { get; init; } = MaximumCount;

    /// <summary>The most pages that may be under way at the same time.</summary>
    public int ThrottleLimit { get; init; } = 1;

    /// <summary>Null for all.</summary>
    public int? First { get; init; }
}
