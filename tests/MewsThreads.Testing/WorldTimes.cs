using MewsThreads.Lists;

namespace MewsThreads.Tests;

/// <summary>What becomes of a time in a world: how it is printed, and what a filter makes of it.</summary>
internal static class WorldTimes
{
    /// <summary>A stored time as it is printed: cut, not rounded.</summary>
    public static DateTimeOffset Printed(this World world, DateTimeOffset stored) =>
        stored.AddTicks(-(stored.Ticks % (long)Math.Pow(10, 7 - world.TimestampDigits)));

    /// <summary>A stored time as it is compared with an interval.</summary>
    public static DateTimeOffset Compared(this World world, DateTimeOffset stored) =>
        world.ComparedTimes == ComparedTimes.AsStored ? stored : world.Printed(stored);

    /// <summary>Whether a filter must let a time pass.</summary>
    public static bool MustPass(this World world, TimeFilter filter, DateTimeOffset stored) =>
        IsAfter(world, filter, stored) && (filter.Before is null || world.Compared(stored) < filter.Before);

    /// <summary>
    /// Whether a filter may let a time pass: also one at its end, where Mews includes that and prints an earlier time.
    /// </summary>
    public static bool MayPass(this World world, TimeFilter filter, DateTimeOffset stored) =>
        IsAfter(world, filter, stored)
        && (filter.Before is null || (world.Compared(stored) <= filter.Before && world.Printed(stored) < filter.Before));

    private static bool IsAfter(World world, TimeFilter filter, DateTimeOffset stored) =>
        filter.After is null || filter.After <= world.Compared(stored);
}
