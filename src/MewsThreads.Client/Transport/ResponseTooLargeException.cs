namespace MewsThreads.Transport;

/// <summary>A response is larger than what is read of one. Asking again would only repeat it.</summary>
/// <param name="limit">The most bytes that are read.</param>
internal sealed class ResponseTooLargeException(int limit) : Exception($"it is larger than {limit / 1024} KiB.");
