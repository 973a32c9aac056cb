using System.Collections;
using System.Management.Automation;

namespace MewsThreads.PowerShell;

/// <summary>Reads texts as the type of the parameter, so that one that cannot be read is not shown.</summary>
/// <param name="type">The type of the parameter.</param>
internal sealed class ReadAsAttribute(Type type) : ArgumentTransformationAttribute
{
    /// <summary>The type of the parameter.</summary>
    public Type Type => type;

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => Unwrapped.Of(inputData) switch
    {
        string text => MisplacedToken.Read(text, type),
        IList list when type.IsArray && list.Cast<object?>().Any(item => Unwrapped.Of(item) is string) => MisplacedToken.Read(list, type),
        _ => inputData,
    };
}
