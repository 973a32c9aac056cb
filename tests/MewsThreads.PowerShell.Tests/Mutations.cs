using System.Text;
using System.Text.RegularExpressions;

namespace MewsThreads.Commands.Tests;

/// <summary>Changes to a response that no honest server makes, drawn at random.</summary>
internal sealed class Mutations(Random random, IReadOnlyList<string> tokens)
{
    private static readonly string[] Statuses =
    [
        "000", "099", "100", "101", "102", "103", "199", "200", "201", "202", "204", "205", "206", "299", "300", "301", "302", "304", "307", "308",
        "400", "401", "403", "404", "408", "409", "413", "429", "499", "500", "502", "503", "504", "599", "600", "999", "1000", "-1", "2e2", "",
    ];

    private static readonly string[] Values =
    [
        "-1", "0", "1", "18446744073709551616", "-Infinity", "Infinity", "NaN", "1e999", "0x10", "soon", "", ",", ";", "\u0001", "\"", "gzip", "identity",
        "deflate, gzip", "chunked", "text/html", "application/json; charset=utf-7", "application/json; charset=\u00FF", "/", "Mon, 31 Aug 9999 23:59:59 GMT",
    ];

    private static readonly string[] Headers =
        ["Content-Length", "Content-Encoding", "Transfer-Encoding", "Content-Type", "Retry-After", "Date", "Request-Id", "Connection", "Location", "X", "Trailer", "Set-Cookie", "Proxy-Authenticate"];

    private static readonly string[] Literals =
    [
        "null", "true", "0", "-1", "1e999", "[]", "{}", "\"\"", "\"\\ud800\"", "\"\\udfff\\ud800\"", "\"\\u0000\"", "\"9999-12-31T23:59:59.9999999Z\"",
        "\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59-14:00\"", "\"0001-01-01T00:00:00+14:00\"", "\"2026-13-40T25:61:61Z\"", "\"00000000-0000-0000-0000-000000000000\"",
        "12345678901234567890123456789012345678901234567890", "1.00000000000000000000000000000000000000001", "-0.0", "1e-999999999", "\"\u001b[2J\"",
    ];

    private static readonly Regex Literal = new("\"[^\"]*\"|-?[0-9.]+|null|true|false", RegexOptions.CultureInvariant);

    /// <summary>Another body: bytes that changed, and literals that are something else.</summary>
    public byte[] Body(byte[] body)
    {
        for (var left = random.Next(1, 4); left > 0; left--)
        {
            body = random.Next(3) == 0 ? Bytes(body) : Encoding.UTF8.GetBytes(OtherLiteral(Encoding.UTF8.GetString(body)));
        }

        return body;
    }

    /// <summary>Another head: another status, headers that are more, fewer or others, and bytes that changed.</summary>
    public string Head(string head)
    {
        var lines = head.Split("\r\n").ToList();
        for (var left = random.Next(1, 4); left > 0; left--)
        {
            var at = random.Next(lines.Count);
            switch (random.Next(6))
            {
                case 0:
                    lines[0] = $"HTTP/1.{random.Next(3)} {Pick(Statuses)} {Text()}";
                    break;
                case 1:
                    lines.Insert(Math.Min(1, lines.Count), $"{Pick(Headers)}: {Text()}");
                    break;
                case 2:
                    lines.Insert(at, $"{Text()}: {Text()}");
                    break;
                case 3:
                    lines.RemoveAt(at);
                    break;
                case 4:
                    lines[at] = Encoding.Latin1.GetString(Bytes(Encoding.Latin1.GetBytes(lines[at])));
                    break;
                default:
                    lines.Add("Transfer-Encoding: chunked");
                    break;
            }

            if (lines.Count == 0)
            {
                return Text();
            }
        }

        return string.Join("\r\n", lines);
    }

    /// <summary>Bytes of which some changed, went, came or came twice.</summary>
    public byte[] Bytes(byte[] bytes)
    {
        var (from, length) = Slice(bytes.Length);
        return random.Next(5) switch
        {
            0 => [.. bytes[..from], .. bytes[(from + length)..]],
            1 => [.. bytes[..(from + length)], .. bytes[from..]],
            2 => [.. bytes[..from], .. Garbage(random.Next(20)), .. bytes[from..]],
            3 => [.. bytes[..from], .. Encoding.UTF8.GetBytes(Text()), .. bytes[(from + length)..]],
            _ => [.. bytes[..from], .. bytes.Skip(from).Take(length).Select(b => (byte)(b ^ (1 << random.Next(8)))), .. bytes[(from + length)..]],
        };
    }

    /// <summary>Any bytes at all.</summary>
    public byte[] Garbage(int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    private string OtherLiteral(string json)
    {
        var literals = Literal.Matches(json);
        if (literals.Count == 0)
        {
            return Pick(Literals);
        }

        var literal = literals[random.Next(literals.Count)];
        var other = random.Next(4) switch
        {
            0 => $"\"{Token()}\"",
            1 => string.Concat(Enumerable.Repeat(Pick(["[", "{\"a\":", "9", "1.", "\"a\","]), random.Next(1, 300))),
            _ => Pick(Literals),
        };
        return json[..literal.Index] + other + json[(literal.Index + literal.Length)..];
    }

    private string Text() => random.Next(3) == 0 ? Pick(Values) : Token();

    private string Token() => Pick(TokenEncodings.All)(Pick(tokens));

    private (int From, int Length) Slice(int length)
    {
        var from = random.Next(length + 1);
        return (from, random.Next(Math.Min(30, length - from) + 1));
    }

    private T Pick<T>(IReadOnlyList<T> items) => items[random.Next(items.Count)];
}
