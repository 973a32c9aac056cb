using MewsThreads.Contract;

namespace MewsThreads.Lists;

/// <summary>A piece of a list that one sequence of pages covers. It knows how far its pages have come.</summary>
internal sealed class Segment
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(2);

    private readonly EndlessList _endless;

    /// <param name="window">The intervals.</param>
    /// <param name="enterpriseIds">The enterprises; null for all.</param>
    /// <param name="ids">The ids; null for whatever the window holds. They stay the same for all pages, since a cursor belongs to one filter.</param>
    /// <param name="cursor">Where it begins; null for its newest item.</param>
    public Segment(Window window, IReadOnlyCollection<Guid>? enterpriseIds, Guid[]? ids, string? cursor = null)
    {
        Window = window;
        EnterpriseIds = enterpriseIds;
        Ids = ids;
        Cursor = cursor;
        Origin = this;
        _endless = new EndlessList(cursor);
    }

    private Segment(Segment from, Window window, Guid[]? ids, string? cursor = null)
        : this(window, from.EnterpriseIds, ids, cursor) => Origin = from.Origin;

    public Window Window { get; }

    public IReadOnlyCollection<Guid>? EnterpriseIds { get; }

    public Guid[]? Ids { get; }

    /// <summary>The segment of the plan that this one is, or was cut from.</summary>
    public Segment Origin { get; }

    /// <summary>Where its next page begins; null for its newest item.</summary>
    public string? Cursor { get; private set; }

    /// <summary>When the cursor's item was created; null without a cursor.</summary>
    public DateTimeOffset? Reached { get; private set; }

    /// <summary>The ids of the items that were read near there; null if they are not known.</summary>
    private IReadOnlyCollection<Guid>? ReadNearReached { get; set; }

    /// <summary>What was read before it, if it begins anew where another segment had come to; null otherwise.</summary>
    public Reading? ReadBefore { get; private init; }

    /// <summary>The search for refused ids that its ids are a group of; null if there is none, as for a piece of a group.</summary>
    public IdSearch? Search { get; private init; }

    /// <summary>Whether it was cut to hold about a page, and none of it was read yet.</summary>
    public bool IsAboutAPage { get; private set; }

    /// <summary>Whether it stands for what a search has yet to ask for.</summary>
    public bool IsRestOfSearch => Search is not null && Ids is { Length: 0 };

    /// <summary>Whether it is sorted by creation, and can therefore be cut at any instant without a change of order.</summary>
    public bool IsSorted => Window is { Created: not null, Updated: null };

    /// <summary>Whether a page brings it nearer to its end.</summary>
    public bool IsProgress<TItem>(Page<TItem> page) =>
        Window.Updated is not null && page.Items is IReadOnlyList<IItem> items
            ? _endless.HasNew(items.Select(item => item.Id))
            : _endless.IsNewEnd(page.Cursor!, page.End);

    /// <summary>Goes on after a page.</summary>
    /// <param name="cursor">Where the next one begins.</param>
    /// <param name="reached">When its last item was created; null if that is not known.</param>
    /// <param name="readNearReached">The ids of the items that were read near there; null if they are not known.</param>
    public void Advance(string cursor, DateTimeOffset? reached, IReadOnlyCollection<Guid>? readNearReached)
    {
        Cursor = cursor;
        Reached = reached;
        ReadNearReached = readNearReached;
        IsAboutAPage = false;
    }

    /// <summary>The same with other ids, from its newest item on.</summary>
    /// <param name="ids">The ids.</param>
    /// <param name="search">The search that they are a group of, if any.</param>
    public Segment With(Guid[] ids, IdSearch? search) => new(this, Window, ids) { Search = search, ReadBefore = ReadBefore };

    /// <summary>It as two segments, newer first; the older one begins anew.</summary>
    /// <param name="at">An instant between its start and where it has come to.</param>
    /// <param name="isAboutAPage">Whether the newer one is to hold about a page.</param>
    public Segment[] CutAt(DateTimeOffset at, bool isAboutAPage = false)
    {
        // Sorted by creation, so the cursor's item stays within the newer segment, which goes on strictly after it.
        var created = Window.Created!.Value;
        var newer = new Segment(this, new Window(created with { Start = at }, null), Ids, Cursor)
        {
            Reached = Reached,
            ReadNearReached = ReadNearReached,
            ReadBefore = ReadBefore,
            IsAboutAPage = isAboutAPage,
        };
        return [newer, Anew(new Window(created with { End = at }, null), Ids)];
    }

    /// <summary>It as two lighter segments, newer first, or as a single one; null if it cannot be made any lighter.</summary>
    /// <param name="isTooLong">Whether its window is known to be too long, so that to ask for fewer ids would not help.</param>
    public Segment[]? Lighter(bool isTooLong) => (isTooLong ? HalvesOfWindow() : null) ?? HalvesOfIds() ?? HalvesOfWindow();

    public override string ToString() =>
        string.Join(", ", new[] { Window.ToString(), Ids is null ? "" : $"{Ids.Length} ids" }.Where(text => text.Length > 0));

    private Segment[]? HalvesOfIds()
    {
        // Of ids alone, the order is known if they are those of messages, and so is what was read.
        if (Ids is not { Length: > 1 } || !(Cursor is null || (Window == default && CanBeginAnew)))
        {
            return null;
        }

        var half = Ids.Length / 2;
        return [Anew(Window, [.. Ids.Take(half)]), Anew(Window, [.. Ids.Skip(half)])];
    }

    private Segment[]? HalvesOfWindow()
    {
        if (Window.Updated is { } updated)
        {
            // The whole of it again, without what was emitted.
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
            // A cursor would leave the newer segment with all that was read already, which may be what is too heavy.
            var rest = IsSorted && CanBeginAnew ? FromReached(created) : this;
            return Middle(created.Start, rest.Reached ?? rest.Window.Created!.Value.End) is { } middle ? rest.CutAt(middle)
                : rest == this ? null
                : [rest];
        }

        return null;
    }

    /// <summary>Whether it can begin anew where it has come to, since what was read before can be told.</summary>
    private bool CanBeginAnew => Reached is not null && ReadNearReached is not null;

    /// <summary>What is left of it as a window without a cursor.</summary>
    private Segment FromReached(Interval created)
    {
        // Mews may print less than it stores, so the cursor's item may lie up to a second later than it seems.
        var reached = Reached!.Value;
        var end = reached.AddTicks(-(reached.Ticks % TimeSpan.TicksPerSecond)).AddSeconds(2);
        return end < created.End ? Anew(new Window(created with { End = end }, null), Ids) : this;
    }

    /// <summary>A piece of it that begins without a cursor, so that what was read already may come again.</summary>
    private Segment Anew(Window window, Guid[]? ids) => new(this, window, ids)
    {
        ReadBefore = CanBeginAnew ? new Reading(Reached!.Value, ReadNearReached!).With(ReadBefore) : ReadBefore,
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

/// <summary>How far a list that is sorted by creation was read, newest first, to tell what of it comes again if it begins anew there.</summary>
/// <param name="Reached">When the last item that was read was created.</param>
/// <param name="Ids">The ids of the items that were read near there.</param>
internal sealed record Reading(DateTimeOffset Reached, IReadOnlyCollection<Guid> Ids)
{
    /// <summary>What counts as near: a window that begins there ends up to two seconds later, and Mews prints whole ones.</summary>
    public static readonly TimeSpan Near = TimeSpan.FromSeconds(3);

    /// <summary>It and what was read before it, which may have come further: a segment may begin anew again before it is back there.</summary>
    public Reading With(Reading? before)
    {
        if (before is null || before.Reached - Reached > Near)
        {
            return this;
        }

        return Reached - before.Reached > Near ? before : new(Reached < before.Reached ? Reached : before.Reached, [.. before.Ids.Union(Ids)]);
    }

    /// <summary>Whether it held an item.</summary>
    public bool Held(IItem item) => item.CreatedUtc - Reached > Near || Ids.Contains(item.Id);
}
