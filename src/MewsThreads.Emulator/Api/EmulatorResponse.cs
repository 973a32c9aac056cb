namespace MewsThreads.Emulator.Api;

/// <summary>An answer, independent of HTTP plumbing.</summary>
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
}

/// <summary>How an answer gets to the client, or does not.</summary>
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
