using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace MewsThreads.Http;

/// <summary>
/// The texts that a text can be read as: it itself, without escapes, and as the bytes that its hexadecimal, decimal or base64 digits stand for,
/// wherever they begin, whatever stands between them, and backwards.
/// </summary>
internal static class Readings
{
    private const int MostLayers = 4;
    private const string Base64Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    // Of URLs, HTML, JSON and C, and quoted-printable; a code in hexadecimal, decimal or octal digits, or else a name of a character.
    private static readonly Regex Escape = new(
        @"(?:%u|\\u|U\+)(?<hex>[0-9A-Fa-f]{4})|\\u\{(?<hex>[0-9A-Fa-f]{1,6})\}|&#x(?<hex>[0-9A-Fa-f]{1,6});?|(?:%|\\x|=)(?<hex>[0-9A-Fa-f]{2})|&#(?<decimal>[0-9]{1,6});?|\\(?<octal>[0-7]{3})|\\[^0-9xu]|&[A-Za-z]+;",
        RegexOptions.CultureInvariant);

    private static readonly Regex Number = new("[0-9]{1,3}", RegexOptions.CultureInvariant);

    /// <summary>All of them; each is to be searched forwards and backwards.</summary>
    public static IEnumerable<string> Of(string text)
    {
        var plain = WithoutEscapes(text);
        foreach (var root in plain == text ? new[] { text } : [text, plain])
        {
            yield return root;
            if (TryUtf8(root) is { } decoded)
            {
                yield return decoded;
            }

            foreach (var direction in new[] { root, Reversed(root) })
            {
                foreach (var bytes in Bytes(direction))
                {
                    yield return Latin1(bytes);
                    if (bytes.Any(value => value > 0x7F))
                    {
                        yield return Encoding.UTF8.GetString(bytes);
                    }
                }
            }
        }
    }

    private static IEnumerable<byte[]> Bytes(string text)
    {
        var hexadecimal = text.Replace("0x", "").Where(character => HexValue(character) >= 0).Select(HexValue).ToArray();
        yield return Packed(hexadecimal, 0, bits: 4);
        yield return Packed(hexadecimal, 1, bits: 4);
        yield return [.. Number.Matches(text).Cast<Match>().Select(match => (byte)int.Parse(match.Value, CultureInfo.InvariantCulture))];

        // A hyphen is a digit in URLs, and what breaks a text up elsewhere.
        foreach (var variant in text.IndexOf('-') < 0 ? new[] { text } : [text.Replace('-', '+'), text])
        {
            var digits = variant.Replace('_', '/').Select(character => Base64Digits.IndexOf(character)).Where(value => value >= 0).ToArray();
            for (var from = 0; from < 4; from++)
            {
                yield return Packed(digits, from, bits: 6);
            }
        }
    }

    /// <summary>Digits of so many bits as bytes; what does not fill a byte is left out.</summary>
    private static byte[] Packed(int[] digits, int from, int bits)
    {
        var bytes = new byte[Math.Max(0, digits.Length - from) * bits / 8];
        var (value, filled, at) = (0, 0, 0);
        for (var i = from; i < digits.Length && at < bytes.Length; i++)
        {
            value = ((value << bits) | digits[i]) & 0xFFFF;
            filled += bits;
            if (filled >= 8)
            {
                filled -= 8;
                bytes[at++] = (byte)(value >> filled);
            }
        }

        return bytes;
    }

    private static int HexValue(char character) => character switch
    {
        >= '0' and <= '9' => character - '0',
        >= 'a' and <= 'f' => character - 'a' + 10,
        >= 'A' and <= 'F' => character - 'A' + 10,
        _ => -1,
    };

    private static string WithoutEscapes(string text)
    {
        for (var layer = 0; layer < MostLayers; layer++)
        {
            var plain = Escape.Replace(text, Unescaped);
            if (plain == text)
            {
                break;
            }

            text = plain;
        }

        return text;
    }

    private static string Unescaped(Match match)
    {
        var code =
            match.Groups["hex"] is { Success: true } hexadecimal ? Convert.ToInt32(hexadecimal.Value, 16)
            : match.Groups["decimal"] is { Success: true } number ? Convert.ToInt32(number.Value, 10)
            : match.Groups["octal"] is { Success: true } octal ? Convert.ToInt32(octal.Value, 8)
            : ' ';
        return ((char)code).ToString();
    }

    /// <summary>Characters that are bytes, as the text that those bytes are; null for other texts.</summary>
    private static string? TryUtf8(string text) => text.Any(character => character > 0x7F) && text.All(character => character <= 0xFF)
        ? Encoding.UTF8.GetString([.. text.Select(character => (byte)character)])
        : null;

    private static string Latin1(byte[] bytes) => new([.. bytes.Select(value => (char)value)]);

    private static string Reversed(string text)
    {
        var characters = text.ToCharArray();
        Array.Reverse(characters);
        return new string(characters);
    }
}
