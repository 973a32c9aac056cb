using System.Text;

namespace MewsThreads.Sync;

/// <summary>Keeps a spreadsheet from running what guests wrote as a formula.</summary>
internal static class SpreadsheetText
{
    /// <summary>
    /// Puts an apostrophe before every character that would begin a formula: at the start of the value, and after whatever a spreadsheet
    /// may take for the start of another cell. https://owasp.org/www-community/attacks/CSV_Injection
    /// </summary>
    public static string Defuse(string text)
    {
        var safe = new StringBuilder(text.Length + 1);

        // Some programs cut these off first, and then look for a formula.
        if (text is ['\t' or '\r' or '\n', ..])
        {
            safe.Append('\'');
        }

        var isCellStart = true;
        foreach (var character in text)
        {
            if (isCellStart && IsFormulaStart(character))
            {
                safe.Append('\'');
            }

            safe.Append(character);
            isCellStart = character is ',' or ';' or '\t' or '|' or '\r' or '\n' or '"' || (isCellStart && char.IsWhiteSpace(character));
        }

        return safe.ToString();
    }

    // The last four are the full-width ones, which spreadsheets take for the others.
    private static bool IsFormulaStart(char character) => character is '=' or '+' or '-' or '@' or '\uFF1D' or '\uFF0B' or '\uFF0D' or '\uFF20';
}
