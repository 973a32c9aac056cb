using System.Runtime.InteropServices;
using System.Security;

namespace MewsThreads.Commands;

/// <summary>Makes secure strings of tokens, without the white space around them that comes with pasting and with files.</summary>
internal static class SecureText
{
    /// <summary>A text as a secure string; empty for null.</summary>
    public static SecureString Of(string? text)
    {
        var secure = new SecureString();
        foreach (var character in (text ?? "").Trim())
        {
            secure.AppendChar(character);
        }

        return secure;
    }

    /// <summary>A copy of a secure string.</summary>
    public static SecureString Trimmed(SecureString text)
    {
        var trimmed = new SecureString();
        var characters = Marshal.SecureStringToGlobalAllocUnicode(text);
        try
        {
            char At(int index) => (char)Marshal.ReadInt16(characters, index * sizeof(char));

            var (start, end) = (0, text.Length);
            while (start < end && char.IsWhiteSpace(At(start)))
            {
                start++;
            }

            while (end > start && char.IsWhiteSpace(At(end - 1)))
            {
                end--;
            }

            for (; start < end; start++)
            {
                trimmed.AppendChar(At(start));
            }

            return trimmed;
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(characters);
        }
    }
}
