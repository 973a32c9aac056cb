using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using MewsThreads.Sync;
using MewsThreads.Tests;

namespace MewsThreads.Benchmarks;

/// <summary>What a merge of a synced file of a million rows with a thousand changes takes, beside a plain copy of the file.</summary>
/// <param name="Megabytes">The size of the file.</param>
/// <param name="CopyTimes">Of each round, in milliseconds.</param>
/// <param name="MergeTimes">Of each round, in milliseconds.</param>
/// <param name="PeakBytes">The most managed memory of all merges, over idle.</param>
internal sealed record FileMergeRun(double Megabytes, double[] CopyTimes, double[] MergeTimes, long PeakBytes)
{
    /// <summary>The argument that makes this program do it, in a process of its own.</summary>
    public const string Role = "merge";

    private const int Rows = 1_000_000;
    private const int Changes = 1_000;

    public static IEnumerable<Measurement> Measure(PageServer server, int rounds)
    {
        foreach (var (extension, what) in new[] { (".csv", "CSV"), (".jsonl", "JSON lines") })
        {
            var run = JsonSerializer.Deserialize<FileMergeRun>(Child.Output(Child.Self(Role, extension, (rounds * 2).ToString(CultureInfo.InvariantCulture))))!;
            yield return new(
                $"a synced file of 1,000,000 rows with 1,000 changes, {what}: time of the merge over a plain copy, both to the disk", 3, false, "×",
                Rounds.Ratio(run.MergeTimes, run.CopyTimes),
                $"{run.Megabytes:0} MB in {Rounds.Milliseconds(run.MergeTimes)}; the copy {Rounds.Milliseconds(run.CopyTimes)}");
            yield return new("the same: peak of managed memory over idle", 32, false, "MB", [run.PeakBytes / 1e6], "");
        }
    }

    /// <summary>Takes turns at both.</summary>
    public static FileMergeRun Of(string extension, int rounds)
    {
        var folder = Directory.CreateTempSubdirectory("mewsthreads-").FullName;
        try
        {
            RowFormat format = extension == ".csv" ? new CsvFormat(spreadsheetSafe: false, byteOrderMark: false) : new JsonLinesFormat();
            var (old, copy, merged) = (Path.Combine(folder, "old"), Path.Combine(folder, "copy"), Path.Combine(folder, "merged"));
            SyncThreads.Write(old, format, Enumerable.Range(0, Rows).Select(SyncThreads.Thread));
            var changes = SyncThreads.Changes(Rows, Changes);
            Copy(old, copy);
            Merge(format, old, merged, changes);

            var (copyTimes, mergeTimes, peak) = (new List<double>(), new List<double>(), 0L);
            for (var round = 0; round < rounds; round++)
            {
                copyTimes.Add(Time(() => Copy(old, copy), out _));
                mergeTimes.Add(Time(() => Merge(format, old, merged, changes), out var bytes));
                peak = Math.Max(peak, bytes);
            }

            return new(new FileInfo(old).Length / 1e6, [.. copyTimes], [.. mergeTimes], peak);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Both up to the disk, since a sync is not done before that.
    private static void Copy(string from, string to)
    {
        using var source = File.OpenRead(from);
        using var target = File.Create(to);
        source.CopyTo(target, 1 << 20);
        target.Flush(flushToDisk: true);
    }

    private static void Merge(RowFormat format, string from, string to, IReadOnlyCollection<MessageThread> changes)
    {
        using var source = File.OpenRead(from);
        using var target = File.Create(to);
        using var merge = new FileMerge(format, changes, target);
        _ = merge.Merge(source, _ => { }, CancellationToken.None) ?? throw new InvalidDataException("The file holds something that is no row.");
        target.Flush(flushToDisk: true);
    }

    private static double Time(Action action, out long bytes)
    {
        var idle = GC.GetTotalMemory(forceFullCollection: true);
        var peak = idle;
        using var done = new ManualResetEventSlim();
        var watching = new Thread(() =>
        {
            while (!done.Wait(1))
            {
                peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: false));
            }
        });
        watching.Start();
        var stopwatch = Stopwatch.StartNew();
        action();
        var took = stopwatch.Elapsed.TotalMilliseconds;
        done.Set();
        watching.Join();
        bytes = peak - idle;
        return took;
    }
}
