using System.Globalization;
using System.Management.Automation;

namespace MewsThreads.PowerShell;

/// <summary>
/// Refuses arguments without showing them. Whatever is passed where it does not belong could be a token, and the engine's own errors quote it.
/// </summary>
internal static class MisplacedToken
{
    /// <summary>A text as a value of the type of a parameter, as the engine would read it.</summary>
    public static object? Read(object? text, Type type)
    {
        try
        {
            return LanguagePrimitives.ConvertTo(text, type, CultureInfo.CurrentCulture);
        }
        catch (PSInvalidCastException)
        {
            var name = (type.GetElementType() ?? Nullable.GetUnderlyingType(type) ?? type).Name;
            throw Refused($"The text cannot be read as {name}. It is not shown, since it could be a token in the wrong place.");
        }
    }

    /// <summary>
    /// The error of an argument. Its inner exception tells the engine that the value is not for this parameter, so that it tries the next one for what a
    /// pipeline brings.
    /// </summary>
    public static ArgumentTransformationMetadataException Refused(string message) => new(message, new PSInvalidCastException(message));
}
