namespace MewsThreads;

/// <summary>Mews refused most of the ids that it was asked for, so that asking for the rest would have used up the requests of the access token.</summary>
public sealed class MewsUnknownIdsException : MewsException
{
    internal MewsUnknownIdsException(MewsApiException refusal, int refused, int settled)
        : base(
            Failure.UnknownIds,
            $"{refusal.Operation}: {refused} of the first {settled} ids of a batch were refused, and most requests that the access token may send are used. "
            + $"The rest was not asked for. What happened last: {refusal.Message}",
            refusal.Operation,
            refusal.RequestId,
            refusal)
    {
        Refused = refused;
    }

    /// <summary>How many ids of the batch were refused.</summary>
    public int Refused { get; }
}
