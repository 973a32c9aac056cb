using System.Management.Automation;

namespace MewsThreads.PowerShell;

/// <summary>Binds an argument as an <see cref="OpaqueArgument"/>.</summary>
internal sealed class OpaqueAttribute : ArgumentTransformationAttribute
{
    // Null goes on to the validation, which refuses it by the parameter's name.
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        inputData is null or OpaqueArgument ? inputData : new OpaqueArgument(inputData);
}
