using System.Globalization;
using System.Text;
using MewsThreads.Sync;
using MewsThreads.Tests;

namespace MewsThreads.Client.Tests;

public class RowFormatTests
{
    private static readonly RowFormat Csv = new CsvFormat(spreadsheetSafe: false, byteOrderMark: false);

    [Theory]
    [InlineData("Late check-in", "Late check-in")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("two\r\nlines", "\"two\r\nlines\"")]
    [InlineData(" spaced", "\" spaced\"")]
    [InlineData("spaced\t", "\"spaced\t\"")]
    [InlineData("", "\"\"")]
    [InlineData("Frühstück 🍳", "Frühstück 🍳")]
    public void A_value_is_quoted_where_it_must_be(string subject, string expected) =>
        Assert.EndsWith($",Guest number 0,{expected}\r\n", Text(Csv, subject), StringComparison.Ordinal);

    [Theory]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    [InlineData("fa-IR")]
    public void Instants_and_flags_are_the_same_in_every_culture(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo(culture);
        try
        {
            Assert.Equal(
                "00000000-0000-4000-8001-020304050607,2022-03-07T16:09:45Z,2022-03-07T17:09:45Z,True,Guest number 0,Hi\r\n", Text(Csv, "Hi"));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_flag_that_mews_did_not_send_stays_away()
    {
        var thread = SyncThreads.Thread(0);
        thread.IsResolved = null;

        Assert.Contains(",2022-03-07T17:09:45Z,,Guest", Encoding.UTF8.GetString(Csv.RowOf(thread)), StringComparison.Ordinal);
        Assert.DoesNotContain("IsResolved", Encoding.UTF8.GetString(new JsonLinesFormat().RowOf(thread)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Frühstück 🍳", "Frühstück \\uD83C\\uDF73")]
    [InlineData("two\nlines", "two\\nlines")]
    [InlineData("\u2028", "\\u2028")]
    [InlineData("<\"&'+>", "<\\\"&'+>")]
    public void A_thread_is_one_line_of_json(string subject, string expected) => Assert.Equal(
        "{\"Id\":\"00000000-0000-4000-8001-020304050607\",\"CreatedUtc\":\"2022-03-07T16:09:45Z\",\"UpdatedUtc\":\"2022-03-07T17:09:45Z\","
        + $"\"IsResolved\":true,\"OriginalSender\":\"Guest number 0\",\"Subject\":\"{expected}\"}}\n",
        Text(new JsonLinesFormat(), subject));

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+49 30 123", "'+49 30 123")]
    [InlineData("-2", "'-2")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t'=1")]
    [InlineData("\rHi", "'\rHi")]
    [InlineData("  =1", "  '=1")]
    [InlineData("＝1", "'＝1")]
    [InlineData("Hi;=1", "Hi;'=1")]
    [InlineData("\"=1", "\"'=1")]
    [InlineData("line\n@1", "line\n'@1")]
    [InlineData("line\r\n=1", "line\r\n'=1")]
    [InlineData("line\v=1", "line\v'=1")]
    [InlineData("line\u0085=1", "line\u0085'=1")]
    [InlineData("line\u2028=1", "line\u2028'=1")]
    [InlineData("line\n \u200B=1", "line\n \u200B'=1")]
    [InlineData("|cmd", "'|cmd")]
    [InlineData("｜cmd", "'｜cmd")]
    [InlineData("＋1", "'＋1")]
    [InlineData("－1", "'－1")]
    [InlineData("＠1", "'＠1")]
    [InlineData("﹦1", "'﹦1")]
    [InlineData("−1", "'−1")]
    [InlineData("\uFEFF=1", "\uFEFF'=1")]
    [InlineData("\u200B=1", "\u200B'=1")]
    [InlineData("\u200C\u200D\u200E\u200F=1", "\u200C\u200D\u200E\u200F'=1")]
    [InlineData("\u00AD=1", "\u00AD'=1")]
    [InlineData("\u2060=1", "\u2060'=1")]
    [InlineData("\u202A\u202B\u202C\u202D\u202E=1", "\u202A\u202B\u202C\u202D\u202E'=1")]
    [InlineData("\u2066\u2069=1", "\u2066\u2069'=1")]
    [InlineData("\u061C\u180E=1", "\u061C\u180E'=1")]
    [InlineData("\u034F\uFE0F=1", "\u034F\uFE0F'=1")]
    [InlineData("\u3164\uFFA0=1", "\u3164\uFFA0'=1")]
    [InlineData("\U000E0001=1", "\U000E0001'=1")]
    [InlineData("\U000E0100=1", "\U000E0100'=1")]
    [InlineData("\0=1", "'\0'=1")]
    [InlineData("\u001B=1", "'\u001B'=1")]
    [InlineData("\u007F=1", "'\u007F'=1")]
    [InlineData("\u0090=1", "'\u0090'=1")]
    [InlineData("a\0=1", "a\0'=1")]
    [InlineData("\u00A0\u3000=1", "\u00A0\u3000'=1")]
    [InlineData("🍳=1", "🍳=1")]
    [InlineData("a|b", "a|b")]
    [InlineData("check-in, 2+2=4 @home", "check-in, 2+2=4 @home")]
    [InlineData("", "")]
    public void A_formula_is_defused_wherever_a_cell_may_begin(string text, string expected) => Assert.Equal(expected, SpreadsheetText.Defuse(text));

    [Fact]
    public void A_formula_behind_any_number_of_characters_that_cannot_be_seen_is_defused()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var unseen = Enumerable.Range(0, 0x10000).Select(code => (char)code)
            .Where(c => char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.SpaceSeparator)
            .ToArray();
        foreach (var start in "=+-@|＝＋－＠｜")
        {
            for (var i = 0; i < 200; i++)
            {
                var before = new string([.. Enumerable.Range(0, random.Next(5)).Select(_ => unseen[random.Next(unseen.Length)])]);
                Assert.True(
                    SpreadsheetText.Defuse($"{before}{start}1").EndsWith($"'{start}1", StringComparison.Ordinal), $"Seed {seed}: {before}{start}");
            }
        }
    }

    [Fact]
    public void What_is_defused_is_still_csv()
    {
        var safe = new CsvFormat(spreadsheetSafe: true, byteOrderMark: true);

        Assert.EndsWith(",\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"\r\n", Text(safe, "=HYPERLINK(\"http://x\",\"y\")"), StringComparison.Ordinal);
        Assert.Equal([0xEF, 0xBB, 0xBF, (byte)'I', (byte)'d', (byte)','], safe.Opening[..6]);
    }

    private static string Text(RowFormat format, string subject)
    {
        var thread = SyncThreads.Thread(0);
        thread.Subject = subject;
        return Encoding.UTF8.GetString(format.RowOf(thread));
    }
}
