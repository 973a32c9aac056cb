using System.Globalization;
using System.Text;

namespace MewsThreads.Sync;

/// <summary>Comma-separated values as of RFC 4180, in UTF-8.</summary>
internal sealed class CsvFormat(bool spreadsheetSafe, bool byteOrderMark) : RowFormat(idAt: 0, betweenKeys: 1)
{
    private const string Header = "Id,CreatedUtc,UpdatedUtc,IsResolved,OriginalSender,Subject\r\n";

    public override bool IsSpreadsheetSafe => spreadsheetSafe;

    public override bool HasByteOrderMark => byteOrderMark;

    public override byte[] Opening => Utf8((byteOrderMark ? "\uFEFF" : "") + Header);

    public override byte[] RowOf(MessageThread thread)
    {
        // Only what guests write may need quotes.
        var row = new StringBuilder()
            .Append(thread.Id.ToString("D")).Append(',')
            .Append(InstantOf(thread.CreatedUtc)).Append(',')
            .Append(InstantOf(thread.UpdatedUtc)).Append(',')
            .Append(thread.IsResolved?.ToString()).Append(',');
        AppendText(row, thread.OriginalSender);
        row.Append(',');
        AppendText(row, thread.Subject);
        return Utf8(row.Append("\r\n").ToString());
    }

    public override int RowLength(ReadOnlySpan<byte> bytes)
    {
        var isQuoted = false;
        for (var at = 0; ;)
        {
            var found = isQuoted ? bytes.Slice(at).IndexOf((byte)'"') : bytes.Slice(at).IndexOfAny((byte)'"', (byte)'\n');
            if (found < 0)
            {
                return 0;
            }

            at += found + 1;
            if (bytes[at - 1] == '\n')
            {
                return at;
            }

            // A doubled quote ends the value and begins it again.
            isQuoted = !isQuoted;
        }
    }

    private void AppendText(StringBuilder row, string text)
    {
        var value = spreadsheetSafe ? SpreadsheetText.Defuse(text) : text;

        // Readers such as Import-Csv cut off white space that is not within quotes.
        if (value.Length > 0 && value.IndexOfAny(['"', ',', '\r', '\n']) < 0
            && !char.IsWhiteSpace(value[0]) && !char.IsWhiteSpace(value[value.Length - 1]))
        {
            row.Append(value);
        }
        else
        {
            row.Append('"').Append(value.Replace("\"", "\"\"")).Append('"');
        }
    }
}

/// <summary>Keeps a spreadsheet from running what guests wrote as a formula.</summary>
/// <remarks>
/// The characters that begin a formula, their full-width forms, and tabs and line breaks in front of them are those of OWASP's page on CSV
/// injection: https://owasp.org/www-community/attacks/CSV_Injection. Added are the pipe, the small forms and the minus sign, which are easily
/// taken for one of them.
/// </remarks>
internal static class SpreadsheetText
{
    private const string FormulaStarts =
        "=+-@|"
        + "\uFF1D\uFF0B\uFF0D\uFF20\uFF5C" // full-width
        + "\uFE66\uFE62\uFE63\uFE6B" // small
        + "\u2212"; // minus sign

    // Letters and a symbol that have no shape.
    private const string BlankLetters = "\u115F\u1160\u2800\u3164\uFFA0";

    /// <summary>
    /// Puts an apostrophe before every character that would begin a formula: at the start of the value, and after whatever a spreadsheet
    /// may take for the start of another cell. What cannot be seen there does not count, since programs cut it off.
    /// </summary>
    public static string Defuse(string text)
    {
        var safe = new StringBuilder(text.Length + 1);

        // Some programs cut it off first, and then look for a formula.
        if (text.Length > 0 && char.IsControl(text[0]))
        {
            safe.Append('\'');
        }

        var isCellStart = true;
        for (var at = 0; at < text.Length; at++)
        {
            if (isCellStart && FormulaStarts.IndexOf(text[at]) >= 0)
            {
                safe.Append('\'');
            }

            safe.Append(text[at]);
            isCellStart = EndsCell(text[at]) || (isCellStart && !IsVisible(text, at));
            if (char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
            {
                safe.Append(text[++at]);
            }
        }

        return safe.ToString();
    }

    private static bool EndsCell(char character) =>
        character is ',' or ';' or '|' or '"' or '\u2028' or '\u2029' || char.IsControl(character);

    private static bool IsVisible(string text, int at) => BlankLetters.IndexOf(text[at]) < 0
        && CharUnicodeInfo.GetUnicodeCategory(text, at) is <= UnicodeCategory.OtherLetter
            or (>= UnicodeCategory.DecimalDigitNumber and <= UnicodeCategory.OtherNumber)
            or (>= UnicodeCategory.ConnectorPunctuation and <= UnicodeCategory.OtherSymbol);
}
