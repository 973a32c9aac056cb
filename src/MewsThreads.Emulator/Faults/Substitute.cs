using System.Text;
using MewsThreads.Emulator.Api;
using Microsoft.AspNetCore.WebUtilities;

namespace MewsThreads.Emulator.Faults;

/// <summary>Answers that faults give instead of an operation.</summary>
internal static class Substitute
{
    /// <summary>Whether a kind of fault does that.</summary>
    public static bool Replaces(FaultKind kind) => kind
        is FaultKind.TooManyRequests or FaultKind.TooHeavy or FaultKind.ServerError
        or FaultKind.ResetBefore or FaultKind.Redirect or FaultKind.HtmlPage;

    /// <summary>The answer.</summary>
    /// <param name="fault">One that <see cref="Replaces"/> says does it.</param>
    /// <param name="request">The request, as far as it is known.</param>
    /// <param name="clock">What a date is reckoned from.</param>
    public static EmulatorResponse For(Fault fault, LoggedRequest request, EmulatorClock clock)
    {
        var id = request.RequestId;
        return fault.Kind switch
        {
            FaultKind.TooManyRequests => Error(fault, id, ApiError.LimitReached()) with
            {
                RetryAfter = RetryAfter(fault, clock),
            },
            FaultKind.TooHeavy => Error(fault, id, ApiError.TooHeavy()),
            FaultKind.ServerError => Error(fault, id, ApiError.OfStatus(fault.Status)) with
            {
                RetryAfter = fault.Status == StatusCodes.Status503ServiceUnavailable ? RetryAfter(fault, clock) : null,
            },
            FaultKind.Redirect => new EmulatorResponse(id, StatusCodes.Status307TemporaryRedirect, Body: null)
            {
                Location = $"/redirected{ConnectorApi.Root}{request.Operation}",
            },
            FaultKind.HtmlPage => Html(id, StatusCodes.Status200OK, "Sign in"),
            _ => new EmulatorResponse(id, Status: 0, Body: null) { Delivery = Delivery.Reset },
        };
    }

    private static EmulatorResponse Error(Fault fault, Guid id, ApiError error) => fault.Body switch
    {
        FaultBody.Html => Html(id, error.Status, $"{error.Status} {ReasonPhrases.GetReasonPhrase(error.Status)}"),
        FaultBody.Empty => new EmulatorResponse(id, error.Status, Body: null),
        _ => new EmulatorResponse(id, error.Status, ResponseJson.Error(error.Message, id)),
    };

    private static EmulatorResponse Html(Guid id, int status, string title)
    {
        var page = $"<!DOCTYPE html>\n<html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>\n";
        return new EmulatorResponse(id, status, Encoding.UTF8.GetBytes(page)) { ContentType = "text/html; charset=utf-8" };
    }

    private static string? RetryAfter(Fault fault, EmulatorClock clock) =>
        RetryAfterHeader.Value(fault.RetryAfter, fault.RetryAfterSeconds, clock.UtcNow);
}
