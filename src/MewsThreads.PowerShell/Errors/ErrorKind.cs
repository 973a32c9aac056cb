using System.Management.Automation;
using System.Reflection;

namespace MewsThreads.Commands;

/// <summary>
/// A kind of error by its stable id, with its cause and what to do about it. All there are, and the only place that says it: about_MewsThreads_Errors
/// is made of them.
/// </summary>
/// <param name="id">The first part of <c>FullyQualifiedErrorId</c>.</param>
/// <param name="category">What PowerShell counts it among.</param>
/// <param name="cause">When it happens.</param>
/// <param name="remedy">What to do now. A name in angle brackets stands for what an error says in its place.</param>
internal sealed class ErrorKind(string id, ErrorCategory category, string cause, string remedy)
{
    public static readonly ErrorKind AddressNotFound = new(
        "MewsAddressNotFound",
        ErrorCategory.ObjectNotFound,
        "Mews has no such operation at the address of the connection.",
        "There is no <operation> of the Connector API at <connection>. Check -PlatformAddress or -Environment of Connect-Mews, and the letter case of an undocumented -Operation.");

    public static readonly ErrorKind AlreadyInMews = new(
        "MewsAlreadyInMews",
        ErrorCategory.ResourceExists,
        "A thread or a message that came from Mews was piped to a command that writes new ones. It was not written again; other records are.",
        "Say on the command line what is new, or leave CreatedUtc out with Select-Object to write the same once more.");

    public static readonly ErrorKind AuthenticationFailed = new(
        "MewsAuthenticationFailed",
        ErrorCategory.AuthenticationError,
        "Mews refused the tokens: one of them is wrong or of another environment, or the integration is disabled or lacks the permission for the first operation called.",
        "Mews refused the tokens for <connection>. Check that both belong to that environment, and that the integration is enabled there and may call <operation>; then run Connect-Mews again.");

    public static readonly ErrorKind DataChanged = new(
        "MewsDataChanged",
        ErrorCategory.InvalidOperation,
        "The data that the request is about was changed meanwhile (409), so Mews did not carry it out.",
        "Read the data again, and send the request again with what it says now.");

    public static readonly ErrorKind Forbidden = new(
        "MewsForbidden",
        ErrorCategory.PermissionDenied,
        "Mews understood the request, and the property does not allow it.",
        "A business rule of the property forbids this; Mews' message is meant for the person who asked for it.");

    public static readonly ErrorKind InvalidArgument = new(
        "MewsInvalidArgument",
        ErrorCategory.InvalidArgument,
        "Arguments contradict each other or cannot be used.",
        "Correct what the message names.");

    public static readonly ErrorKind NotConnected = new(
        "MewsNotConnected",
        ErrorCategory.ConnectionError,
        "The command needs a connection, and this session has none.",
        "Run Connect-Mews first. Where a script runs in a session of its own (ForEach-Object -Parallel, jobs), pass a connection with -Connection.");

    public static readonly ErrorKind OutcomeUnknown = new(
        "MewsOutcomeUnknown",
        ErrorCategory.InvalidResult,
        "A write was sent, no response says clearly that it was done or refused, and what it may have written was not found. It is not sent again.",
        "Look whether it was done before you do it again; the error holds the command that shows it.");

    public static readonly ErrorKind PermissionMissing = new(
        "MewsPermissionMissing",
        ErrorCategory.PermissionDenied,
        "Mews refused one operation (401), although it had accepted the tokens of the connection: it grants permission for each operation.",
        "Ask Mews to permit <operation> for your integration; https://github.com/mewsthreads/MewsThreads.PowerShell/blob/main/docs/request-access.md says how. If Mews refuses other operations, too, the integration was disabled or a token was replaced.");

    public static readonly ErrorKind ProtocolError = new(
        "MewsProtocolError",
        ErrorCategory.InvalidResult,
        "An answer came that is none of the Connector API's: not JSON, not whole, too large, without what it must have, or with what was not asked for.",
        "What came is not an answer of the Connector API as documented; check that nothing between here and Mews alters it.");

    public static readonly ErrorKind RequestRejected = new(
        "MewsRequestRejected",
        ErrorCategory.InvalidArgument,
        "Mews refused the request: a value in it is malformed, or an id is unknown.",
        "Correct the values that Mews' message names.");

    public static readonly ErrorKind RequestTooHeavy = new(
        "MewsRequestTooHeavy",
        ErrorCategory.OperationTimeout,
        "Mews gave the request up, since answering took too long.",
        "The request was too heavy for Mews. Ask for less at a time: a smaller -PageSize or a shorter window.");

    public static readonly ErrorKind RequestTooLarge = new(
        "MewsRequestTooLarge",
        ErrorCategory.LimitsExceeded,
        "Mews, or a gateway before it, takes no request of that size (413). Lists and batches of messages are cut by themselves, so what is left cannot be cut.",
        "Shorten what the message names.");

    public static readonly ErrorKind ServerError = new(
        "MewsServerError",
        ErrorCategory.InvalidResult,
        "Mews failed to answer, also when it was asked again, or asked for a longer wait than -MaximumWaitSec allows.",
        "Try again later; if it stays, give the request id to Mews' partner support.");

    public static readonly ErrorKind SyncFileChanged = new(
        "MewsSyncFileChanged",
        ErrorCategory.InvalidData,
        "The synced file is not what the last run left: something else has written to it.",
        "Put the file back as it was, or run the command with -Full: that overwrites it with what Mews has.");

    public static readonly ErrorKind SyncFileInUse = new(
        "MewsSyncFileInUse",
        ErrorCategory.ResourceBusy,
        "Another run has the synced file, or a program that lets nobody else write it.",
        "Wait for the other run to end, or close the file in the other program; then run the command again.");

    public static readonly ErrorKind SyncFileInaccessible = new(
        "MewsSyncFileInaccessible",
        ErrorCategory.WriteError,
        "The synced file, or what lies beside it, could not be read or written, or is a link, a folder, a named pipe, a device or read-only.",
        "The file and its state are whole, as the last run left them. Correct what the message names (space, permissions, the folder, a link), and run the command again.");

    public static readonly ErrorKind SyncStateForeign = new(
        "MewsSyncStateForeign",
        ErrorCategory.InvalidArgument,
        "The state beside the synced file is of another property, of other parameters or of another version.",
        "Use the connection and the parameters that the file was made with, or another -Path; or run the command with -Full: that overwrites the file.");

    public static readonly ErrorKind SyncStateMissing = new(
        "MewsSyncStateMissing",
        ErrorCategory.ObjectNotFound,
        "The file to sync is there, and no state beside it: it was not made by this command, or was moved without it.",
        "Give another -Path, or run the command with -Full: that overwrites the file with what Mews has.");

    public static readonly ErrorKind SyncStateUnreadable = new(
        "MewsSyncStateUnreadable",
        ErrorCategory.InvalidData,
        "What lies in the place of the state beside the synced file is none.",
        "Put the state back as it was, or run the command with -Full: that overwrites the file with what Mews has.");

    public static readonly ErrorKind ThreadNotFound = new(
        "MewsThreadNotFound",
        ErrorCategory.ObjectNotFound,
        "Mews returned no thread for an id, or refused the id. The others that were asked for are returned, or their messages.",
        "Check the id: that of an enterprise belongs to -EnterpriseId. Only threads that the same integration (client token) created are visible, in the enterprises of its access token.");

    public static readonly ErrorKind Timeout = new(
        "MewsTimeout",
        ErrorCategory.OperationTimeout,
        "No answer came within -TimeoutSec, also when Mews was asked again.",
        "Try again, or ask for less at a time: a smaller -PageSize or a shorter window.");

    public static readonly ErrorKind TooManyRequests = new(
        "MewsTooManyRequests",
        ErrorCategory.LimitsExceeded,
        "Mews counts too many requests of the access token, of this and all other programs, and asked for a longer wait than -MaximumWaitSec allows or stayed with it.",
        "The access token has used up its 200 requests in 30 seconds. Wait, and see what else uses the token.");

    public static readonly ErrorKind TooManyUnknownIds = new(
        "MewsTooManyUnknownIds",
        ErrorCategory.ObjectNotFound,
        "Mews refused most of the ids of threads, each of which costs a request, until few requests were left to the access token.",
        "Check the ids: whether they are of threads, of this environment, and created by this integration (client token). Leave out those that were refused, and run the command again.");

    public static readonly ErrorKind Unreachable = new(
        "MewsUnreachable",
        ErrorCategory.ConnectionError,
        "No connection to Mews could be made, or it broke, also when it was tried again.",
        "Check the network, the proxy and the address: <connection>.");

    /// <summary>All there are, by the id without its prefix.</summary>
    private static readonly Dictionary<string, ErrorKind> All = typeof(ErrorKind).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => field.GetValue(null)).OfType<ErrorKind>().ToDictionary(kind => kind.Id.Substring("Mews".Length));

    /// <summary>The first part of <c>FullyQualifiedErrorId</c>.</summary>
    public string Id => id;

    /// <summary>What PowerShell counts it among.</summary>
    public ErrorCategory Category => category;

    /// <summary>When it happens.</summary>
    public string Cause => cause;

    /// <summary>What to do now.</summary>
    public string Remedy => remedy;

    /// <summary>The kind that a failure of the client is.</summary>
    /// <param name="id">Its id without the prefix.</param>
    public static ErrorKind Of(string id) => All[id];

    /// <summary>What to do now, with what stands in angle brackets said.</summary>
    public string RemedyFor(string connection, string? operation = null) =>
        remedy.Replace("<connection>", connection).Replace("<operation>", operation);
}
