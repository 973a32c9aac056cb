using System.Buffers.Binary;

namespace MewsThreads.Emulator.Storage;

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
