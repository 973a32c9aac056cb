using System.Globalization;

namespace MewsThreads.Emulator.Api;

/// <summary>Values of <c>Retry-After</c>.</summary>
internal static class RetryAfterHeader
{
    /// <summary>
    /// The value that asks for so long a wait. Both forms have whole seconds; they are rounded up, since coming back too early is
    /// what they are to prevent.
    /// </summary>
    public static string? Value(RetryAfterStyle style, double seconds, DateTimeOffset now) => style switch
    {
        RetryAfterStyle.Seconds => Math.Ceiling(seconds).ToString("0", CultureInfo.InvariantCulture),
        RetryAfterStyle.Date => Date(now, seconds),
        _ => null,
    };

    private static string Date(DateTimeOffset now, double seconds)
    {
        // More than the calendar has, and less than overflows.
        const double most = 4e11;
        var ticks = now.UtcTicks + (long)Math.Ceiling(Math.Clamp(seconds, -most, most) * TimeSpan.TicksPerSecond);
        var last = DateTimeOffset.MaxValue.UtcTicks / TimeSpan.TicksPerSecond;
        var wholeSeconds = Math.Clamp((ticks + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond, 0, last);
        return new DateTimeOffset(wholeSeconds * TimeSpan.TicksPerSecond, TimeSpan.Zero).ToString("R", CultureInfo.InvariantCulture);
    }
}
