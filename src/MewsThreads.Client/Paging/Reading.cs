namespace MewsThreads.Paging;

/// <summary>How far a list that is sorted by creation was read, newest first, to tell what of it comes again where it begins anew.</summary>
/// <param name="Reached">When the last item that was read was created.</param>
/// <param name="Ids">The ids of the items that were read near there.</param>
internal sealed record Reading(DateTimeOffset Reached, IReadOnlyCollection<Guid> Ids)
{
    /// <summary>What counts as near: a window that begins there ends up to two seconds later, and Mews prints whole ones.</summary>
    public static readonly TimeSpan Near = TimeSpan.FromSeconds(3);

    /// <summary>Whether it held an item.</summary>
    public bool Held(IItem item) => item.CreatedUtc - Reached > Near || Ids.Contains(item.Id);
}
