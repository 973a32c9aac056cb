using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace MewsThreads.PowerShell;

/// <summary>
/// Takes a time in ISO 8601 for what it says. The engine reads texts that are given to a cmdlet by the calendar of the culture, to which
/// 2026-02-01 may be a day of 1483, or none. Other texts are read as it does: they are in the culture's own form, in which <c>Export-Csv</c> writes.
/// </summary>
internal sealed class IsoTimeAttribute : ArgumentTransformationAttribute
{
    private static readonly Regex Iso = new(@"^\s*\d{4}-\d\d-\d\d", RegexOptions.CultureInvariant);

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        Unwrapped.Of(inputData) is not string text ? inputData
        : Iso.IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var time) ? time
        : MisplacedToken.Read(text, typeof(DateTimeOffset?));
}
