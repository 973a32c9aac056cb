using System.Globalization;
using System.Net.Http.Headers;

namespace MewsThreads.Http;

/// <summary>The <c>Retry-After</c> header: seconds, or an HTTP date (RFC 9110, 10.2.3).</summary>
internal static class RetryAfter
{
    /// <summary>How long the server asks to wait; null where it does not say, or not in a way that can be understood.</summary>
    /// <param name="headers">The headers of the response.</param>
    /// <param name="now">The local clock, for a response that does not tell the server's.</param>
    public static TimeSpan? Read(HttpResponseHeaders headers, DateTimeOffset now)
    {
        // Read as text: the typed header throws away what it cannot parse, such as seconds beyond 32 bits.
        if (!headers.TryGetValues("Retry-After", out var values) || values.FirstOrDefault()?.Trim() is not { Length: > 0 } text)
        {
            return null;
        }

        // Digits alone: "Infinity" and "NaN" are numbers as well, signs and all.
        if (text.All(character => character is (>= '0' and <= '9') or '.')
            && double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
        {
            return seconds < TimeSpan.MaxValue.TotalSeconds / 2 ? TimeSpan.FromSeconds(seconds) : TimeSpan.MaxValue;
        }

        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date))
        {
            return null;
        }

        // A date is by the server's clock. One that has passed asks for no wait at all.
        var wait = date - (headers.Date ?? now);
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }
}
