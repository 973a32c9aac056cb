using System.Management.Automation;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security;

namespace MewsThreads.Commands;

/// <summary>Refuses a token that is not a secure string, without showing it.</summary>
internal sealed class SecretAttribute : ArgumentTransformationAttribute
{
    // Null goes on to the validation, which refuses it by the parameter's name.
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        inputData is null || Unwrapped.Of(inputData) is SecureString
            ? inputData
            : throw MisplacedToken.Refused(
                "A token must be a secure string, as Get-Secret or Read-Host -AsSecureString returns it. What was given is not shown.");
}

/// <summary>
/// Takes the client token out of a credential's user name when it is bound. The user name is plain text, and every verbose line and
/// error record of the command carries its bound parameters, so that a log in JSON would show it.
/// </summary>
internal sealed class TokensOfCredentialAttribute : ArgumentTransformationAttribute
{
    private static readonly ConditionalWeakTable<PSCredential, SecureString> ClientTokens = new();

    /// <summary>The client token of a credential that was bound.</summary>
    public static SecureString ClientTokenOf(PSCredential credential) =>
        ClientTokens.TryGetValue(credential, out var token) ? token : new SecureString();

    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        switch (Unwrapped.Of(inputData))
        {
            // The engine's own attribute asks for both, where a script may have nobody to answer.
            case null:
                return inputData;

            // Other commands ask for the password of a user name. Here the question would show the client token.
            case string:
                throw MisplacedToken.Refused("A credential is needed, as Get-Credential returns it, and not a text. The text is not shown, since it could be a token.");
        }

        if (new CredentialAttribute().Transform(engineIntrinsics, inputData) is not PSCredential credential)
        {
            return inputData;
        }

        var bound = new PSCredential("(client token)", credential.Password);
        ClientTokens.Add(bound, SecureText.Of(credential.UserName));
        return bound;
    }
}

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
