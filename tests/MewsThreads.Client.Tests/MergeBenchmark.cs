using System.Diagnostics;
using MewsThreads.Sync;

namespace MewsThreads.Client.Tests;

/// <summary>What a merge costs, beside a plain copy of the same file.</summary>
public class MergeBenchmark
{
    private const int Rows = 1_000_000;
    private const int Changes = 1_000;

    [Theory(Explicit = true)]
    [InlineData(".csv")]
    [InlineData(".jsonl")]
    public void A_million_rows_with_a_thousand_changes(string extension)
    {
        using var folder = new SyncFolder(onDisk: true);
        RowFormat format = extension == ".csv" ? new CsvFormat(spreadsheetSafe: false, byteOrderMark: false) : new JsonLinesFormat();
        var (old, copy, merged) = (folder.File("old" + extension), folder.File("copy"), folder.File("merged"));
        SyncThreads.Write(old, format, Enumerable.Range(0, Rows).Select(SyncThreads.Thread));
        var changes = SyncThreads.Changes(Rows, Changes);
        var output = TestContext.Current.TestOutputHelper!;
        var ratios = new List<double>();

        for (var round = 0; round < 8; round++)
        {
            var copying = Measure(() => Copy(old, copy), out _);
            var merging = Measure(() => Merge(format, old, merged, changes), out var memory);
            ratios.Add(merging / copying);
            output.WriteLine(
                $"{extension}, {new FileInfo(old).Length / 1e6:0} MB: copy {copying:0} ms, merge {merging:0} ms ({merging / copying:0.0} times), peak {memory / 1e6:0.0} MB over idle");
        }

        output.WriteLine($"Median {ratios.Order().ElementAt(ratios.Count / 2):0.00} times");
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
        Assert.NotNull(merge.Merge(source, _ => { }, TestContext.Current.CancellationToken));
        target.Flush(flushToDisk: true);
        Assert.Equal(Rows + (Changes / 2), merge.Finish() is var outcome ? outcome.Added + outcome.Updated + outcome.Unchanged : 0);
    }

    private static double Measure(Action action, out long memory)
    {
        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
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
        memory = peak - idle;
        return took;
    }
}
