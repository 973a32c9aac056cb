using System.Net;

namespace MewsThreads;

/// <summary>Mews, or a gateway before it, answered with an error status.</summary>
public sealed class MewsApiException : MewsException
{
    internal MewsApiException(
        Failure failure, string operation, Uri platformAddress, HttpStatusCode statusCode, string? apiMessage, string? requestId, TimeSpan? retryAfter)
        : base(failure, Describe(operation, platformAddress, statusCode, apiMessage, requestId), operation, requestId, innerException: null)
    {
        StatusCode = statusCode;
        ApiMessage = apiMessage;
        RetryAfter = retryAfter;
    }

    /// <summary>What happened, and when to come back where Mews asks for a longer wait than the connection allows.</summary>
    public override string Message => RetryAt is { } instant
        ? $"{base.Message} Mews asks not to come back before {instant.UtcDateTime:u}, which is longer than the connection may wait."
        : base.Message;

    /// <summary>The HTTP status, with the meaning that the "Responses" guideline of the Connector API gives it.</summary>
    public HttpStatusCode StatusCode { get; }

    /// <summary>
    /// Mews' own description of the error; <see langword="null"/> where the response had none, as with gateways that send HTML or nothing.
    /// </summary>
    public string? ApiMessage { get; }

    /// <summary>How long Mews asks to wait (<c>Retry-After</c>); <see langword="null"/> where it does not say.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>
    /// When to come back, by the local clock, where the wait that Mews asks for was longer than the connection's limit;
    /// <see langword="null"/> otherwise.
    /// </summary>
    public DateTimeOffset? RetryAt { get; internal init; }

    /// <summary>Whether Mews counts too many requests (429).</summary>
    internal bool IsTooManyRequests => Failure == Failure.TooManyRequests;

    /// <summary>Whether Mews, or a gateway before it, takes no request of that size (413).</summary>
    internal bool IsTooLarge => Failure == Failure.TooLarge;

    /// <summary>Whether Mews refused a request for its weight or size, so that it may answer one for less.</summary>
    internal bool IsTooMuch => IsTooLarge || IsTooHeavy;

    /// <summary>Whether Mews found a request too heavy (408).</summary>
    internal bool IsTooHeavy => Failure == Failure.TooHeavy;

    /// <summary>Whether the tokens or the address are wrong, so that every other call would fail as well.</summary>
    internal bool IsOfConnection => Failure == Failure.NotFound || Failure == Failure.TokensRefused;

    private static string Describe(string operation, Uri platformAddress, HttpStatusCode statusCode, string? apiMessage, string? requestId)
    {
        var status = (int)statusCode;
        var what = status is >= 300 and < 400
            ? "answered with a redirect, which is never followed since the request holds the tokens"
            : "answered with an error";
        var detail = string.IsNullOrWhiteSpace(apiMessage) ? "" : $" {apiMessage!.Trim()}";
        var id = requestId is null ? "" : $" (request id {requestId})";
        return $"{operation}: {platformAddress.Authority} {what}: {status} {statusCode}.{detail}{id}";
    }
}
