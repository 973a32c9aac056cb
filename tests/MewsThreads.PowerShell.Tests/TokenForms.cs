using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;

namespace MewsThreads.Commands.Tests;

/// <summary>Every form in which a token could show up: as it is, escaped for JSON, in base64 at any offset, and in the bytes of UTF-16.</summary>
internal static class TokenForms
{
    // A part of a token is as bad as the whole.
    private const int Part = 12;

    private static readonly ConcurrentDictionary<string, Searched> Known = new();

    /// <summary>Whether a text holds a part of one of these tokens in any form.</summary>
    public static bool AreIn(string text, params IReadOnlyList<string> tokens)
    {
        // Without what can be put between its characters, and in one width; backwards as well.
        var letters = Only(char.IsLetterOrDigit, text.Normalize(NormalizationForm.FormKC));
        var hexadecimal = Only(char.IsAsciiHexDigit, text);
        return tokens.Select(token => Known.GetOrAdd(token, Searched.For)).Any(forms =>
            text.AsSpan().ContainsAny(forms.Direct) || letters.AsSpan().ContainsAny(forms.Bare) || hexadecimal.AsSpan().ContainsAny(forms.Hexadecimal));
    }

    private static IReadOnlyList<string> Of(string token)
    {
        var forms = new List<string>();
        foreach (var part in new[] { token[..Part], token.Substring((token.Length - Part) / 2, Part), token[^Part..] })
        {
            forms.Add(part);
            forms.Add(JsonSerializer.Serialize(part).Trim('"'));
            forms.Add(string.Concat(part.Select(character => $"\\u{(int)character:x4}")));
            forms.Add(string.Join('\0', part.ToCharArray()));
            forms.Add(Convert.ToHexString(Encoding.UTF8.GetBytes(part)));
            forms.Add(Convert.ToHexString(Encoding.Unicode.GetBytes(part)));
            forms.Add(string.Join(' ', Encoding.UTF8.GetBytes(part)));
            foreach (var encoding in new[] { Encoding.UTF8, Encoding.Unicode })
            {
                // Three alignments; the characters that depend on what stands before and after are left out.
                for (var offset = 0; offset < 3; offset++)
                {
                    var bytes = new byte[offset].Concat(encoding.GetBytes(part)).ToArray();
                    forms.Add(Convert.ToBase64String(bytes)[4..^4]);
                }
            }
        }

        return [.. forms.Distinct()];
    }

    private static string Only(Func<char, bool> isKept, string text)
    {
        // Millions of characters are searched: this is faster than a query.
        var kept = new char[text.Length];
        var count = 0;
        foreach (var character in text)
        {
            if (isKept(character))
            {
                kept[count++] = character;
            }
        }

        return new(kept, 0, count);
    }

    /// <summary>What is searched for all at once: in the text, in its letters and digits, and in its hexadecimal digits.</summary>
    private sealed record Searched(SearchValues<string> Direct, SearchValues<string> Bare, SearchValues<string> Hexadecimal)
    {
        public static Searched For(string token)
        {
            string[] parts = [token[..(Part + 2)], token.Substring((token.Length - Part) / 2, Part + 2), token[^(Part + 2)..]];
            var bare = parts.Select(part => Only(char.IsLetterOrDigit, part)).ToList();
            return new(
                Values(Of(token)),
                Values(bare.Concat(bare.Select(part => new string([.. part.Reverse()])))),
                Values(parts.Select(part => Convert.ToHexString(Encoding.UTF8.GetBytes(part)))));
        }

        private static SearchValues<string> Values(IEnumerable<string> forms) => SearchValues.Create([.. forms], StringComparison.OrdinalIgnoreCase);
    }
}
