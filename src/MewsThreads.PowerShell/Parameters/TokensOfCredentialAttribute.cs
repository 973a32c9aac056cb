using System.Management.Automation;
using System.Runtime.CompilerServices;
using System.Security;

namespace MewsThreads.Commands;

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
