using MewsThreads.Contract;
using MewsThreads.Http;
using MewsThreads.Lists;

namespace MewsThreads.Sync;

/// <summary>
/// Brings a file in step with Mews: reads what was updated since the last completed run, merges it into a copy of the file, and replaces the
/// file and then its state.
/// </summary>
/// <remarks>
/// The two are replaced one after the other. Before that, both new ones are whole and on the disk; a run that finds a new state which
/// belongs to the file as it is knows that the one before it was killed in between, and finishes its work.
/// </remarks>
internal sealed class ThreadSync(
    MewsConnection connection, SyncOptions options, SyncFiles files, ISyncObserver observer, CallContext context)
{
    // Windows of the API have an end; this one is far enough away that no thread leaves it by being updated while the run lasts.
    private static readonly TimeSpan LongestRun = TimeSpan.FromDays(1);

    private readonly SyncStateFile _stateFile = new(files);
    private readonly IReadOnlyList<Guid>? _enterpriseIds = options.EnterpriseIds?.Distinct().OrderBy(id => id).ToList();

    /// <summary>Runs it.</summary>
    /// <exception cref="MewsException">Mews could not be read to the end. The file is as it was.</exception>
    /// <exception cref="MewsSyncException">The file, or what lies beside it, is in the way. The file is as it was.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled. The file is as it was.</exception>
    public SyncResult Run()
    {
        try
        {
            using (files.Lock(options.IsDryRun))
            {
                return RunAlone();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MewsSyncException(
                Failure.SyncFileInaccessible, files.Path, $"'{files.Path}' could not be synced: {e.Message}", e);
        }
    }

    private SyncResult RunAlone()
    {
        var clock = connection.Client.Clock;
        var started = clock.Elapsed;
        using var watch = new ClockWatch(connection.Client.ServerClock);
        try
        {
            var state = FindState();

            // The server's clock, asked anew: the connection may be old, and the local clock may have been set since.
            var server = connection.Client.Send(Operations.GetConfiguration, new(), Repeat.Read, context).Body;
            var (to, enterpriseId) = (server.NowUtc!.Value, server.Enterprise!.Id!.Value);
            if (state is not null && state.EnterpriseId != enterpriseId)
            {
                throw Foreign($"it holds threads of the enterprise {state.EnterpriseId}, and the connection is to {enterpriseId}");
            }

            var extends = state?.UpdatedAfter is { } reach && (options.UpdatedAfter is null || options.UpdatedAfter < reach);
            var updatedAfter = state is null || extends ? options.UpdatedAfter : state.UpdatedAfter;
            var from = state is null || extends ? updatedAfter : NextFrom(state, to);
            if (from > to)
            {
                observer.Warn($"Only threads updated after {from:u} belong in the file, and the clock of Mews shows {to:u}: there is none yet.");
            }

            // Where its clock was set back, there may be what was dated before that.
            var latest = state is not null && state.Watermark > to ? state.Watermark : to;
            var changes = Read(from, latest, out var pages);

            // Changes made after their page was read are dated no earlier than this, even if the clock was set back meanwhile.
            var watermark = watch.Earliest(to);
            var merged = Merge(state, changes);
            context.Cancellation.ThrowIfCancellationRequested();
            if (!options.IsDryRun)
            {
                var isOther = state is null || merged.Added + merged.Updated > 0;
                Replace(isOther, StateOf(merged, enterpriseId, updatedAfter, watermark));
            }

            return new SyncResult(files.Path, merged.Added, merged.Updated, merged.Unchanged, from, watermark, pages + 1, clock.Elapsed - started);
        }
        finally
        {
            if (!options.IsDryRun)
            {
                files.DeleteNew(files.Path);
            }
        }
    }

    /// <summary>The state of the file as it is; null where the file is to be built anew.</summary>
    private SyncState? FindState()
    {
        if (!File.Exists(files.Path))
        {
            if (File.Exists(files.StatePath) && !options.Full)
            {
                observer.Warn($"'{files.Path}' is not there any more, although its state is: it is built anew.");
            }

            return null;
        }

        // Also before the file is built anew: should that be killed, too, the file must not be left without its state.
        var finished = _stateFile.FinishKilledRun(options.IsDryRun, context);
        if (options.Full)
        {
            return null;
        }

        var state = finished ?? _stateFile.Read();
        if (state.FormatVersion != SyncState.CurrentVersion)
        {
            throw Foreign($"its state has version {state.FormatVersion}, and this version of the module knows {SyncState.CurrentVersion}");
        }

        if (state.PlatformAddress != connection.PlatformAddress)
        {
            throw Foreign($"it holds threads of {state.PlatformAddress}, and the connection is to {connection.PlatformAddress}");
        }

        if (!(state.EnterpriseIds ?? []).SequenceEqual(_enterpriseIds ?? []))
        {
            throw Foreign("it holds threads of other enterprises");
        }

        if (state.SpreadsheetSafe != options.Format.IsSpreadsheetSafe || state.ByteOrderMark != options.Format.HasByteOrderMark)
        {
            throw Foreign("its values are safe for spreadsheets or it has a byte order mark, and this run writes it otherwise");
        }

        return state.Length == new FileInfo(files.Path).Length ? state : throw Changed();
    }

    /// <summary>Where a run starts after a completed one.</summary>
    private DateTimeOffset? NextFrom(SyncState state, DateTimeOffset to)
    {
        if (to < state.Watermark)
        {
            observer.Warn(
                $"The clock of Mews was set back since the last run, from {state.Watermark:u} at least to {to:u}: everything is read again.");
            return state.UpdatedAfter;
        }

        var from = options.LookBack < state.Watermark - IntervalCut.Earliest ? state.Watermark - options.LookBack : IntervalCut.Earliest;

        // What was updated earlier does not belong in the file, however far the look-back reaches.
        return from < state.UpdatedAfter ? state.UpdatedAfter : from;
    }

    private Dictionary<Guid, MessageThread>.ValueCollection Read(DateTimeOffset? from, DateTimeOffset latest, out int pages)
    {
        var query = new ListQuery { Updated = new TimeFilter(from, null), EnterpriseIds = _enterpriseIds };
        var source = new ThreadSource(connection.Client, query, latest + LongestRun);
        var threads = new Dictionary<Guid, MessageThread>();
        var reader = new ListReader<MessageThread>(source, query, context)
        {
            PageRead = (count, reachedBack) => observer.Read(threads.Count + count, reachedBack),
        };
        foreach (var thread in reader.Read(source.Plan()))
        {
            // Of one that was updated meanwhile and came again, the later response counts.
            threads[thread.Id] = thread;
        }

        pages = reader.Pages;
        return threads.Values;
    }

    private MergeOutcome Merge(SyncState? state, IReadOnlyCollection<MessageThread> changes)
    {
        using var output = options.IsDryRun ? Stream.Null : files.CreateNew(files.Path);
        using var merge = new FileMerge(options.Format, changes, output);
        if (state is null)
        {
            merge.Build(context.Cancellation);
        }
        else
        {
            using var old = files.OpenRead();
            if (merge.Merge(old, bytes => observer.Merged(bytes, state.Length), context.Cancellation) != state.Sha256)
            {
                throw Changed();
            }
        }

        if (!options.IsDryRun)
        {
            files.Flush(output);
        }

        return merge.Finish();
    }

    private SyncState StateOf(MergeOutcome merged, Guid enterpriseId, DateTimeOffset? updatedAfter, DateTimeOffset watermark) => new()
    {
        FormatVersion = SyncState.CurrentVersion,
        PlatformAddress = connection.PlatformAddress,
        EnterpriseId = enterpriseId,
        EnterpriseIds = _enterpriseIds,
        UpdatedAfter = updatedAfter,
        SpreadsheetSafe = options.Format.IsSpreadsheetSafe,
        ByteOrderMark = options.Format.HasByteOrderMark,
        Watermark = watermark,
        Rows = merged.Added + merged.Updated + merged.Unchanged,
        Length = merged.Length,
        Sha256 = merged.Sha256,
    };

    private void Replace(bool fileToo, SyncState state)
    {
        _stateFile.WriteNew(state);
        if (fileToo)
        {
            files.Replace(files.Path);
        }

        files.Replace(files.StatePath);
    }

    private MewsSyncException Foreign(string why) =>
        new(Failure.SyncStateForeign, files.Path, $"'{files.Path}' belongs to something else: {why}.");

    private MewsSyncException Changed() => new(
        Failure.SyncFileChanged, files.Path,
        $"'{files.Path}' is not as the last run left it: it was edited, cut short or written by another program.");
}

/// <summary>What a file is to hold, and how to bring it there.</summary>
/// <param name="Format">The form of its rows.</param>
/// <param name="EnterpriseIds">The enterprises whose threads it holds; null for all in the scope of the access token.</param>
/// <param name="UpdatedAfter">Only threads updated at this instant or later; null for every thread there is.</param>
/// <param name="LookBack">How late Mews may show an update: so much of what the last run has read is read again.</param>
/// <param name="Full">Whether to build it anew, whatever lies there.</param>
/// <param name="IsDryRun">Whether to write nothing.</param>
internal sealed record SyncOptions(
    RowFormat Format, IReadOnlyList<Guid>? EnterpriseIds, DateTimeOffset? UpdatedAfter, TimeSpan LookBack, bool Full, bool IsDryRun);

/// <summary>Is told what a sync does, on the thread that it runs on.</summary>
internal interface ISyncObserver
{
    /// <summary>Something that an operator should know although the run goes on.</summary>
    void Warn(string line);

    /// <summary>A page was read.</summary>
    /// <param name="threads">How many threads were read so far.</param>
    /// <param name="reachedBack">How far back in time the run has come.</param>
    void Read(int threads, DateTimeOffset? reachedBack);

    /// <summary>A piece of the file was gone through.</summary>
    /// <param name="bytes">How much of it so far.</param>
    /// <param name="length">How long it is.</param>
    void Merged(long bytes, long length);
}
