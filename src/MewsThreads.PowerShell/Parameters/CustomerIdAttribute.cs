using System.Management.Automation;

namespace MewsThreads.Commands;

/// <summary>
/// Takes an empty text, such as an empty cell of a file, for no customer. What is neither that nor an id is refused here: the engine would take
/// a property of a record that it cannot convert for empty, and the thread would be created without its customer.
/// </summary>
internal sealed class CustomerIdAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => Unwrapped.Of(inputData) switch
    {
        null => null,
        Guid id => id,
        string text when string.IsNullOrWhiteSpace(text) => null,
        string text when Guid.TryParse(text, out var id) => id,
        _ => throw new ArgumentTransformationMetadataException(
            "The value is not the id of a customer. It is not shown, since it could be a token in the wrong place."),
    };
}
