using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace MewsThreads.Commands;

/// <summary>Makes threads, messages and conversations of what came from another process in their place.</summary>
public sealed class DeserializedConverter : PSTypeConverter
{
    /// <summary>Whether a value is what is left of one of them.</summary>
    /// <param name="sourceValue">The value.</param>
    /// <param name="destinationType">The type wanted.</param>
    /// <returns>Whether it can be converted.</returns>
    public override bool CanConvertFrom(object sourceValue, Type destinationType) =>
        PSObject.AsPSObject(sourceValue).TypeNames.Contains($"Deserialized.{destinationType.FullName}");

    /// <summary>Makes one of them.</summary>
    /// <param name="sourceValue">What is left of it.</param>
    /// <param name="destinationType">Which of them.</param>
    /// <param name="formatProvider">Not used.</param>
    /// <param name="ignoreCase">Not used.</param>
    /// <returns>What it was.</returns>
    /// <exception cref="InvalidCastException">A part of it is missing, so that the engine leaves it as it is.</exception>
    public override object ConvertFrom(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase)
    {
        var source = PSObject.AsPSObject(sourceValue);
        return destinationType == typeof(MessageThread) ? Thread(source)
            : destinationType == typeof(Message) ? Message(source)
            : destinationType == typeof(Conversation) ? new Conversation(Thread(source), Messages(source))
            : Row(source);
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

    private static MessageThread Thread(PSObject source) => new()
    {
        Id = Get<Guid>(source, nameof(MessageThread.Id)),
        OriginalSender = Get<string>(source, nameof(MessageThread.OriginalSender)),
        Subject = Get<string>(source, nameof(MessageThread.Subject)),
        CreatedUtc = Time(source, nameof(MessageThread.CreatedUtc)),
        UpdatedUtc = Time(source, nameof(MessageThread.UpdatedUtc)),
        IsResolved = (bool?)Value(source, nameof(MessageThread.IsResolved)),
    };

    private static Message Message(PSObject source) => new()
    {
        Id = Get<Guid>(source, nameof(MewsThreads.Message.Id)),
        MessageThreadId = Get<Guid>(source, nameof(MewsThreads.Message.MessageThreadId)),
        Text = Get<string>(source, nameof(MewsThreads.Message.Text)),
        Sender = Get<string>(source, nameof(MewsThreads.Message.Sender)),
        CreatedUtc = Time(source, nameof(MewsThreads.Message.CreatedUtc)),
        Identifier = (string?)Value(source, nameof(MewsThreads.Message.Identifier)),
    };

    // Each was made a message again before the conversation is.
    private static Message[] Messages(PSObject source) =>
    [
        .. from object item in Get<IEnumerable>(source, nameof(Conversation.Messages))
           select Unwrapped.Of(item) as Message ?? throw Missing(nameof(Conversation.Messages)),
    ];

    private static ConversationMessage Row(PSObject source) => new()
    {
        MessageThreadId = Get<Guid>(source, nameof(ConversationMessage.MessageThreadId)),
        Subject = Get<string>(source, nameof(ConversationMessage.Subject)),
        OriginalSender = Get<string>(source, nameof(ConversationMessage.OriginalSender)),
        Id = Get<Guid>(source, nameof(ConversationMessage.Id)),
        CreatedUtc = Time(source, nameof(ConversationMessage.CreatedUtc)),
        Sender = Get<string>(source, nameof(ConversationMessage.Sender)),
        Text = Get<string>(source, nameof(ConversationMessage.Text)),
    };

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
