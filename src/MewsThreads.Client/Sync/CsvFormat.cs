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
