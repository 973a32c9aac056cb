using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace MewsThreads.Commands;

/// <summary>
/// Takes a time in ISO 8601 for what it says. The engine reads texts that are given to a cmdlet by the calendar of the culture, to which
/// 2026-02-01 may be a day of 1483, or none. Other texts are read as it does, unless they are two dates at once.
/// </summary>
internal sealed class IsoTimeAttribute : ArgumentTransformationAttribute
{
    private static readonly Regex Iso = new(@"^\s*[0-9]{4}-[0-9][0-9]-[0-9][0-9]", RegexOptions.CultureInvariant);

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => Unwrapped.Of(inputData) switch
    {
        null => throw new ArgumentTransformationMetadataException("A time is needed, and this is null. Leave the parameter out for no limit."),
        string text => OfText(text),
        DateTime time => Of(time),

        // Not there on Windows PowerShell 5.1.
        IFormattable date when date.GetType().FullName == "System.DateOnly" => OfText(date.ToString("O", CultureInfo.InvariantCulture)),
        _ => SerializedTime.Of(inputData) ?? inputData,
    };

    private static object? OfText(string text)
    {
        if (Iso.IsMatch(text))
        {
            return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var time) ? time
                : DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) ? Of(local)
                : MisplacedToken.Read(text, typeof(DateTimeOffset?));
        }

        var readings = DateReadings.Of(text);
        return readings.Count < 2
            ? MisplacedToken.Read(text, typeof(DateTimeOffset?))
            : throw new ArgumentTransformationMetadataException(
                $"The date can be read as {string.Join(" or as ", readings.Select(date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)))}. "
                + "Write it in the form yyyy-MM-dd.");
    }

    // In UTC, since the first and the last instants of the calendar have no local offset in every time zone.
    private static DateTimeOffset Of(DateTime time) => new(time.ToUniversalTime());
}

/// <summary>The dates that a text with a date in digits can mean, depending on where its writer lives.</summary>
internal static class DateReadings
{
    private static readonly Regex Digits = new(
        @"(?<![0-9:.])(?<a>[0-9]{1,4})\s?[./-]\s?(?<b>[0-9]{1,2})(\s?[./-]\s?(?<c>[0-9]{4}|[0-9]{1,2}))?(?![0-9:])", RegexOptions.CultureInvariant);

    /// <summary>All of them, each once; none where there is no such date in the text.</summary>
    public static IReadOnlyList<DateTime> Of(string text)
    {
        if (Digits.Match(text) is not { Success: true } match)
        {
            return [];
        }

        var (a, b, c) = (match.Groups["a"].Value, match.Groups["b"].Value, match.Groups["c"].Value);

        // Without a year, this one: a leap year or not makes no difference to whether there are two readings of the rest.
        (string Year, string Month, string Day)[] orders = c.Length == 0
            ? [(Now(), a, b), (Now(), b, a)]
            : [(a, b, c), (c, b, a), (c, a, b)];
        return [.. orders.Select(order => Date(order.Year, order.Month, order.Day)).OfType<DateTime>().Distinct()];
    }

    private static string Now() => DateTime.UtcNow.Year.ToString("0000", CultureInfo.InvariantCulture);

    private static DateTime? Date(string year, string month, string day)
    {
        if (year.Length is not (2 or 4) || month.Length > 2 || day.Length > 2)
        {
            return null;
        }

        var text = $"{(year.Length == 2 ? "20" : "")}{year}-{month.PadLeft(2, '0')}-{day.PadLeft(2, '0')}";
        return DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;
    }
}

/// <summary>
/// Reads a span of time, and refuses a plain number for one. The engine would take the number 30 for 30 ticks of 100 nanoseconds, and the text 30 for 30 days.
/// </summary>
internal sealed class UnitNeededAttribute : ArgumentTransformationAttribute
{
    private static readonly Regex Number = new(@"^\s*[-+]?[0-9]+([.,][0-9]+)?\s*$", RegexOptions.CultureInvariant);

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        Unwrapped.Of(inputData) is string text && !Number.IsMatch(text) ? MisplacedToken.Read(text, typeof(TimeSpan))
        : Number.IsMatch(Convert.ToString(Unwrapped.Of(inputData), CultureInfo.InvariantCulture) ?? "")
            ? throw new ArgumentTransformationMetadataException(
                $"{inputData} is a number without a unit. Give a time span, such as 00:30:00 for 30 minutes.")
            : inputData;
}
