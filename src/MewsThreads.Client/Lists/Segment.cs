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

    private Segment(Segment from, Window window, Guid[]? ids, bool goesOn = false)
        : this(window, from.EnterpriseIds, ids, goesOn ? from.Cursor : null)
    {
        Origin = from.Origin;
        Reached = goesOn ? from.Reached : null;
    }

    public Window Window { get; }

    public IReadOnlyCollection<Guid>? EnterpriseIds { get; }

    public Guid[]? Ids { get; }

    /// <summary>The segment of the plan that this one is, or was cut from.</summary>
    public Segment Origin { get; }

    /// <summary>Where its next page begins; null for its newest item.</summary>
    public string? Cursor { get; private set; }

    /// <summary>When the cursor's item was created; null without a cursor.</summary>
    public DateTimeOffset? Reached { get; private set; }

    /// <summary>The search for refused ids that its ids are a group of; null if there is none, as for a piece of a group.</summary>
    public IdSearch? Search { get; private init; }

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
    public void Advance(string cursor, DateTimeOffset? reached)
    {
        Cursor = cursor;
        Reached = reached;
    }

    /// <summary>The same with other ids, from its newest item on.</summary>
    /// <param name="ids">The ids.</param>
    /// <param name="search">The search that they are a group of, if any.</param>
    public Segment With(Guid[] ids, IdSearch? search) => new(this, Window, ids) { Search = search };

    /// <summary>It as two segments, newer first; the older one begins anew.</summary>
    /// <param name="at">An instant between its start and where it has come to.</param>
    public Segment[] CutAt(DateTimeOffset at)
    {
        // Sorted by creation, so the cursor's item stays within the newer segment, which goes on strictly after it.
        var created = Window.Created!.Value;
        return
        [
            new(this, new Window(created with { Start = at }, null), Ids, goesOn: true),
            new(this, new Window(created with { End = at }, null), Ids),
        ];
    }

    /// <summary>It as two lighter segments, newer first, or as a single one; null if it cannot be made any lighter.</summary>
    /// <param name="canBeginAnew">Whether what was read near where it has come to is known, so that a window that begins there can leave it out.</param>
    public Segment[]? Lighter(bool canBeginAnew)
    {
        if (Ids is { Length: > 1 } && Cursor is null)
        {
            var half = Ids.Length / 2;
            return [new(this, Window, [.. Ids.Take(half)]), new(this, Window, [.. Ids.Skip(half)])];
        }

        if (Window.Updated is { } updated)
        {
            // The whole of it again, without what was emitted.
            return Middle(updated.Start, updated.End) is { } middle
                ?
                [
                    new(this, Window with { Updated = updated with { Start = middle } }, Ids),
                    new(this, Window with { Updated = updated with { End = middle } }, Ids),
                ]
                : null;
        }

        if (Window.Created is { } created)
        {
            // A cursor would leave the newer segment with all that was read already, which may be what is too heavy.
            var rest = IsSorted && Reached is { } reached && canBeginAnew ? FromReached(created, reached) : this;
            return Middle(created.Start, rest.Reached ?? rest.Window.Created!.Value.End) is { } middle ? rest.CutAt(middle)
                : rest == this ? null
                : [rest];
        }

        return null;
    }

    public override string ToString() =>
        string.Join(", ", new[] { Window.ToString(), Ids is null ? "" : $"{Ids.Length} ids" }.Where(text => text.Length > 0));

    /// <summary>What is left of it as a window without a cursor.</summary>
    private Segment FromReached(Interval created, DateTimeOffset reached)
    {
        // Mews may print less than it stores, so the cursor's item may lie up to a second later than it seems.
        var end = reached.AddTicks(-(reached.Ticks % TimeSpan.TicksPerSecond)).AddSeconds(2);
        return end < created.End ? new(this, new Window(created with { End = end }, null), Ids) : this;
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
