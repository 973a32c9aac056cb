using System.Management.Automation;

namespace MewsThreads.Commands;

/// <summary>Takes enterprises, as <c>enterprises/getAll</c> returns them, for their ids.</summary>
internal sealed class EnterpriseIdAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (object?)Enterprises.IdsOf(inputData) ?? IdArguments.Transform(inputData, item => Unwrapped.Of(item) is string text ? IdArguments.OfText(text) : item);
}
