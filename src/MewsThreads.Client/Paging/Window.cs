using MewsThreads.Contract;

namespace MewsThreads.Paging;

/// <summary>One combination of intervals that a request may carry; without either it takes ids.</summary>
internal readonly record struct Window(Interval? Created, Interval? Updated)
{
    // Mews prints whole seconds, so an item may seem up to a second away from where it is stored.
    public static readonly TimeSpan PrintedPrecision = TimeSpan.FromSeconds(1);

    /// <summary>How long the interval is that is cut where it is too long for Mews; null without one.</summary>
    public TimeSpan? Length => (Updated ?? Created) is { } interval ? interval.End - interval.Start : null;

    /// <summary>
    /// Whether the next older window can return this item, too: it lies where the two share their boundary instant, and Mews may
    /// include both ends of an interval.
    /// </summary>
    public bool IsAtOlderEdge(IItem item) => IsNear(Created, item.CreatedUtc) || IsNear(Updated, item.UpdatedUtc);

    /// <summary>Whether an item lies in it, as far as can be told from what is printed and where the ends may be included.</summary>
    public bool Holds(IItem item) => IsWithin(Created, item.CreatedUtc) && IsWithin(Updated, item.UpdatedUtc);

    public override string ToString() =>
        string.Join(", ", new[] { Describe("created", Created), Describe("updated", Updated) }.Where(part => part is not null));

    private static bool IsWithin(Interval? interval, DateTimeOffset instant) =>
        interval is not { } window || (window.Start - instant <= PrintedPrecision && instant - window.End <= PrintedPrecision);

    private static bool IsNear(Interval? interval, DateTimeOffset instant) =>
        interval is { } window && (instant - window.Start).Duration() <= PrintedPrecision;

    private static string? Describe(string what, Interval? interval) => interval is null ? null : $"{what} {interval}";
}
