using System.Globalization;
using System.Management.Automation;

namespace MewsThreads.Commands;

/// <summary>Makes threads and messages of what came from another process in their place.</summary>
public sealed class DeserializedConverter : PSTypeConverter
{
    /// <summary>Whether a value is what is left of a thread or a message.</summary>
    /// <param name="sourceValue">The value.</param>
    /// <param name="destinationType">The type wanted.</param>
    /// <returns>Whether it can be converted.</returns>
    public override bool CanConvertFrom(object sourceValue, Type destinationType) =>
        PSObject.AsPSObject(sourceValue).TypeNames.Contains($"Deserialized.{destinationType.FullName}");

    /// <summary>Makes a thread or a message.</summary>
    /// <param name="sourceValue">What is left of it.</param>
    /// <param name="destinationType">Which of the two.</param>
    /// <param name="formatProvider">Not used.</param>
    /// <param name="ignoreCase">Not used.</param>
    /// <returns>The thread or the message.</returns>
    /// <exception cref="InvalidCastException">A part of it is missing, so that the engine leaves it as it is.</exception>
    public override object ConvertFrom(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase)
    {
        var source = PSObject.AsPSObject(sourceValue);
        return destinationType == typeof(MessageThread)
            ? new MessageThread
            {
                Id = Get<Guid>(source, nameof(MessageThread.Id)),
                OriginalSender = Get<string>(source, nameof(MessageThread.OriginalSender)),
                Subject = Get<string>(source, nameof(MessageThread.Subject)),
                CreatedUtc = Time(source, nameof(MessageThread.CreatedUtc)),
                UpdatedUtc = Time(source, nameof(MessageThread.UpdatedUtc)),
                IsResolved = (bool?)Value(source, nameof(MessageThread.IsResolved)),
            }
            : new Message
            {
                Id = Get<Guid>(source, nameof(Message.Id)),
                MessageThreadId = Get<Guid>(source, nameof(Message.MessageThreadId)),
                Text = Get<string>(source, nameof(Message.Text)),
                Sender = Get<string>(source, nameof(Message.Sender)),
                CreatedUtc = Time(source, nameof(Message.CreatedUtc)),
                Identifier = (string?)Value(source, nameof(Message.Identifier)),
            };
    }

    /// <summary>Never: the engine needs no help with making other things of them.</summary>
    /// <param name="sourceValue">Not used.</param>
    /// <param name="destinationType">Not used.</param>
    /// <returns>False.</returns>
    public override bool CanConvertTo(object sourceValue, Type destinationType) => false;

    /// <summary>Never called.</summary>
    /// <param name="sourceValue">Not used.</param>
    /// <param name="destinationType">Not used.</param>
    /// <param name="formatProvider">Not used.</param>
    /// <param name="ignoreCase">Not used.</param>
    /// <returns>Nothing.</returns>
    public override object ConvertTo(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
        throw new InvalidCastException();

    private static object? Value(PSObject source, string name) => Unwrapped.Of(source.Properties[name]?.Value);

    private static T Get<T>(PSObject source, string name) => Value(source, name) is T value ? value : throw Missing(name);

    private static DateTimeOffset Time(PSObject source, string name) => SerializedTime.Of(source.Properties[name]?.Value) ?? throw Missing(name);

    private static InvalidCastException Missing(string name) => new($"{name} is missing.");
}

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
