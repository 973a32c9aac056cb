using System.Collections;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace MewsThreads.PowerShell;

/// <summary>Refuses arguments that belong to no parameter, without showing them: the engine's own error would quote a token that was passed so.</summary>
internal sealed class UnnamedAttribute : ArgumentTransformationAttribute
{
    // No token begins with a hyphen, and a name that was mistyped is what one needs to see.
    private static readonly Regex ParameterName = new(@"\A-[A-Za-z]{1,20}:?\z", RegexOptions.CultureInvariant);

    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var names = (Unwrapped.Of(inputData) as IEnumerable ?? Array.Empty<object>()).Cast<object?>()
            .Select(item => Unwrapped.Of(item) as string)
            .Where(item => item is not null && ParameterName.IsMatch(item));
        throw MisplacedToken.Refused(
            names.FirstOrDefault() is { } name
                ? $"There is no parameter {name.TrimEnd(':')}."
                : "Every argument needs the name of its parameter. The one without a name is not shown, since it could be a token.");
    }
}
