using MewsThreads.Emulator.Worlds;

namespace MewsThreads.Emulator.Storage;

/// <summary>A message thread as it is stored: to the tick, and with what the API does not show.</summary>
public sealed record StoredThread
{
    /// <summary>Unique identifier; see <see cref="ThreadStore.NewId"/>.</summary>
    public required Guid Id { get; init; }

    /// <summary>The integration that created it, the only one that sees it.</summary>
    public Guid IntegrationId { get; init; } = DemoIntegrations.Default;

    /// <summary>The enterprise it belongs to.</summary>
    public Guid EnterpriseId { get; init; } = DemoEnterprises.First.Id;

    /// <summary>Sender of the first message, 1 character or more.</summary>
    public required string OriginalSender { get; init; }

    /// <summary>Subject, 1 character or more.</summary>
    public required string Subject { get; init; }

    /// <summary>When it was created, to the tick; printed with <see cref="World.TimestampDigits"/> digits.</summary>
    public required DateTimeOffset CreatedUtc { get; init; }

    /// <summary>When it was last updated, to the tick.</summary>
    public required DateTimeOffset UpdatedUtc { get; init; }

    /// <summary>Whether it is resolved.</summary>
    public bool IsResolved { get; init; }

    /// <summary>The customer whom it concerns, if any, such as one of <see cref="DemoCustomers"/>. No operation returns it.</summary>
    public Guid? CustomerId { get; init; }
}

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

    /// <summary>When it was created, to the tick; printed with <see cref="World.TimestampDigits"/> digits.</summary>
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
