namespace MewsThreads.Transport;

/// <summary>An answer that was read to its end.</summary>
/// <param name="Body">What the operation returned.</param>
/// <param name="RequestId">The identifier that Mews gave the request.</param>
/// <param name="Duration">From the first byte sent to the last byte read.</param>
internal sealed record ApiResponse<T>(T Body, string? RequestId, TimeSpan Duration)
{
    /// <summary>How it went, for an operator.</summary>
    public string Outcome => $"200 OK in {Duration.TotalMilliseconds:0} ms, request id {RequestId}";

    /// <summary>The same answer, as something else.</summary>
    public ApiResponse<TOther> As<TOther>(TOther body) => new(body, RequestId, Duration);
}
