using System.Net;

namespace MewsThreads.Transport;

/// <summary>What is known of a write that failed.</summary>
internal static class Outcome
{
    /// <summary>Whether Mews may have done it all the same.</summary>
    public static bool MayHaveActed(MewsException exception) => exception switch
    {
        MewsTransportException e => !e.NeverSent,
        MewsApiException { StatusCode: var status } => status == HttpStatusCode.RequestTimeout || (int)status is < 300 or >= 500,
        _ => true,
    };
}
