namespace MewsThreads.Emulator.Api;

/// <summary>An answer, independent of HTTP plumbing.</summary>
/// <param name="RequestId">Its <c>Request-Id</c>.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">JSON; <see langword="null"/> for neither body nor content type.</param>
internal sealed record ApiResponse(Guid RequestId, int Status, ReadOnlyMemory<byte>? Body)
{
    /// <summary>Value of <c>Retry-After</c>, if any.</summary>
    public string? RetryAfter { get; init; }
}
