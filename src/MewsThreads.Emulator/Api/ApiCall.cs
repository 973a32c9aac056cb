using System.Text.Json;
using MewsThreads.Emulator.Worlds;

namespace MewsThreads.Emulator.Api;

/// <summary>A request whose tokens are known to be good, as an operation sees it.</summary>
/// <param name="Body">The JSON object sent.</param>
/// <param name="Scope">What the tokens may see.</param>
/// <param name="World">The world in which it is carried out, whatever becomes of that meanwhile.</param>
/// <param name="Now">How what it writes is dated.</param>
/// <param name="Entry">Where the log gets what the operation reads.</param>
internal sealed record ApiCall(JsonElement Body, TokenScope Scope, World World, DateTimeOffset Now, RequestLog.Entry Entry)
{
    public void Log(Func<LoggedRequest, LoggedRequest> change) => Entry.Request = change(Entry.Request);
}

/// <summary>What an operation returns with status 200.</summary>
/// <param name="Body">JSON.</param>
/// <param name="IsEmptyPage">Whether it is a page without items, which the caller may prefer as a 204.</param>
internal sealed record OperationResult(ReadOnlyMemory<byte> Body, bool IsEmptyPage = false);

/// <summary>A response before it is sent.</summary>
/// <param name="RequestId">Its <c>Request-Id</c>.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">Its body; <see langword="null"/> for neither body nor content type.</param>
internal sealed record EmulatorResponse(Guid RequestId, int Status, ReadOnlyMemory<byte>? Body)
{
    /// <summary>Value of <c>Content-Type</c>, if there is a body.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>Value of <c>Retry-After</c>, if any.</summary>
    public string? RetryAfter { get; init; }

    /// <summary>Value of <c>Location</c>, if any.</summary>
    public string? Location { get; init; }

    /// <summary>How much of it is sent.</summary>
    public Delivery Delivery { get; init; }

    /// <summary>The wait of <see cref="Delivery.InHalves"/>.</summary>
    public TimeSpan Pause { get; init; }

    public static EmulatorResponse Of(ApiError error, Guid requestId) =>
        new(requestId, error.Status, ResponseJson.Error(error.Message, requestId)) { RetryAfter = error.RetryAfter };
}

/// <summary>How a response gets to the client, or does not.</summary>
internal enum Delivery
{
    /// <summary>At once.</summary>
    Whole,

    /// <summary>Not at all: the connection is reset.</summary>
    Reset,

    /// <summary>The headers and half of the body, then the connection is closed.</summary>
    Half,

    /// <summary>At once; then the connection is closed without an announcement.</summary>
    WholeThenClosed,

    /// <summary>Whole, but for a wait in the middle of the body.</summary>
    InHalves,
}
