using System.Management.Automation;

namespace MewsThreads.Commands;

/// <summary>Binds an argument as an <see cref="OpaqueArgument"/>.</summary>
internal sealed class OpaqueAttribute : ArgumentTransformationAttribute
{
    // Null goes on to the validation, which refuses it by the parameter's name.
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        inputData is null or OpaqueArgument ? inputData : new OpaqueArgument(inputData);
}

/// <summary>
/// An argument as it is bound, showing nothing of its value: every verbose line and error record of a command carries its bound
/// parameters, so that a log in JSON would show them.
/// </summary>
internal sealed class OpaqueArgument(object value)
{
    /// <summary>The value of an argument, whether it was bound or set.</summary>
    public static object Unwrap(object argument) => argument is OpaqueArgument opaque ? opaque.Value : argument;

    private object Value => value;

    public override string ToString() => "(not shown)";
}
