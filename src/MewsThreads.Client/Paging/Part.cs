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

    /// <summary>It as two lighter parts, newer first; null where it cannot be cut any further.</summary>
    public Part[]? Halves()
    {
        if (Ids is { Length: > 1 } && Cursor is null)
        {
            var half = Ids.Length / 2;
            return [this with { Ids = [.. Ids.Take(half)] }, this with { Ids = [.. Ids.Skip(half)] }];
        }

        if (Window.Updated is { } updated)
        {
            // The whole of it again, less what was emitted.
            return Middle(updated.Start, updated.End) is { } middle
                ?
                [
                    this with { Window = Window with { Updated = updated with { Start = middle } }, Cursor = null, Reached = null },
                    this with { Window = Window with { Updated = updated with { End = middle } }, Cursor = null, Reached = null },
                ]
                : null;
        }

        if (Window.Created is { } created)
        {
            // Sorted by creation, so the cursor's item stays within the newer half, which goes on strictly after it.
            return Middle(created.Start, Reached ?? created.End) is { } middle
                ?
                [
                    this with { Window = new Window(created with { Start = middle }, null) },
                    this with { Window = new Window(created with { End = middle }, null), Cursor = null, Reached = null },
                ]
                : null;
        }

        return null;
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
