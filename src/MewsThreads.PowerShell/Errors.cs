using System.Management.Automation;
using System.Management.Automation.Language;
using System.Net;

namespace MewsThreads.PowerShell;

/// <summary>Makes every error record of the module: a stable id, a fitting category, what to do now, and never a request.</summary>
internal static class Errors
{
    private const int MostThreadsNamed = 20;

    /// <summary>The error record of a failed operation.</summary>
    /// <param name="exception">What the client says.</param>
    /// <param name="target">What it happened to: an id or a subject, or null where the whole command failed.</param>
    /// <param name="connection">Where the request went, as <see cref="MewsConnection.ToString"/> or an environment says it.</param>
    public static ErrorRecord From(MewsException exception, object? target, string connection) => exception switch
    {
        MewsOutcomeUnknownException e => Record(
            e, "MewsOutcomeUnknown", ErrorCategory.InvalidResult, target, CheckAdvice(e)),
        MewsApiException { RetryAt: { } instant } e => Record(
            e, e.StatusCode == (HttpStatusCode)429 ? "MewsTooManyRequests" : "MewsServerError", ErrorCategory.LimitsExceeded, target,
            $"Run the command again after {instant.UtcDateTime:u}, or connect with a longer -MaximumWaitSec."),
        MewsApiException { StatusCode: HttpStatusCode.Unauthorized } => Record(
            exception, "MewsAuthenticationFailed", ErrorCategory.AuthenticationError, target,
            $"Mews refused the tokens for {connection}. Check that both belong to that environment, and that the integration is enabled there; then run Connect-Mews again."),
        MewsApiException { StatusCode: HttpStatusCode.BadRequest } => Record(
            exception, "MewsRequestRejected", ErrorCategory.InvalidArgument, target,
            "Correct the values that Mews' message names."),
        MewsApiException { StatusCode: HttpStatusCode.Forbidden } => Record(
            exception, "MewsForbidden", ErrorCategory.PermissionDenied, target,
            "A business rule of the property forbids this; Mews' message is meant for the person who asked for it."),
        MewsApiException { StatusCode: HttpStatusCode.NotFound } => Record(
            exception, "MewsAddressNotFound", ErrorCategory.ObjectNotFound, target,
            $"There is no {exception.Operation} of the Connector API at {connection}. Check -PlatformAddress or -Environment of Connect-Mews, and the letter case of an -Operation."),
        MewsApiException { StatusCode: HttpStatusCode.RequestTimeout } => Record(
            exception, "MewsRequestTooHeavy", ErrorCategory.OperationTimeout, target,
            "The request was too heavy for Mews. Ask for less at a time: a smaller -PageSize or a shorter window."),
        MewsApiException { StatusCode: (HttpStatusCode)429 } => Record(
            exception, "MewsTooManyRequests", ErrorCategory.LimitsExceeded, target,
            "The access token has used up its 200 requests in 30 seconds. Wait, and see what else uses the token."),
        MewsApiException => Record(
            exception, "MewsServerError", ErrorCategory.InvalidResult, target,
            "Try again later; if it stays, give the request id to Mews' partner support."),
        MewsTransportException { IsTimeout: true } => Record(
            exception, "MewsTimeout", ErrorCategory.OperationTimeout, target,
            "Try again, or ask for less at a time: a smaller -PageSize or a shorter window."),
        MewsTransportException => Record(
            exception, "MewsUnreachable", ErrorCategory.ConnectionError, target,
            $"Check the network, the proxy and the address: {connection}."),
        _ => Record(
            exception, "MewsProtocolError", ErrorCategory.InvalidResult, target,
            "What came is not an answer of the Connector API as documented; check that nothing between here and Mews alters it."),
    };

    /// <summary>The same error, with more of what the command did, and how to go on.</summary>
    public static ErrorRecord Extended(ErrorRecord error, string more, string goOn)
    {
        error.ErrorDetails = new ErrorDetails($"{error.Exception.Message} {more}")
        {
            RecommendedAction = error.ErrorDetails?.RecommendedAction + goOn,
        };
        return error;
    }

    /// <summary>The error record of a batch of messages, all of which are its target, ready to be piped to <c>Add-MewsMessage</c> again.</summary>
    public static ErrorRecord OfBatch(MewsException exception, MessageDraft[] batch, string connection)
    {
        var error = From(exception, batch, connection);
        return exception is MewsOutcomeUnknownException
            ? error
            : Extended(
                error,
                $"None of the batch of {batch.Length} was written: {MessageDraft.List(batch)}",
                " The TargetObject of this error is the whole batch, and can be piped to Add-MewsMessage again.");
    }

    /// <summary>A command that needs a connection was run without one.</summary>
    public static ErrorRecord NotConnected() => Record(
        new InvalidOperationException("There is no connection to Mews in this session: run Connect-Mews first."),
        "MewsNotConnected", ErrorCategory.ConnectionError, null,
        "Run Connect-Mews first. Where a script runs in a session of its own (ForEach-Object -Parallel, jobs), pass a connection with -Connection.");

    /// <summary>Arguments that contradict each other or cannot be used.</summary>
    public static ErrorRecord InvalidArgument(string message, object? target) => Record(
        new ArgumentException(message), "MewsInvalidArgument", ErrorCategory.InvalidArgument, target, null);

    /// <summary>An id that was asked for and that Mews did not return.</summary>
    public static ErrorRecord ThreadNotFound(Guid id) => Record(
        new ItemNotFoundException($"There is no message thread {id} that this connection can see."),
        "MewsThreadNotFound", ErrorCategory.ObjectNotFound, id,
        "Check the id. Only threads that the same integration (client token) created are visible, in the enterprises of its access token.");

    /// <summary>An enterprise was piped to a command that takes threads.</summary>
    public static ErrorRecord EnterpriseForThread(Guid[] id) => Record(
        new ArgumentException($"{string.Join(", ", id)} is an enterprise, and the messages of threads were asked for."),
        "MewsInvalidArgument", ErrorCategory.InvalidArgument, id,
        "Put Get-MewsMessageThread between the two: it takes enterprises and returns their threads.");

    private static string CheckAdvice(MewsOutcomeUnknownException exception)
    {
        var since = exception.Since is { } instant ? $" -CreatedAfter '{instant.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'}'" : "";
        if (exception.Messages is { } messages)
        {
            return MessageCheck([.. messages.Select(message => message.MessageThreadId).Distinct()], since);
        }

        if (exception is not { OriginalSender: { } originalSender, Subject: { } subject })
        {
            var resource = exception.Operation.Split('/')[0];
            return $"Check what Mews has, with the get operation of {resource} that fits, before you call {exception.Operation} again.";
        }

        static string Quoted(string text) => $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";

        return "To check whether it was created, run: "
            + $"Get-MewsMessageThread{since} | Where-Object {{ $_.OriginalSender -ceq {Quoted(originalSender)} -and $_.Subject -ceq {Quoted(subject)} }}";
    }

    /// <summary>
    /// Shows what integrations wrote, and no answer of the property. Texts are left to the reader: they may be long, and a filter that missed
    /// one by a blank that Mews cut off would be an invitation to write it twice.
    /// </summary>
    private static string MessageCheck(Guid[] threads, string since)
    {
        // Of more threads than one can read in an error, every thread is looked through.
        var messages = threads.Length <= MostThreadsNamed
            ? $"Get-MewsMessage {string.Join(", ", threads.Select(thread => $"'{thread}'"))}"
            : "Get-MewsMessageThread | Get-MewsMessage";
        return "The TargetObject of this error is the whole batch. Before you send any of it again, see which of its messages are there. Run: "
            + $"{messages}{since} | Where-Object Sender -CNE 'Enterprise'";
    }

    private static ErrorRecord Record(Exception exception, string id, ErrorCategory category, object? target, string? recommendedAction) =>
        new(exception, id, category, target)
        {
            ErrorDetails = recommendedAction is null
                ? null
                : new ErrorDetails(exception.Message) { RecommendedAction = recommendedAction },
        };
}
