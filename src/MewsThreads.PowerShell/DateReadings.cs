using System.Globalization;
using System.Text.RegularExpressions;

namespace MewsThreads.PowerShell;

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

    private static string Now() => DateTime.Now.Year.ToString("0000", CultureInfo.InvariantCulture);

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
