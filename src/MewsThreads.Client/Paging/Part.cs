using MewsThreads.Contract;

namespace MewsThreads.Paging;

/// <summary>A part of the plan that one sequence of pages answers.</summary>
/// <param name="Window">The intervals.</param>
/// <param name="EnterpriseIds">The enterprises; null for all.</param>
/// <param name="Ids">The ids; null for whatever the window holds. They stay the same for all pages, since a cursor belongs to one filter.</param>
/// <param name="Cursor">Where it begins; null for its newest item.</param>
/// <param name="Reached">When the cursor's item was created; null without a cursor.</param>
/// <param name="Emitted">
/// What was emitted of it, kept only where a half of it may begin anew: with an update filter, since its order is not documented.
/// </param>
internal sealed record Part(
    Window Window, IReadOnlyCollection<Guid>? EnterpriseIds, Guid[]? Ids, string? Cursor, DateTimeOffset? Reached, HashSet<Guid>? Emitted)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(2);

    /// <summary>What its pages had so far, to tell whether they come to an end.</summary>
    public Progress Progress { get; } = new(Cursor);

    /// <summary>The search for bad ids that its ids are a group of; null where there is none, as for a piece of a group.</summary>
    public IdSearch? Search { get; init; }

    /// <summary>Whether it stands for what a search has yet to ask for.</summary>
    public bool IsRestOfSearch => Search is not null && Ids is { Length: 0 };

    /// <summary>
    /// Whether it is sorted by creation, and can therefore be cut at any instant without a change of order.
    /// </summary>
    public bool IsSorted => Window is { Created: not null, Updated: null };

    /// <summary>The ids of the items that were read near where it has come to, which a window that begins there holds again; null where they are not known.</summary>
    public IReadOnlyCollection<Guid>? ReadNearReached { get; init; }

    /// <summary>What is left of it after a page.</summary>
    public Part After(string cursor, DateTimeOffset? reached, IReadOnlyCollection<Guid>? readNearReached) =>
        this with { Cursor = cursor, Reached = reached, ReadNearReached = readNearReached };

    /// <summary>It as two parts, newer first, of which the older begins anew.</summary>
    /// <param name="at">An instant between its start and where it has come to.</param>
    public Part[] CutAt(DateTimeOffset at)
    {
        // Sorted by creation, so the cursor's item stays within the newer part, which goes on strictly after it.
        var created = Window.Created!.Value;
        return
        [
            new Part(new Window(created with { Start = at }, null), EnterpriseIds, Ids, Cursor, Reached, Emitted) { ReadNearReached = ReadNearReached },
            new Part(new Window(created with { End = at }, null), EnterpriseIds, Ids, Cursor: null, Reached: null, Emitted) { ReadNearReached = ReadNearReached },
        ];
    }

    /// <summary>It as two lighter parts, newer first; null where it cannot be cut any further.</summary>
    public Part[]? Halves()
    {
        if (Ids is { Length: > 1 } && Cursor is null)
        {
            var half = Ids.Length / 2;
            return
            [
                new Part(Window, EnterpriseIds, [.. Ids.Take(half)], Cursor, Reached, Emitted),
                new Part(Window, EnterpriseIds, [.. Ids.Skip(half)], Cursor, Reached, Emitted),
            ];
        }

        if (Window.Updated is { } updated)
        {
            // The whole of it again, less what was emitted.
            return Middle(updated.Start, updated.End) is { } middle
                ?
                [
                    new Part(Window with { Updated = updated with { Start = middle } }, EnterpriseIds, Ids, Cursor: null, Reached: null, Emitted),
                    new Part(Window with { Updated = updated with { End = middle } }, EnterpriseIds, Ids, Cursor: null, Reached: null, Emitted),
                ]
                : null;
        }

        if (Window.Created is { } created)
        {
            // A cursor would leave the newer part with all that was read already, which may be what is too heavy.
            var rest = IsSorted && Reached is { } reached && ReadNearReached is not null ? FromReached(created, reached) : this;
            return Middle(created.Start, rest.Reached ?? rest.Window.Created!.Value.End) is { } middle ? rest.CutAt(middle) : ReferenceEquals(rest, this) ? null : [rest];
        }

        return null;
    }

    /// <summary>What is left of it as a window without a cursor.</summary>
    private Part FromReached(Interval created, DateTimeOffset reached)
    {
        // Mews may print less than it stores, so the cursor's item may lie up to a second later than it seems.
        var end = reached.AddTicks(-(reached.Ticks % TimeSpan.TicksPerSecond)).AddSeconds(2);
        return end < created.End
            ? new Part(new Window(created with { End = end }, null), EnterpriseIds, Ids, Cursor: null, Reached: null, Emitted) { ReadNearReached = ReadNearReached }
            : this;
    }

    private static DateTimeOffset? Middle(DateTimeOffset start, DateTimeOffset end)
    {
        if (end - start < Shortest)
        {
            return null;
        }

        // At a whole second from the start, so that no interval is cut finer than Mews prints instants.
        return start.AddSeconds(Math.Floor((end - start).TotalSeconds / 2));
    }
}
