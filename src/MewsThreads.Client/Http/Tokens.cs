using System.Runtime.InteropServices;
using System.Security;
using System.Security.Cryptography;

namespace MewsThreads.Http;

/// <summary>
/// The two secrets of a connection. They leave their <see cref="SecureString"/> only as bytes of a request body that is cleared after use.
/// </summary>
internal sealed class Tokens
{
    // Known to this process alone, so that a digest says nothing about the token to anybody else.
    private static readonly byte[] DigestKey = Guid.NewGuid().ToByteArray();

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

    /// <summary>What tells one access token from another within this process, without a character of it.</summary>
    public string AccessTokenDigest()
    {
        var bytes = new byte[_access.Length * sizeof(char)];
        var pin = GCHandle.Alloc(bytes, GCHandleType.Pinned);
        var characters = Marshal.SecureStringToGlobalAllocUnicode(_access);
        try
        {
            Marshal.Copy(characters, bytes, 0, bytes.Length);
            using var hash = new HMACSHA256(DigestKey);
            return Convert.ToBase64String(hash.ComputeHash(bytes));
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(characters);
            Array.Clear(bytes, 0, bytes.Length);
            pin.Free();
        }
    }

    /// <summary>Whether a text of the other side holds a part of a token, in whatever form.</summary>
    public bool AppearIn(string text) => AppearInAny(Readings.Of(text));

    /// <summary>Whether a text of a user holds a part of a token. Nobody encodes a token to put it in the wrong place.</summary>
    public bool AppearPlainlyIn(string text) => AppearInAny([text]);

    private bool AppearInAny(IEnumerable<string> readings)
    {
        using var client = new TokenSearch(_client);
        using var access = new TokenSearch(_access);
        foreach (var reading in readings)
        {
            var letters = new char[reading.Length * LettersAndDigits.MostOfOne];
            var found = letters.AsSpan(0, LettersAndDigits.Write(reading.AsSpan(), letters, positions: null));
            var upper = reading.ToUpperInvariant().AsSpan();
            if (client.Finds(upper, found) || access.Finds(upper, found))
            {
                return true;
            }
        }

        return false;
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
