namespace MewsThreads.Paging;

/// <summary>An id that Mews refuses to be asked for.</summary>
internal sealed record RejectedId(Guid Id, MewsApiException Reason);
