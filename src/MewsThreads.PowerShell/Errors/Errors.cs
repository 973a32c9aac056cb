using System.Management.Automation;
using System.Net;

namespace MewsThreads.Commands;

/// <summary>Makes every error record of the module: a stable id, a fitting category, what to do now, and never a request.</summary>
internal static class Errors
{
    private const int MostThreadsNamed = 20;

    /// <summary>The error record of a failed operation.</summary>
    /// <param name="exception">What the client says.</param>
    /// <param name="target">What it happened to: an id or a subject, or null where the whole command failed.</param>
    /// <param name="connection">Where the request went, as <see cref="MewsConnection.ToString"/> or an environment says it.</param>
    public static ErrorRecord From(MewsException exception, object? target, string connection)
    {
        var kind = ErrorKind.Of(exception.Failure.ErrorId);
        var advice = exception switch
        {
            MewsOutcomeUnknownException e => CheckAdvice(e),
            MewsApiException { RetryAt: { } instant } => $"Run the command again after {instant.UtcDateTime:u}, or connect with a longer -MaximumWaitSec.",
            _ => kind.RemedyFor(connection, exception.Operation),
        };
        return Record(exception, kind, target, advice, CategoryOf(exception));
    }

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
    public static ErrorRecord OfBatch(MewsException exception, MessageDraft[] batch, MewsConnection connection)
    {
        var error = OfWrite(exception, batch, connection);
        return exception is MewsOutcomeUnknownException
            ? error
            : Extended(
                error,
                $"{PortfolioNote(exception, connection)}{SizeNote(exception, batch)}None of the batch of {batch.Length} was written: {MessageDraft.List(batch)}",
                " The TargetObject of this error is the whole batch, and can be piped to Add-MewsMessage again.");
    }

    /// <summary>The error record of a connection that could not be verified.</summary>
    public static ErrorRecord OfVerification(MewsException exception, string connection)
    {
        var error = From(exception, target: null, connection);
        return exception is MewsApiException { StatusCode: HttpStatusCode.Unauthorized }
            ? Extended(
                error,
                "The tokens may also be right, and the integration not permitted to call configuration/get, which checks them.",
                " If Mews has not granted configuration/get to your integration, use -SkipVerification.")
            : error;
    }

    /// <summary>The same error, with what was too large where that is the reason.</summary>
    public static ErrorRecord WithSize(ErrorRecord error, string size) =>
        error.Exception is MewsApiException { IsTooLarge: true } ? Extended(error, size, goOn: "") : error;

    /// <summary>The error record of a thread or messages that were not written.</summary>
    public static ErrorRecord OfWrite(MewsException exception, object target, MewsConnection connection)
    {
        var error = From(exception, target, connection.ToString());
        return PortfolioNote(exception, connection) is { Length: > 0 } note
            ? Extended(error, note.TrimEnd(), " Connect with the access token of the single property that it is for.")
            : error;
    }

    /// <summary>A record of the pipeline that came from Mews, where new ones are wanted.</summary>
    public static ErrorRecord AlreadyInMews(string message, object target, string remedy) => Record(
        new ArgumentException(message),
        ErrorKind.AlreadyInMews, target, remedy);

    /// <summary>A command that needs a connection was run without one.</summary>
    public static ErrorRecord NotConnected() => Record(
        new InvalidOperationException("There is no connection to Mews in this session: run Connect-Mews first."),
        ErrorKind.NotConnected, null, ErrorKind.NotConnected.Remedy);

    /// <summary>Arguments that contradict each other or cannot be used.</summary>
    public static ErrorRecord InvalidArgument(string message, object? target) => Record(
        new ArgumentException(message), ErrorKind.InvalidArgument, target, null);

    /// <summary>An id that was asked for, and that Mews did not return or refused.</summary>
    public static ErrorRecord ThreadNotFound(Guid id, MewsApiException? refusal = null) => Record(
        new ItemNotFoundException(
            $"There is no message thread {id} that this connection can see.{(refusal is null ? "" : $" {refusal.Message}")}", refusal),
        ErrorKind.ThreadNotFound, id, ErrorKind.ThreadNotFound.Remedy);

    /// <summary>An enterprise was piped to a command that takes threads.</summary>
    public static ErrorRecord EnterpriseForThread(Guid[] id) => Record(
        new ArgumentException($"{string.Join(", ", id)} is an enterprise, and the messages of threads were asked for."),
        ErrorKind.InvalidArgument, id,
        "Put Get-MewsMessageThread between the two: it takes enterprises and returns their threads.");

    // No response of Mews says so in a way that can be recognised.
    private static string PortfolioNote(MewsException exception, MewsConnection connection) =>
        connection.IsPortfolio == true
        && exception is MewsApiException { StatusCode: HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden }
            ? "This access token is that of a portfolio, and Mews may accept only that of a single property here. "
            : "";

    private static string SizeNote(MewsException exception, MessageDraft[] batch) =>
        exception is MewsApiException { IsTooLarge: true } ? $"The text has {batch.Sum(draft => draft.Text.Length)} characters. " : "";

    /// <summary>The category where it is not that of the kind.</summary>
    private static ErrorCategory? CategoryOf(MewsException exception) => exception switch
    {
        MewsApiException { RetryAt: not null } => ErrorCategory.LimitsExceeded,
        MewsSyncException { InnerException: UnauthorizedAccessException } => ErrorCategory.PermissionDenied,
        _ => null,
    };

    private static string CheckAdvice(MewsOutcomeUnknownException exception)
    {
        var since = exception.Since is { } instant ? $" -CreatedAfter '{instant.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'}'" : "";
        return exception.Write switch
        {
            UnconfirmedMessages { Messages: var messages } => MessageCheck([.. messages.Select(message => message.MessageThreadId).Distinct()], since),
            UnconfirmedThread thread => "To check whether it was created, run: "
                + $"Get-MewsMessageThread{since} | Where-Object {{ $_.OriginalSender -ceq {Literal.Of(thread.OriginalSender)} -and $_.Subject -ceq {Literal.Of(thread.Subject)} }}",
            _ => $"Check what Mews has, with the get operation of {exception.Operation.Split('/')[0]} that fits, before you call {exception.Operation} again.",
        };
    }

    /// <summary>
    /// Shows what integrations wrote, and no reply of the property. Texts are left to the reader: they may be long, and a filter that missed
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

    private static ErrorRecord Record(
        Exception exception, ErrorKind kind, object? target, string? recommendedAction, ErrorCategory? category = null)
    {
        var error = new ErrorRecord(exception, kind.Id, category ?? kind.Category, target)
        {
            ErrorDetails = recommendedAction is null
                ? null
                : new ErrorDetails(exception.Message) { RecommendedAction = recommendedAction },
        };

        // Some views show the target, which may be what a guest wrote.
        error.CategoryInfo.TargetName = DisplayText.Escape(error.CategoryInfo.TargetName);
        return error;
    }
}
