namespace MewsThreads.Emulator;

/// <summary>A message as it is stored: to the tick.</summary>
public sealed record StoredMessage
{
    /// <summary>Unique identifier; see <see cref="ThreadStore.NewId"/>.</summary>
    public required Guid Id { get; init; }

    /// <summary>The thread it belongs to; whoever sees that, sees it.</summary>
    public required Guid MessageThreadId { get; init; }

    /// <summary>Its text, 1 character or more.</summary>
    public required string Text { get; init; }

    /// <summary>
    /// Who wrote it: one of <see cref="MessageSenders"/>, or any other text for a discriminator that is not documented yet.
    /// </summary>
    public string Sender { get; init; } = MessageSenders.Application;

    /// <summary>When it was created, to the tick; printed with <see cref="EmulatorOptions.TimestampDigits"/> digits.</summary>
    public required DateTimeOffset CreatedUtc { get; init; }
}

/// <summary>The documented senders of a message.</summary>
public static class MessageSenders
{
    /// <summary>The integration, through <c>messages/add</c>.</summary>
    public const string Application = "Application";

    /// <summary>An employee of the enterprise, in Mews.</summary>
    public const string Enterprise = "Enterprise";
}
