using System.Globalization;
using System.Text;

namespace MewsThreads;

/// <summary>
/// Makes text from outside safe to show. A terminal obeys control characters (ESC begins sequences that move the cursor, hide text or set the
/// clipboard), and bidirectional controls show text in another order than it has.
/// </summary>
internal static class DisplayText
{
    /// <summary>Replaces each such character, and each line break, by an escape that can be seen, such as <c>\u001B</c> or <c>\n</c>.</summary>
    public static string Escape(string text) => Escape(text, keepLines: false);

    /// <summary>The same, but lines stay lines.</summary>
    public static string EscapeLines(string text) => Escape(text.Replace("\r\n", "\n"), keepLines: true);

    /// <summary>
    /// The same for an element of a page in which the direction of each line is its own: there, the marks of direction that keyboards for
    /// Arabic and Hebrew write are needed, and reach no further.
    /// </summary>
    public static string EscapeForPage(string text) => Escape(text.Replace("\r\n", "\n"), keepLines: true, keepMarks: true);

    private static string Escape(string text, bool keepLines, bool keepMarks = false)
    {
        StringBuilder? escaped = null;
        for (var at = 0; at < text.Length; at++)
        {
            var character = text[at];
            if (char.IsHighSurrogate(character) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
            {
                at++;
                escaped?.Append(character).Append(text[at]);
            }
            else if (IsUnsafe(character) && !(keepLines && character == '\n') && !(keepMarks && IsMark(character)))
            {
                escaped ??= new StringBuilder(text, 0, at, text.Length + 16);
                escaped.Append(EscapeOf(character));
            }
            else
            {
                escaped?.Append(character);
            }
        }

        return escaped?.ToString() ?? text;
    }

    // C0, DEL and C1; line and paragraph separators; halves of surrogate pairs; and the characters that Unicode gives the property Bidi_Control.
    private static bool IsUnsafe(char character) =>
        char.IsControl(character)
        || char.IsSurrogate(character)
        || IsMark(character)
        || character is (>= '\u2028' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    // Of Arabic letters, of left to right and of right to left: each acts as a letter of that direction that cannot be seen.
    private static bool IsMark(char character) => character is '\u061C' or '\u200E' or '\u200F';

    private static string EscapeOf(char character) => character switch
    {
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        _ => "\\u" + ((int)character).ToString("X4", CultureInfo.InvariantCulture),
    };
}
