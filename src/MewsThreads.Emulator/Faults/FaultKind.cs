namespace MewsThreads.Emulator.Faults;

/// <summary>
/// What a <see cref="Fault"/> does. Some respond instead of the operation, which is not carried out unless
/// <see cref="Fault.Processed"/> says so. Others spoil its response; they leave an error alone. The last three
/// change the threads or the clock under the client and come on top of any other.
/// </summary>
public enum FaultKind
{
    /// <summary>429. Uses <see cref="Fault.RetryAfter"/>, <see cref="Fault.Body"/>, <see cref="Fault.Processed"/>.</summary>
    TooManyRequests,

    /// <summary>
    /// 408, to requests above <see cref="Fault.AboveCount"/> or <see cref="Fault.AboveWindow"/>, or to all if neither is given. Uses
    /// <see cref="Fault.Body"/>, <see cref="Fault.Processed"/>.
    /// </summary>
    TooHeavy,

    /// <summary>
    /// <see cref="Fault.Status"/>. Uses <see cref="Fault.Body"/>, <see cref="Fault.Processed"/>, and <see cref="Fault.RetryAfter"/>
    /// if that is 503.
    /// </summary>
    ServerError,

    /// <summary>The connection is reset; the operation is not carried out.</summary>
    ResetBefore,

    /// <summary>The operation is carried out, then the connection is reset without a byte of the response.</summary>
    LostAnswer,

    /// <summary>
    /// The response is whole and does not say that the connection will be closed, then it is, as servers do with idle ones.
    /// </summary>
    ClosedAfter,

    /// <summary>The headers and half of the body are sent, then the connection is closed. Not for responses without a body.</summary>
    TruncatedBody,

    /// <summary>The operation is carried out, and its response comes <see cref="Fault.Seconds"/> later.</summary>
    SlowAnswer,

    /// <summary>
    /// The headers and half of the body are sent, the rest <see cref="Fault.Seconds"/> later. Not for responses without a body.
    /// </summary>
    SlowBody,

    /// <summary>The body is no JSON: its last bracket is of the wrong kind.</summary>
    MalformedJson,

    /// <summary><see cref="Fault.Field"/> is missing in the body. Not for responses that do not have it.</summary>
    MissingField,

    /// <summary>
    /// A page has the cursor it was asked for, so that a client which follows it gets the same page again. A first page,
    /// asked for without a cursor, does not match.
    /// </summary>
    RepeatedCursor,

    /// <summary>307 to another path of the emulator, where there is nothing. Uses <see cref="Fault.Processed"/>.</summary>
    Redirect,

    /// <summary>200 with a page of HTML, as of a proxy or a login. Uses <see cref="Fault.Processed"/>.</summary>
    HtmlPage,

    /// <summary>
    /// <see cref="Fault.Threads"/> new threads that the caller sees are created now, before the request is looked at.
    /// </summary>
    InsertThreads,

    /// <summary>
    /// <see cref="Fault.Threads"/> of the threads that the caller sees are updated now, before the request is looked at.
    /// </summary>
    UpdateThreads,

    /// <summary>The server's clock jumps by <see cref="Fault.Seconds"/>, before the request is looked at.</summary>
    ClockJump,
}

/// <summary>The body of a response that a fault gives instead of the operation's.</summary>
public enum FaultBody
{
    /// <summary>As documented: <c>Message</c>, <c>RequestId</c>, <c>Details</c>.</summary>
    Json,

    /// <summary>A page of a gateway.</summary>
    Html,

    /// <summary>Neither body nor content type.</summary>
    Empty,
}
