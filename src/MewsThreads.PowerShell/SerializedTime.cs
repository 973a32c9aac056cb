using System.Globalization;
using System.Management.Automation;

namespace MewsThreads.PowerShell;

/// <summary>Reads a <see cref="DateTimeOffset"/> that came from another process, where it is an object of its parts, or a text.</summary>
internal static class SerializedTime
{
    private const string TypeName = "Deserialized.System.DateTimeOffset";

    /// <summary>The time; null for what is none.</summary>
    public static DateTimeOffset? Of(object? value) => value switch
    {
        PSObject parts when parts.TypeNames.Contains(TypeName) => OfParts(parts),
        PSObject wrapped when wrapped.BaseObject is not PSCustomObject => Of(wrapped.BaseObject),
        DateTimeOffset time => time,

        // As the engine writes it, in every culture alike.
        string text when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => time,
        _ => null,
    };

    private static DateTimeOffset? OfParts(PSObject parts) =>
        parts.Properties["Ticks"]?.Value is long ticks && parts.Properties["Offset"]?.Value is TimeSpan offset
            ? new DateTimeOffset(ticks, offset)
            : parts.BaseObject is string text ? Of(text) : null;
}
