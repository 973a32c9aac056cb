namespace MewsThreads.Emulator.Api;

/// <summary>Ends an operation with an error answer.</summary>
/// <param name="status">Its HTTP status.</param>
/// <param name="message">Its <c>Message</c>.</param>
internal sealed class ApiError(int status, string message) : Exception(message)
{
    public int Status => status;

    /// <summary>Value of <c>Retry-After</c>, if any.</summary>
    public string? RetryAfter { get; init; }

    public static ApiError BadRequest(string message) => new(StatusCodes.Status400BadRequest, message);

    public static ApiError Unauthorized(string message) => new(StatusCodes.Status401Unauthorized, message);

    public static ApiError NotFound() =>
        new(StatusCodes.Status404NotFound, "The resource cannot be found. Verify the address and the method.");
}
