using System.Text.RegularExpressions;

namespace MewsThreads.Http;

/// <summary>
/// The one gate that every text from outside passes before it is shown, or becomes a property that others show: what repeats a token is withheld,
/// what cannot be judged is left out, and nothing in it acts on a terminal.
/// </summary>
internal sealed class ShownText(Tokens tokens)
{
    /// <summary>The most characters that are shown of a text.</summary>
    public const int MaximumLength = 500;

    private const string Withheld = "(Withheld: it repeats a token.)";
    private const string LeftOut = "\u2026";

    // A word beyond these is an id, an encoded text or a secret.
    private const int MostLetters = 40;
    private const int MostLettersWithDigits = 11;
    private const int FewestDigits = 4;
    private const int MostDigits = 40;

    private static readonly Regex Word = new(@"\S+", RegexOptions.CultureInvariant);

    // Ids and times of Mews are what its messages are about.
    private static readonly Regex IdOrTime = new(
        @"(?<![0-9A-Za-z])([0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}|[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:.]{4,16}(Z|[+-][0-9]{2}:[0-9]{2})?)?)(?![0-9A-Za-z])",
        RegexOptions.CultureInvariant);

    private static readonly Regex PlausibleId = new(@"\A[0-9A-Za-z][0-9A-Za-z._:|-]{0,39}\z", RegexOptions.CultureInvariant);

    private static readonly string[] MediaTypes =
    [
        "text/html", "text/plain", "text/xml", "text/json", "text/csv", "application/xml", "application/xhtml+xml", "application/problem+json",
        "application/octet-stream", "application/javascript", "image/png", "image/gif", "image/jpeg",
    ];

    /// <summary>Whether an argument of a user holds a token, and is thus in the wrong place.</summary>
    public bool IsToken(string? argument) => argument is not null && tokens.AppearPlainlyIn(argument);

    /// <summary>A text that a sentence quotes, such as Mews' own message.</summary>
    public string? Of(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var start = Start(text);
        return tokens.AppearIn(start) ? Withheld : DisplayText.Escape(Judged(start));
    }

    /// <summary>A text that becomes the property of an object: as it is, or withheld.</summary>
    public string? Value(string? text) => text is null ? null : tokens.AppearIn(Start(text)) ? Withheld : Start(text);

    /// <summary>The identifier of a request; null where what came is none.</summary>
    public string? RequestId(string? text) => text is not null && PlausibleId.IsMatch(text) ? tokens.AppearIn(text) ? Withheld : text : null;

    /// <summary>A cursor that a user can go on from; null where what came cannot be shown as it is.</summary>
    public string? Cursor(string? text) => text is not null && PlausibleId.IsMatch(text) && !tokens.AppearIn(text) ? text : null;

    /// <summary>A media type in words.</summary>
    public static string MediaType(string mediaType) =>
        MediaTypes.FirstOrDefault(known => known.Equals(mediaType, StringComparison.OrdinalIgnoreCase)) ?? "of a media type that is not shown";

    private static string Start(string text) => text.Length <= MaximumLength ? text : text.Substring(0, MaximumLength) + LeftOut;

    private static string Judged(string text)
    {
        var judged = Word.Replace(text, word => IsUnknown(word.Value) ? LeftOut : word.Value);
        return Digits(IdOrTime.Replace(judged, "")) > MostDigits ? LeftOut : judged;
    }

    private static bool IsUnknown(string word)
    {
        var rest = IdOrTime.Replace(word, "");
        var letters = rest.Count(char.IsLetterOrDigit);
        return letters > MostLetters || (letters > MostLettersWithDigits && Digits(rest) >= FewestDigits);
    }

    private static int Digits(string text) => text.Count(char.IsDigit);
}
