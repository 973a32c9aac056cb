using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace MewsThreads.Commands;

/// <summary>
/// Reads a span of time, and refuses a plain number for one. The engine would take the number 30 for 30 ticks of 100 nanoseconds, and the text 30 for 30 days.
/// </summary>
internal sealed class UnitNeededAttribute : ArgumentTransformationAttribute
{
    private static readonly Regex Number = new(@"^\s*[-+]?[0-9]+([.,][0-9]+)?\s*$", RegexOptions.CultureInvariant);

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        Unwrapped.Of(inputData) is string text && !Number.IsMatch(text) ? MisplacedToken.Read(text, typeof(TimeSpan))
        : Number.IsMatch(Convert.ToString(Unwrapped.Of(inputData), CultureInfo.InvariantCulture) ?? "")
            ? throw new ArgumentTransformationMetadataException(
                $"{inputData} is a number without a unit. Give a time span, such as 00:30:00 for 30 minutes.")
            : inputData;
}
