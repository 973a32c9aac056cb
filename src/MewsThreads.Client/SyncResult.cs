namespace MewsThreads;

/// <summary>What a run of <c>Sync-MewsMessageThread</c> did to its file; with <c>-WhatIf</c>, what it would do.</summary>
public sealed class SyncResult
{
    internal SyncResult(
        string path, long added, long updated, long unchanged, DateTimeOffset? from, DateTimeOffset to, int requests, TimeSpan duration)
    {
        Path = path;
        Added = added;
        Updated = updated;
        Unchanged = unchanged;
        From = from;
        To = to;
        Requests = requests;
        Duration = duration;
    }

    /// <summary>The full path of the file.</summary>
    public string Path { get; }

    /// <summary>How many threads were not in the file before; all of them where it was built anew.</summary>
    public long Added { get; }

    /// <summary>How many rows were replaced by other ones.</summary>
    public long Updated { get; }

    /// <summary>How many rows are the same as before, to the byte.</summary>
    public long Unchanged { get; }

    /// <summary>How many threads the file holds now, one row each.</summary>
    public long Total => Added + Updated + Unchanged;

    /// <summary>Mews was asked for what was updated at this instant or later; <see langword="null"/> for every thread there is.</summary>
    public DateTimeOffset? From { get; }

    /// <summary>
    /// The earliest that the server's clock showed during the run, which is before the first page unless it was set back: the next run starts
    /// here, less its look-back.
    /// </summary>
    public DateTimeOffset To { get; }

    /// <summary>How many requests were answered: one for the server's clock, and the pages. Those that were sent again are not counted.</summary>
    public int Requests { get; }

    /// <summary>How long the run took.</summary>
    public TimeSpan Duration { get; }

    /// <summary>The numbers and the path.</summary>
    /// <returns>A line such as <c>3 added, 5 updated, 2492 unchanged: /home/ada/threads.csv</c>.</returns>
    public override string ToString() => $"{Added} added, {Updated} updated, {Unchanged} unchanged: {DisplayText.Escape(Path)}";
}
