namespace MewsThreads.Emulator.Worlds;

/// <summary>How the end of a time interval counts. Two pages of the documentation disagree.</summary>
public enum IntervalRule
{
    /// <summary><c>StartUtc &lt;= x &lt; EndUtc</c>, as on the newest page; equal ends mean "equal to".</summary>
    HalfOpen,

    /// <summary><c>StartUtc &lt;= x &lt;= EndUtc</c>, as on the older pages.</summary>
    Inclusive,
}

/// <summary>What becomes of an interval with an end that is null. The contract allows it, the pages call both ends required.</summary>
public enum NullEnds
{
    /// <summary>The call fails with 400.</summary>
    Reject,

    /// <summary>The interval has no bound on that side, and no limit of length.</summary>
    Open,
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
    Continue,

    /// <summary>The call fails with 400.</summary>
    Reject,
}

/// <summary>What becomes of a <c>MessageThreadIds</c> item that names no thread the token can see.</summary>
public enum UnknownIds
{
    /// <summary>It is ignored.</summary>
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

/// <summary>How finely the server stores times. Not documented.</summary>
public enum StoredTimes
{
    /// <summary>To the tick.</summary>
    Exact,

    /// <summary>In whole seconds, cut off: what is created now may be dated up to a second before.</summary>
    WholeSeconds,
}

/// <summary>Which time an interval is compared with. Not documented.</summary>
public enum ComparedTimes
{
    /// <summary>The one that is stored.</summary>
    AsStored,

    /// <summary>The one that is printed, which has <see cref="World.TimestampDigits"/>.</summary>
    AsPrinted,
}

/// <summary>What becomes of <c>messages/add</c> if some of the messages name a thread that the caller cannot see. Not documented.</summary>
public enum BadMessages
{
    /// <summary>The call fails with 400, and no message is written.</summary>
    RejectAll,

    /// <summary>The other messages are written, and returned alone. If there are none, the call fails with 400.</summary>
    WriteOthers,
}

/// <summary>The order in which <c>messages/add</c> returns the messages. Not documented.</summary>
public enum AnswerOrder
{
    /// <summary>That of the request.</summary>
    AsSent,

    /// <summary>Newest first, as a page has them.</summary>
    Reversed,
}

/// <summary>The order in which a page lists messages of the same instant. Not documented.</summary>
public enum SameInstant
{
    /// <summary>Latest first, as they were written.</summary>
    AsWritten,

    /// <summary>Any, though always the same: by their random ids.</summary>
    Any,
}

/// <summary>What <c>messageThreads/add</c> and <c>messages/add</c> do with a portfolio token. Not documented.</summary>
public enum PortfolioAdd
{
    /// <summary>A thread goes to the first enterprise; messages go to any thread in scope.</summary>
    Accept,

    /// <summary>The call fails with 401, as one that the token has no permission for.</summary>
    Reject,
}

/// <summary>What becomes of a <c>CustomerId</c> that names no customer. Not documented.</summary>
public enum UnknownCustomer
{
    /// <summary>The call fails with 400.</summary>
    Reject,

    /// <summary>The thread is created, and concerns nobody.</summary>
    Ignore,
}

/// <summary>What becomes of a property that the operation does not have. Not documented.</summary>
public enum UnknownProperties
{
    /// <summary>It is ignored.</summary>
    Ignore,

    /// <summary>The call fails with 400.</summary>
    Reject,
}

/// <summary>Whether a <c>Client</c> text must end with a version. "Name and version of the client" is documented, its form is not.</summary>
public enum ClientVersion
{
    /// <summary>Any text is accepted.</summary>
    Optional,

    /// <summary>Without one, the call fails with 400.</summary>
    Required,
}

/// <summary>How exactly an address must match. Documented as exact, though only for operations that are newer than these.</summary>
public enum Addresses
{
    /// <summary>Any other letter case and a trailing slash is 404.</summary>
    Exact,

    /// <summary>Letter case and one trailing slash do not matter.</summary>
    Lenient,
}

/// <summary>The form of the <c>Sender</c> of a message. Documented as an object; generated clients expect a string.</summary>
public enum SenderForm
{
    /// <summary>An object with <c>Discriminator</c> and <c>Value</c>.</summary>
    AsObject,

    /// <summary>The discriminator alone.</summary>
    AsText,
}

/// <summary>When a call of <c>add</c> is answered with 429 or 5xx. Not documented.</summary>
public enum Refusals
{
    /// <summary>Before anything is written.</summary>
    BeforeWriting,

    /// <summary>After everything is written, as a gateway would.</summary>
    AfterWriting,
}
