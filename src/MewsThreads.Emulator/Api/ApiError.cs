using Microsoft.AspNetCore.WebUtilities;

namespace MewsThreads.Emulator.Api;

/// <summary>Ends an operation with an error response. All texts of such responses are here.</summary>
/// <param name="status">Its HTTP status.</param>
/// <param name="message">Its <c>Message</c>.</param>
internal sealed class ApiError(int status, string message) : Exception(message)
{
    public int Status => status;

    /// <summary>Value of <c>Retry-After</c>, if any.</summary>
    public string? RetryAfter { get; init; }

    public static ApiError Required(string name) => BadRequest($"{name} is required.");

    public static ApiError Empty(string name) => BadRequest($"{name} must not be empty.");

    public static ApiError NotText(string name) => BadRequest($"{name} must be a string.");

    public static ApiError NotTexts(string name) => BadRequest($"{name} must be strings.");

    public static ApiError NotObject(string name) => BadRequest($"{name} must be an object.");

    public static ApiError NotArray(string name) => BadRequest($"{name} must be an array.");

    public static ApiError NotId(string name) => BadRequest($"{name} must be a valid identifier.");

    public static ApiError NotInstant(string name) => BadRequest($"{name} must be a UTC date and time in ISO 8601 format.");

    public static ApiError NotInteger(string name, int least, int most) =>
        BadRequest($"{name} must be a whole number from {least} to {most}.");

    public static ApiError NotCount(string name, int most) => BadRequest($"{name} must have 1 to {most} items.");

    /// <summary>It is of the right form, and names nothing that the caller sees.</summary>
    public static ApiError Invalid(string name) => BadRequest($"Invalid {name}.");

    public static ApiError UnknownProperty(string name) => BadRequest($"Unknown property '{name}'.");

    public static ApiError Backwards(string name) => BadRequest($"{name}: EndUtc must not be before StartUtc.");

    public static ApiError TooLong(int months, bool strict) => BadRequest($"The interval must not exceed {months}M{(strict ? "" : "1D")}.");

    public static ApiError NoFilter() => BadRequest("At least one of MessageThreadIds, CreatedUtc, UpdatedUtc is required.");

    public static ApiError NotWritable(string name) => BadRequest($"{name} is not a message thread of this integration.");

    public static ApiError NotJson() => BadRequest("Invalid JSON.");

    public static ApiError NotJsonType() => BadRequest("Content-Type must be application/json.");

    public static ApiError BodyNotObject() => BadRequest("The body must be a JSON object.");

    public static ApiError InvalidToken(string name) => new(StatusCodes.Status401Unauthorized, $"Invalid {name}.");

    public static ApiError UnknownTokens() => InvalidToken("ClientToken or AccessToken");

    public static ApiError PortfolioToken() =>
        new(StatusCodes.Status401Unauthorized, "The operation does not support portfolio access tokens.");

    public static ApiError NotFound() =>
        new(StatusCodes.Status404NotFound, "The resource cannot be found. Verify the address and the method.");

    public static ApiError TooHeavy() => new(StatusCodes.Status408RequestTimeout, "The request is too heavy. Ask for less.");

    public static ApiError AddressTooLong() => new(StatusCodes.Status414UriTooLong, "The address is too long.");

    public static ApiError LimitReached() => new(StatusCodes.Status429TooManyRequests, "Too many requests.");

    public static ApiError LimitReached(int requests, TimeSpan window, string? retryAfter) =>
        new(StatusCodes.Status429TooManyRequests, $"Too many requests: at most {requests} within {window.TotalSeconds:0.###} seconds.")
        {
            RetryAfter = retryAfter,
        };

    public static ApiError HeadersTooLarge() => new(StatusCodes.Status431RequestHeaderFieldsTooLarge, "The headers are too large.");

    public static ApiError Unexpected() => new(StatusCodes.Status500InternalServerError, "Unexpected error.");

    /// <summary>A status for which there is no text but its usual one.</summary>
    public static ApiError OfStatus(int status) => new(status, $"{ReasonPhrases.GetReasonPhrase(status)}.");

    /// <summary>The same error, of a property of an owner: the message begins with the name of the property.</summary>
    public ApiError In(string owner) => new(Status, $"{owner}.{Message}");

    private static ApiError BadRequest(string message) => new(StatusCodes.Status400BadRequest, message);
}
