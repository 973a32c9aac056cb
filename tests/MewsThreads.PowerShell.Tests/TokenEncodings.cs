using System.Text;
using System.Text.Json;

namespace MewsThreads.Commands.Tests;

/// <summary>The forms in which a hostile peer sends a token back.</summary>
internal static class TokenEncodings
{
    public static IReadOnlyList<Func<string, string>> All { get; } =
    [
        token => token,
        token => token.ToLowerInvariant(),
        token => new string([.. token.Reverse()]),
        token => token[7..41],
        token => Convert.ToBase64String(Encoding.UTF8.GetBytes(token)),
        token => Convert.ToBase64String(Encoding.UTF8.GetBytes("x" + token)),
        token => Convert.ToBase64String(Encoding.Unicode.GetBytes(token)),
        token => Convert.ToHexString(Encoding.UTF8.GetBytes(token)),
        token => BitConverter.ToString(Encoding.UTF8.GetBytes(token)),
        token => string.Concat(Encoding.UTF8.GetBytes(token).Select(b => $"%{b:x2}")),
        token => string.Concat(token.Select(c => $"\\u{(int)c:x4}")),
        token => JsonSerializer.Serialize(token).Trim('"'),
        token => string.Join(' ', Encoding.UTF8.GetBytes(token)),
        token => string.Join(' ', token.ToCharArray()),
        token => string.Join('-', token.ToCharArray()),
        token => string.Join("\u200B", token.ToCharArray()),
        token => string.Concat(token.Select(c => c is > ' ' and <= '~' ? (char)(c + 0xFEE0) : c)),
    ];
}
