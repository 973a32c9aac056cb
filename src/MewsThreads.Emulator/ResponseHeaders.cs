using System.Globalization;

namespace MewsThreads.Emulator;

/// <summary>Headers that every response carries, whoever wrote it.</summary>
internal static class ResponseHeaders
{
    /// <summary>
    /// Adds the request's id and the emulator's time, in whole seconds. The web server's own date would be by the machine's clock.
    /// </summary>
    public static void Stamp(this HttpResponse response, Guid requestId, TimeProvider clock)
    {
        response.Headers["Request-Id"] = requestId.ToString();
        response.Headers.Date = clock.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
    }
}
