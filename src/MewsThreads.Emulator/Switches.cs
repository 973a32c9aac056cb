namespace MewsThreads.Emulator;

/// <summary>How the end of a time interval counts. The newest documentation and the older pages disagree.</summary>
public enum IntervalRule
{
    /// <summary><c>StartUtc &lt;= x &lt; EndUtc</c>, as on the newest page; equal ends mean "equal to".</summary>
    HalfOpen,

    /// <summary><c>StartUtc &lt;= x &lt;= EndUtc</c>, as on the older pages.</summary>
    Inclusive,
}

/// <summary>The sort key of a request that filters by <c>UpdatedUtc</c>. Not documented.</summary>
public enum UpdatedSort
{
    /// <summary>Newest creation first, as without that filter: a thread updated while paging keeps its place.</summary>
    Created,

    /// <summary>Latest update first: a thread updated while paging moves to the front.</summary>
    Updated,
}

/// <summary>What becomes of a cursor to a thread or message that was visible once and has gone since. Not documented.</summary>
public enum GoneCursor
{
    /// <summary>The page continues where it was.</summary>
    ContinueByPosition,

    /// <summary>The call fails with 400.</summary>
    Reject,
}

/// <summary>What becomes of a <c>MessageThreadIds</c> item that names no thread the token can see.</summary>
public enum UnknownIds
{
    /// <summary>It is passed over.</summary>
    Ignore,

    /// <summary>One such id fails the whole call with 400.</summary>
    Reject,
}

/// <summary>The form of <c>Retry-After</c> on a 429. All three have been seen.</summary>
public enum RetryAfterStyle
{
    /// <summary>Whole seconds, rounded up.</summary>
    Seconds,

    /// <summary>An HTTP date, rounded up to the next second.</summary>
    Date,

    /// <summary>No such header.</summary>
    None,
}
