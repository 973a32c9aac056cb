using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;

namespace MewsThreads.PowerShell.Tests;

/// <summary>Every form in which a token could show up: as it is, escaped for JSON, in base64 at any offset, and in the bytes of UTF-16.</summary>
internal static class TokenForms
{
    // A part of a token is as bad as the whole.
    private const int Part = 12;

    private static readonly ConcurrentDictionary<string, IReadOnlyList<string>> Known = new();

    public static IReadOnlyList<string> Of(string token)
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

    /// <summary>The part of a token that a text holds in any form; null where it holds none.</summary>
    public static string? FoundIn(string text, string token)
    {
        var direct = Known.GetOrAdd(token, Of).FirstOrDefault(form => text.Contains(form, StringComparison.OrdinalIgnoreCase));
        if (direct is not null)
        {
            return direct;
        }

        // Without what can be put between its characters, and in one width; backwards as well.
        var letters = Letters(text.Normalize(NormalizationForm.FormKC));
        var hexadecimal = new string([.. text.Where(char.IsAsciiHexDigit)]);
        foreach (var part in new[] { token[..(Part + 2)], token.Substring((token.Length - Part) / 2, Part + 2), token[^(Part + 2)..] })
        {
            var bare = Letters(part);
            foreach (var form in new[] { bare, new string([.. bare.Reverse()]) })
            {
                if (letters.Contains(form, StringComparison.OrdinalIgnoreCase))
                {
                    return form;
                }
            }

            if (hexadecimal.Contains(Convert.ToHexString(Encoding.UTF8.GetBytes(part)), StringComparison.OrdinalIgnoreCase))
            {
                return part;
            }
        }

        return null;
    }

    private static string Letters(string text) => new([.. text.Where(char.IsLetterOrDigit)]);
}
