using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace MewsThreads.Commands;

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
