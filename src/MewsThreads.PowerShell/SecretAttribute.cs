using System.Management.Automation;
using System.Security;

namespace MewsThreads.PowerShell;

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
