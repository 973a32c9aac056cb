using System.Text;
using System.Text.Json;

namespace MewsThreads.PowerShell.Tests;

/// <summary>Every form in which a token could show up: as it is, escaped for JSON, in base64 at any offset, and in the bytes of UTF-16.</summary>
internal static class TokenForms
{
    // A part of a token is as bad as the whole.
    private const int Part = 12;

    public static IReadOnlyList<string> Of(string token)
    {
        var forms = new List<string>();
        foreach (var part in new[] { token[..Part], token.Substring((token.Length - Part) / 2, Part), token[^Part..] })
        {
            forms.Add(part);
            forms.Add(JsonSerializer.Serialize(part).Trim('"'));
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
}
