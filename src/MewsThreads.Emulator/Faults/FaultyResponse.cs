using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using MewsThreads.Emulator.Api;
using Microsoft.AspNetCore.WebUtilities;

namespace MewsThreads.Emulator.Faults;

/// <summary>Responses that faults give instead of an operation.</summary>
internal static class Substitute
{
    /// <summary>Whether a kind of fault does that.</summary>
    public static bool Replaces(FaultKind kind) => kind
        is FaultKind.TooManyRequests or FaultKind.TooHeavy or FaultKind.ServerError
        or FaultKind.ResetBefore or FaultKind.Redirect or FaultKind.HtmlPage;

    /// <summary>The response.</summary>
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
        _ => EmulatorResponse.Of(error, id),
    };

    private static EmulatorResponse Html(Guid id, int status, string title)
    {
        var page = $"<!DOCTYPE html>\n<html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>\n";
        return new EmulatorResponse(id, status, Encoding.UTF8.GetBytes(page)) { ContentType = "text/html; charset=utf-8" };
    }

    private static string? RetryAfter(Fault fault, EmulatorClock clock) =>
        RetryAfterHeader.Value(fault.RetryAfter, fault.RetryAfterSeconds, clock.UtcNow);
}

/// <summary>Responses of operations as faults leave them.</summary>
internal static class SpoiledResponse
{
    /// <summary>What is left of a response; <see langword="null"/> when there is nothing in it that could be spoiled that way.</summary>
    public static EmulatorResponse? From(EmulatorResponse response, Happening happening, FaultTarget target)
    {
        var fault = happening.Fault;
        return fault.Kind switch
        {
            FaultKind.LostAnswer => response with { Delivery = Delivery.Reset },
            FaultKind.SlowAnswer => response,
            FaultKind.ClosedAfter => response with { Delivery = Delivery.WholeThenClosed },
            // Everything else is about a body.
            _ when response.Body is null => null,
            FaultKind.TruncatedBody => response with { Delivery = Delivery.Half },
            FaultKind.SlowBody => response with { Delivery = Delivery.InHalves, Pause = TimeSpan.FromSeconds(fault.Seconds) },
            FaultKind.MalformedJson => WithBody(response, BodyDamage.WrongBracket(response.Body.Value)),
            FaultKind.MissingField => WithBody(response, BodyDamage.Without(fault.Field!, response.Body.Value, happening.Random)),
            FaultKind.RepeatedCursor => WithBody(response, BodyDamage.WithCursor(target.Cursor!.Value, response.Body.Value)),
            _ => throw new ArgumentOutOfRangeException(nameof(happening), fault.Kind, "Not a fault of a response."),
        };
    }

    private static EmulatorResponse? WithBody(EmulatorResponse response, ReadOnlyMemory<byte>? body) =>
        body is null ? null : response with { Body = body };
}

/// <summary>Changes bodies of responses to what no client should accept.</summary>
internal static class BodyDamage
{
    private static readonly JsonSerializerOptions AsSent = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Broken at the very end, so that a client which reads as it receives has seen everything before.</summary>
    public static ReadOnlyMemory<byte> WrongBracket(ReadOnlyMemory<byte> body) => new([.. body.Span[..^1], (byte)']']);

    private static readonly string[] Lists = ["MessageThreads", "Messages", "Enterprises"];

    /// <summary>
    /// Without a property of the response or, at any depth, of one of its items; <see langword="null"/> when it is nowhere.
    /// </summary>
    public static ReadOnlyMemory<byte>? Without(string property, ReadOnlyMemory<byte> body, Random random)
    {
        var response = JsonNode.Parse(body.Span)!.AsObject();
        if (!response.Remove(property) && !RemoveFromItem())
        {
            return null;
        }
        return Bytes(response);

        bool RemoveFromItem() => Lists.Select(name => response[name]).OfType<JsonArray>().FirstOrDefault() is { Count: > 0 } items
            && Remove(items[random.Next(items.Count)]!.AsObject(), property);
    }

    /// <summary>With another cursor; <see langword="null"/> when it has none.</summary>
    public static ReadOnlyMemory<byte>? WithCursor(Guid cursor, ReadOnlyMemory<byte> body)
    {
        var response = JsonNode.Parse(body.Span)!.AsObject();
        if (!response.ContainsKey("Cursor"))
        {
            return null;
        }
        response["Cursor"] = cursor;
        return Bytes(response);
    }

    // A message has its sender in an object of its own, and after an add is in one itself.
    private static bool Remove(JsonObject owner, string property) =>
        owner.Remove(property) || owner.Select(p => p.Value).OfType<JsonObject>().Any(inner => Remove(inner, property));

    private static ReadOnlyMemory<byte> Bytes(JsonObject response) => JsonSerializer.SerializeToUtf8Bytes(response, AsSent);
}
