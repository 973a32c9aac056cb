namespace MewsThreads.Transport;

/// <summary>An answer that was read to its end.</summary>
/// <param name="Body">What the operation returned.</param>
/// <param name="RequestId">The identifier that Mews gave the request.</param>
/// <param name="Duration">From the first byte sent to the last byte read.</param>
internal sealed record ApiResponse<T>(T Body, string? RequestId, TimeSpan Duration);
