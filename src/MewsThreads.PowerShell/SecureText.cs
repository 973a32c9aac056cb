using System.Security;

namespace MewsThreads.PowerShell;

/// <summary>Makes secure strings of tokens that come as plain text.</summary>
internal static class SecureText
{
    /// <summary>The text without the white space around it, which comes with pasting and with files; empty for null.</summary>
    public static SecureString Of(string? text)
    {
        var secure = new SecureString();
        foreach (var character in (text ?? "").Trim())
        {
            secure.AppendChar(character);
        }

        return secure;
    }
}
