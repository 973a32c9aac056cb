using System.Net;

namespace MewsThreads;

/// <summary>What a failed request means. The only place that says it.</summary>
/// <param name="ErrorId">The id of the error that it becomes, without the prefix <c>Mews</c>.</param>
/// <param name="MayHaveActed">Whether Mews may have carried out the operation. What writes must then not be sent again.</param>
/// <param name="Again">When it may be sent again.</param>
internal sealed record Failure(string ErrorId, bool MayHaveActed, Again Again)
{
    // A 4xx says clearly that the request was refused, except for those that stand for a lack of time and for too many requests: whether they
    // come before or after Mews acts is not documented.
    public static readonly Failure Rejected = new("RequestRejected", MayHaveActed: false, Again.Never);
    public static readonly Failure TokensRefused = new("AuthenticationFailed", MayHaveActed: false, Again.Never);
    public static readonly Failure PermissionMissing = new("PermissionMissing", MayHaveActed: false, Again.Never);
    public static readonly Failure Forbidden = new("Forbidden", MayHaveActed: false, Again.Never);
    public static readonly Failure NotFound = new("AddressNotFound", MayHaveActed: false, Again.Never);
    public static readonly Failure TooHeavy = new("RequestTooHeavy", MayHaveActed: true, Again.ReadsUnlessTooHeavy);
    public static readonly Failure DataChanged = new("DataChanged", MayHaveActed: false, Again.Never);
    public static readonly Failure TooLarge = new("RequestTooLarge", MayHaveActed: false, Again.Never);
    public static readonly Failure TooManyRequests = new("TooManyRequests", MayHaveActed: true, Again.Reads);
    public static readonly Failure OtherRefusal = new("ServerError", MayHaveActed: false, Again.Never);
    public static readonly Failure Redirect = new("ServerError", MayHaveActed: true, Again.Never);
    public static readonly Failure ServerError = new("ServerError", MayHaveActed: true, Again.Reads);

    public static readonly Failure NeverSent = new("Unreachable", MayHaveActed: false, Again.Always);
    public static readonly Failure ConnectionBroke = new("Unreachable", MayHaveActed: true, Again.Reads);
    public static readonly Failure Timeout = new("Timeout", MayHaveActed: true, Again.Reads);

    // What Mews itself writes wrongly it writes so again; a gateway may let the next response through.
    public static readonly Failure ContractBroken = new("ProtocolError", MayHaveActed: true, Again.ReadsOnce);
    public static readonly Failure ResponseTooLarge = new("ProtocolError", MayHaveActed: true, Again.Never);
    public static readonly Failure ResponseOfGateway = new("ProtocolError", MayHaveActed: true, Again.Reads);

    public static readonly Failure OutcomeUnknown = new("OutcomeUnknown", MayHaveActed: true, Again.Never);
    public static readonly Failure UnknownIds = new("TooManyUnknownIds", MayHaveActed: false, Again.Never);

    // Of a file: another run or program has it; it is not what the last run left; it is there without its state; its state is of another property,
    // other options or another version; its state is corrupt; it, or a file that belongs to it, could not be read or written.
    public static readonly Failure SyncFileInUse = new("SyncFileInUse", MayHaveActed: false, Again.Never);
    public static readonly Failure SyncFileChanged = new("SyncFileChanged", MayHaveActed: false, Again.Never);
    public static readonly Failure SyncStateMissing = new("SyncStateMissing", MayHaveActed: false, Again.Never);
    public static readonly Failure SyncStateForeign = new("SyncStateForeign", MayHaveActed: false, Again.Never);
    public static readonly Failure SyncStateUnreadable = new("SyncStateUnreadable", MayHaveActed: false, Again.Never);
    public static readonly Failure SyncFileInaccessible = new("SyncFileInaccessible", MayHaveActed: false, Again.Never);

    /// <summary>What an error status means.</summary>
    /// <param name="status">The status.</param>
    /// <param name="wereTokensAccepted">Whether Mews had accepted the tokens of the connection before, so that a 401 is about this operation alone.</param>
    public static Failure Of(HttpStatusCode status, bool wereTokensAccepted) => (int)status switch
    {
        400 => Rejected,
        401 => wereTokensAccepted ? PermissionMissing : TokensRefused,
        403 => Forbidden,
        404 => NotFound,
        408 => TooHeavy,
        409 => DataChanged,
        413 => TooLarge,
        429 => TooManyRequests,
        >= 500 => ServerError,
        >= 400 => OtherRefusal,
        _ => Redirect,
    };

    /// <summary>Whether a request may be sent again.</summary>
    /// <param name="repeat">What it does.</param>
    /// <param name="attempt">How often it was sent.</param>
    public bool MayBeSentAgain(Repeat repeat, int attempt) => Again switch
    {
        Again.Always => true,
        Again.Reads => repeat != Repeat.Write,
        Again.ReadsUnlessTooHeavy => repeat == Repeat.Read,
        Again.ReadsOnce => repeat != Repeat.Write && attempt == 1,
        _ => false,
    };
}

/// <summary>Which requests may be sent again after a failure.</summary>
internal enum Again
{
    /// <summary>None.</summary>
    Never,

    /// <summary>All.</summary>
    Always,

    /// <summary>Those that only read.</summary>
    Reads,

    /// <summary>Those that only read, but only once.</summary>
    ReadsOnce,

    /// <summary>Those that only read, unless the caller can ask for less.</summary>
    ReadsUnlessTooHeavy,
}

/// <summary>When a request that failed may be sent again.</summary>
internal enum Repeat
{
    /// <summary>It only reads, so it may be sent again after any failure that can go away by itself.</summary>
    Read,

    /// <summary>As <see cref="Read"/>, but one that was too heavy (408) is left to the caller, who can ask for less.</summary>
    ReadUnlessTooHeavy,

    /// <summary>It writes, so it is sent again only if it was never sent. Whether Mews refuses (429) before or after it acts is not documented.</summary>
    Write,
}
