using System.Text;
using System.Text.Json;

namespace MewsThreads.Tests;

/// <summary>A row of a synced file, as a reader sees it that shares no code with the writer.</summary>
internal sealed record SyncRow(Guid Id, string CreatedUtc, string UpdatedUtc, bool? IsResolved, string OriginalSender, string Subject)
{
    /// <summary>Reads a whole file; anything in it that is not as it must be is an exception.</summary>
    public static IReadOnlyList<SyncRow> ReadAll(string path)
    {
        var text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(File.ReadAllBytes(path));
        return path.EndsWith(".csv", StringComparison.Ordinal) ? FromCsv(text) : FromJsonLines(text);
    }

    private static List<SyncRow> FromCsv(string text)
    {
        var records = Records(text).ToList();
        Assert.Equal(["Id", "CreatedUtc", "UpdatedUtc", "IsResolved", "OriginalSender", "Subject"], records[0]);
        return
        [
            .. records.Skip(1).Select(fields =>
            {
                Assert.Equal(6, fields.Count);
                return new SyncRow(
                    Guid.ParseExact(fields[0], "D"), fields[1], fields[2], fields[3].Length == 0 ? null : bool.Parse(fields[3]), fields[4], fields[5]);
            }),
        ];
    }

    // RFC 4180, rule by rule.
    private static IEnumerable<List<string>> Records(string text)
    {
        var record = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            var value = new StringBuilder();
            if (text[at] == '"')
            {
                for (at++; text[at] != '"' || (at + 1 < text.Length && text[at + 1] == '"'); at++)
                {
                    at += text[at] == '"' ? 1 : 0;
                    value.Append(text[at]);
                }

                at++;
            }
            else
            {
                for (; text[at] is not (',' or '\r'); at++)
                {
                    Assert.NotEqual('"', text[at]);
                    value.Append(text[at]);
                }
            }

            record.Add(value.ToString());
            if (text[at++] == ',')
            {
                continue;
            }

            Assert.Equal('\r', text[at - 1]);
            Assert.Equal('\n', text[at++]);
            yield return record;
            record = [];
        }

        Assert.Empty(record);
    }

    private static List<SyncRow> FromJsonLines(string text)
    {
        Assert.True(text.Length == 0 || text.EndsWith('\n'));
        return [.. text.Split('\n').SkipLast(1).Select(line => JsonSerializer.Deserialize<SyncRow>(line)!)];
    }
}
