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

    /// <summary>The ids of the items that were read near where it has come to, which what begins there holds again; null where they are not known.</summary>
    public IReadOnlyCollection<Guid>? ReadNearReached { get; init; }

    /// <summary>Where what it was cut off from had come to, if it begins there anew; null otherwise.</summary>
    public Reading? ReadBefore { get; init; }

    /// <summary>Whether it can begin anew where it has come to, since what was read before can be told.</summary>
    private bool CanBeginAnew => Reached is not null && ReadNearReached is not null;

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
            new Part(new Window(created with { Start = at }, null), EnterpriseIds, Ids, Cursor, Reached, Emitted)
            {
                ReadNearReached = ReadNearReached,
                ReadBefore = ReadBefore,
            },
            Anew(new Window(created with { End = at }, null), Ids),
        ];
    }

    /// <summary>It as two lighter parts, newer first; null where it cannot be cut any further.</summary>
    /// <param name="isTooLong">Whether its window is known to be too long, so that to ask for fewer ids would not help.</param>
    public Part[]? Halves(bool isTooLong) => (isTooLong ? HalvesOfWindow() : null) ?? HalvesOfIds() ?? HalvesOfWindow();

    private Part[]? HalvesOfIds()
    {
        // Of ids alone, the order is known where they are those of messages, and so is what was read.
        if (Ids is not { Length: > 1 } || !(Cursor is null || (Window == default && CanBeginAnew)))
        {
            return null;
        }

        var half = Ids.Length / 2;
        return [Anew(Window, [.. Ids.Take(half)]), Anew(Window, [.. Ids.Skip(half)])];
    }

    private Part[]? HalvesOfWindow()
    {
        if (Window.Updated is { } updated)
        {
            // The whole of it again, less what was emitted.
            return Middle(updated.Start, updated.End) is { } middle
                ?
                [
                    Anew(Window with { Updated = updated with { Start = middle } }, Ids),
                    Anew(Window with { Updated = updated with { End = middle } }, Ids),
                ]
                : null;
        }

        if (Window.Created is { } created)
        {
            // A cursor would leave the newer part with all that was read already, which may be what is too heavy.
            var rest = IsSorted && CanBeginAnew ? FromReached(created) : this;
            return Middle(created.Start, rest.Reached ?? rest.Window.Created!.Value.End) is { } middle ? rest.CutAt(middle) : ReferenceEquals(rest, this) ? null : [rest];
        }

        return null;
    }

    /// <summary>What is left of it as a window without a cursor.</summary>
    private Part FromReached(Interval created)
    {
        // Mews may print less than it stores, so the cursor's item may lie up to a second later than it seems.
        var reached = Reached!.Value;
        var end = reached.AddTicks(-(reached.Ticks % TimeSpan.TicksPerSecond)).AddSeconds(2);
        return end < created.End ? Anew(new Window(created with { End = end }, null), Ids) : this;
    }

    /// <summary>A part of it that begins without a cursor, so that what was read already may come again.</summary>
    private Part Anew(Window window, Guid[]? ids) => new(window, EnterpriseIds, ids, Cursor: null, Reached: null, Emitted)
    {
        ReadBefore = CanBeginAnew ? new Reading(Reached!.Value, ReadNearReached!) : ReadBefore,
    };

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
