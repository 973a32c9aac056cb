using System.Runtime.InteropServices;
using System.Security;

namespace MewsThreads.Transport;

/// <summary>
/// The two secrets of a connection. They leave their <see cref="SecureString"/> only as bytes of a request body that is cleared after use.
/// </summary>
internal sealed class Tokens
{
    private readonly SecureString _client;
    private readonly SecureString _access;

    /// <summary>Keeps copies, so that a caller may dispose of its own.</summary>
    public Tokens(SecureString client, SecureString access)
    {
        _client = client.Copy();
        _client.MakeReadOnly();
        _access = access.Copy();
        _access.MakeReadOnly();
    }

    /// <summary>The largest number of bytes that <see cref="Write"/> needs.</summary>
    public int MaximumLength =>
        "{\"ClientToken\":\"\",\"AccessToken\":\"\"".Length + (MaximumBytesPerCharacter * (_client.Length + _access.Length));

    // A character that JSON or UTF-8 treats specially is written as \uXXXX.
    private const int MaximumBytesPerCharacter = 6;

    /// <summary>Writes <c>{"ClientToken":"…","AccessToken":"…"</c>, the opening of every request body.</summary>
    /// <returns>The number of bytes written.</returns>
    public int Write(byte[] buffer)
    {
        var length = WriteText(buffer, 0, "{\"ClientToken\":\"");
        length = WriteSecret(buffer, length, _client);
        length = WriteText(buffer, length, "\",\"AccessToken\":\"");
        length = WriteSecret(buffer, length, _access);
        return WriteText(buffer, length, "\"");
    }

    /// <summary>
    /// Whether a text repeats a token. Mews' own messages are shown, and nothing but this check keeps one from quoting the request.
    /// </summary>
    public bool AppearIn(string? text) => text is not null && (Appears(text, _client) || Appears(text, _access));

    private static bool Appears(string text, SecureString secret)
    {
        var characters = Marshal.SecureStringToGlobalAllocUnicode(secret);
        try
        {
            for (var start = 0; start + secret.Length <= text.Length; start++)
            {
                var same = 0;
                while (same < secret.Length
                    && char.ToUpperInvariant(text[start + same]) == char.ToUpperInvariant((char)Marshal.ReadInt16(characters, same * sizeof(char))))
                {
                    same++;
                }

                if (same == secret.Length)
                {
                    return true;
                }
            }

            return false;
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(characters);
        }
    }

    private static int WriteText(byte[] buffer, int at, string ascii)
    {
        foreach (var character in ascii)
        {
            buffer[at++] = (byte)character;
        }

        return at;
    }

    private static int WriteSecret(byte[] buffer, int at, SecureString secret)
    {
        // Escaped by hand: a JSON writer would leave copies in pooled buffers, a string could not be cleared at all.
        var characters = Marshal.SecureStringToGlobalAllocUnicode(secret);
        try
        {
            for (var i = 0; i < secret.Length; i++)
            {
                var character = (char)Marshal.ReadInt16(characters, i * sizeof(char));
                if (character is >= ' ' and <= '~' and not ('"' or '\\'))
                {
                    buffer[at++] = (byte)character;
                    continue;
                }

                buffer[at++] = (byte)'\\';
                buffer[at++] = (byte)'u';
                for (var shift = 12; shift >= 0; shift -= 4)
                {
                    buffer[at++] = (byte)"0123456789ABCDEF"[(character >> shift) & 0xF];
                }
            }
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(characters);
        }

        return at;
    }
}
