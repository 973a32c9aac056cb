using System.Net;
using System.Text;
using System.Text.Json;
using MewsThreads.Http;
using MewsThreads.Tests;

namespace MewsThreads.Client.Tests;

public class ShownTextTests
{
    private const string Client = "E0D439EE522F44368DC78E1BFB03710C-D24FB11DBE31D4621C4817E028D9E1D";
    private const string Access = "Acc355-T0ken/mit\"Zeichen\" und€Rückstrich\\";

    private static readonly ShownText Gate = new(new Tokens(ScriptedServer.Secure(Client), ScriptedServer.Secure(Access)));

    public static TheoryData<string> Encodings => new(Forms.Keys);

    private static Dictionary<string, Func<string, string>> Forms { get; } = new()
    {
        ["as it is"] = text => text,
        ["lower case"] = text => text.ToLowerInvariant(),
        ["reversed"] = Reversed,
        ["percent"] = text => string.Concat(Encoding.UTF8.GetBytes(text).Select(b => $"%{b:x2}")),
        ["percent where needed"] = Uri.EscapeDataString,
        ["percent twice"] = text => string.Concat(Encoding.UTF8.GetBytes(text).Select(b => $"%25{b:X2}")),
        ["JSON"] = text => JsonSerializer.Serialize(text),
        ["JSON escapes"] = text => string.Concat(text.Select(c => $"\\u{(int)c:x4}")),
        ["C escapes"] = text => string.Concat(Encoding.UTF8.GetBytes(text).Select(b => $"\\x{b:x2}")),
        ["octal escapes"] = text => string.Concat(Encoding.UTF8.GetBytes(text).Select(b => "\\" + Convert.ToString(b, 8).PadLeft(3, '0'))),
        ["HTML"] = WebUtility.HtmlEncode,
        ["HTML decimal"] = text => string.Concat(text.Select(c => $"&#{(int)c};")),
        ["HTML hexadecimal"] = text => string.Concat(text.Select(c => $"&#x{(int)c:X};")),
        ["quoted-printable"] = text => string.Concat(Encoding.UTF8.GetBytes(text).Select(b => $"={b:X2}")),
        ["base64"] = text => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)),
        ["base64, shifted by 1"] = text => Convert.ToBase64String(Encoding.UTF8.GetBytes("x" + text)),
        ["base64, shifted by 2"] = text => Convert.ToBase64String(Encoding.UTF8.GetBytes("xy" + text)),
        ["base64 for URLs"] = text => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).Replace('+', '-').Replace('/', '_').TrimEnd('='),
        ["base64 of UTF-16"] = text => Convert.ToBase64String(Encoding.Unicode.GetBytes(text)),
        ["base64, in lines"] = text => string.Join("\r\n", Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).Chunk(8).Select(c => new string(c))),
        ["base64, reversed before"] = text => Convert.ToBase64String(Encoding.UTF8.GetBytes(Reversed(text))),
        ["base64, reversed after"] = text => Reversed(Convert.ToBase64String(Encoding.UTF8.GetBytes(text))),
        ["hexadecimal"] = text => Convert.ToHexString(Encoding.UTF8.GetBytes(text)),
        ["hexadecimal with hyphens"] = text => BitConverter.ToString(Encoding.UTF8.GetBytes(text)),
        ["hexadecimal with spaces"] = text => string.Join(' ', Encoding.UTF8.GetBytes(text).Select(b => $"{b:x2}")),
        ["hexadecimal with prefixes"] = text => string.Join(", ", Encoding.UTF8.GetBytes(text).Select(b => $"0x{b:X2}")),
        ["hexadecimal of UTF-16"] = text => Convert.ToHexString(Encoding.Unicode.GetBytes(text)),
        ["hexadecimal of big-endian UTF-16"] = text => Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(text)),
        ["decimal bytes"] = text => string.Join(' ', Encoding.UTF8.GetBytes(text)),
        ["full width"] = text => string.Concat(text.Select(c => c is > ' ' and <= '~' ? (char)(c + 0xFEE0) : c)),
        ["mathematical"] = text => string.Concat(text.Select(c => char.IsAsciiDigit(c) ? char.ConvertFromUtf32(0x1D7CE + c - '0') : char.IsAsciiLetterUpper(c) ? char.ConvertFromUtf32(0x1D400 + c - 'A') : c.ToString())),
        ["broken up by spaces"] = text => string.Join(' ', text.ToCharArray()),
        ["broken up by hyphens"] = text => string.Join('-', text.ToCharArray()),
        ["broken up by zero-width spaces"] = text => string.Join('\u200B', text.ToCharArray()),
        ["broken up by soft hyphens"] = text => string.Join('\u00AD', text.ToCharArray()),
        ["broken up by fillers"] = text => string.Join('\u3164', text.ToCharArray()),
        ["broken up by zeros"] = text => string.Join('\0', text.ToCharArray()),
        ["broken up by accents"] = text => string.Join('\u0301', text.ToCharArray()),
    };

    [Theory]
    [MemberData(nameof(Encodings))]
    public void A_run_of_12_characters_of_a_token_is_withheld_in_this_form(string form)
    {
        foreach (var token in new[] { Client, Access })
        {
            for (var from = 0; from + 12 <= token.Length; from++)
            {
                foreach (var part in new[] { token.Substring(from, 12), token[from..] })
                {
                    var text = $"Refused: {Forms[form](part)} is wrong.";
                    Assert.Equal("(Withheld: it repeats a token.)", Gate.Of(text));
                    Assert.Equal("(Withheld: it repeats a token.)", Gate.Value(text));
                }
            }
        }
    }

    [Theory]
    [InlineData("Invalid MessageThreadIds: af07d597-6927-4c5d-9ffa-b4d900443c45.")]
    [InlineData("The interval must not exceed 3M1D.")]
    [InlineData("Reservation 12345678 was changed at 2026-10-04T04:08:26.1234567Z (2026-10-04).")]
    [InlineData("Ungültige Anfrage: « Count » doit être 1 à 1000. 予約が見つかりません。")]
    [InlineData("Invalid Limitation.Count in reservations/getAll/2023-06-06.")]
    [InlineData("E0D439EE522 is 11 characters of a token")]
    public void What_an_operator_needs_is_shown_as_it_is(string text) => Assert.Equal(text, Gate.Of(text));

    [Theory]
    [InlineData("Refused: R0Q439RR522S44368QP78R1OSO03710P.", "Refused: \u2026")]
    [InlineData("Refused: GBVGIMZZEU2TEMSGGQ2DGNRYIRBTOOCFGFBEMQRQGM3TCMBRGAFA", "Refused: \u2026")]
    [InlineData("Refused: abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz", "Refused: \u2026")]
    public void What_cannot_be_judged_is_left_out(string text, string shown) => Assert.Equal(shown, Gate.Of(text));

    [Fact]
    public void Digits_in_small_portions_are_left_out() =>
        Assert.Equal("\u2026", Gate.Of(string.Join(' ', Enumerable.Range(0, 30).Select(i => $"{(i * 37) + 300}"))));

    [Fact]
    public void A_long_text_is_cut() => Assert.Equal(ShownText.MaximumLength + 1, Gate.Of(string.Concat(Enumerable.Repeat("word ", 1000)))!.Length);

    [Theory]
    [InlineData("a\u001b[31mb", @"a\u001B[31mb")]
    [InlineData("a\u0007\u009b\u202Eb", @"a\u0007\u009B\u202Eb")]
    [InlineData("a \U0001F600 b", "a \U0001F600 b")]
    [InlineData("a\r\nb", @"a\r\nb")]
    public void What_acts_on_a_terminal_is_made_visible(string text, string shown) => Assert.Equal(shown, Gate.Of(text));

    [Fact]
    public void Half_a_character_is_made_visible() => Assert.Equal(@"a\uD800b", Gate.Of("a\uD800b"));

    [Fact]
    public void A_token_of_fewer_characters_counts_as_a_whole()
    {
        var gate = new ShownText(new Tokens(ScriptedServer.Secure("s3cret"), ScriptedServer.Secure("!?!?!?")));

        Assert.Equal("(Withheld: it repeats a token.)", gate.Of("It was S3CRET."));
        Assert.Equal("(Withheld: it repeats a token.)", gate.Of("It was ! ?!?!?!? then."));
        Assert.Equal("It was s3cre.", gate.Of("It was s3cre."));
    }

    [Theory]
    [InlineData("e9cd19ca-5733-41a6-8700-93542870067d", "e9cd19ca-5733-41a6-8700-93542870067d")]
    [InlineData("request-1", "request-1")]
    [InlineData("with spaces", null)]
    [InlineData("R0Q439RR522S44368QP78R1OSO03710PR0Q439RR522S44368QP78R1OSO03710P", null)]
    [InlineData("E0D439EE522F44368DC78E1BFB03710C", "(Withheld: it repeats a token.)")]
    public void An_id_of_a_request_has_the_form_of_one(string text, string? shown) => Assert.Equal(shown, Gate.RequestId(text));

    private static string Reversed(string text) => new([.. text.Reverse()]);
}
