using System.Globalization;
using System.Management.Automation.Language;
using System.Text;

namespace MewsThreads.Commands;

/// <summary>Text as an expression of PowerShell, for commands that an error proposes: one line, safe to show, and the same text when it is run.</summary>
internal static class Literal
{
    /// <summary>A quoted string; where the text holds what a terminal would obey, strings and characters by number, in parentheses.</summary>
    public static string Of(string text)
    {
        var literal = new StringBuilder();
        var plain = 0;
        for (var at = 0; at < text.Length; at++)
        {
            // Both halves of a pair are safe together.
            if (char.IsSurrogatePair(text, at))
            {
                at++;
            }
            else if (DisplayText.Escape(text.Substring(at, 1)).Length > 1)
            {
                AppendQuoted(literal, text.Substring(plain, at - plain));
                literal.Append(" + [char]0x").Append(((int)text[at]).ToString("X4", CultureInfo.InvariantCulture)).Append(" + ");
                plain = at + 1;
            }
        }

        AppendQuoted(literal, text.Substring(plain));
        return plain == 0 ? literal.ToString() : $"({literal})";
    }

    private static void AppendQuoted(StringBuilder literal, string text) =>
        literal.Append('\'').Append(CodeGeneration.EscapeSingleQuotedStringContent(text)).Append('\'');
}
