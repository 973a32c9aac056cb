using System.Buffers.Binary;
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

/// <summary>
/// Ids as recorded from Mews: random, but for the last 12 hex digits, which encode the creation instant the way SQL Server's
/// <c>datetime</c> does: 4 digits of days since 1900-01-01, 8 digits of 1/300 s since midnight.
/// </summary>
internal static class ItemId
{
    private const long TicksPerDay = TimeSpan.TicksPerDay;
    private const int UnitsPerSecond = 300;
    private static readonly DateTimeOffset Epoch = new(1900, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static Guid New(DateTimeOffset created, Random random)
    {
        var sinceEpoch = (created - Epoch).Ticks;
        var days = Math.DivRem(sinceEpoch, TicksPerDay, out var ticks);
        if (sinceEpoch < 0 || days > ushort.MaxValue)
        {
            throw new ArgumentOutOfRangeException(nameof(created), created, "An id can only encode an instant from 1900 to 2079.");
        }

        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes[..10]);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[10..], (ushort)days);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[12..], (uint)(ticks * UnitsPerSecond / TimeSpan.TicksPerSecond));
        return new Guid(bytes, bigEndian: true);
    }
}
