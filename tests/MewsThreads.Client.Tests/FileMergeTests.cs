using System.Text;
using CsCheck;
using MewsThreads.Sync;
using MewsThreads.Tests;

namespace MewsThreads.Client.Tests;

/// <summary>The merge alone, beside one that holds everything in memory.</summary>
public class FileMergeTests
{
    private static readonly Gen<string> Subject = Gen.OneOf(
        Gen.String[Gen.Char["a\",\r\n=ü "], 0, 12],
        // Now and then longer than a piece that is read at once.
        Gen.Frequency((300, Gen.Const(1)), (1, Gen.Const(150_000))).Select(times => string.Concat(Enumerable.Repeat("long \"\"\n", times))));

    private static readonly Gen<MessageThread> Thread =
        from at in Gen.Int[0, 60]
        from subject in Subject
        from created in Gen.Int[0, 3]
        select new MessageThread
        {
            Id = new Guid(at * 7919, 0, 0, new byte[8]),
            OriginalSender = "Guest",
            Subject = subject,

            // Few instants, so that ids decide; some with a fraction. The same thread always has the same.
            CreatedUtc = new DateTimeOffset(2024, 1, 1, 0, 0, at % 4, TimeSpan.Zero).AddTicks(at % 3 * 1_200_000),
            UpdatedUtc = new DateTimeOffset(2024, 1, 2, 0, 0, created, TimeSpan.Zero),
        };

    private static readonly Gen<List<MessageThread>> Threads = Thread.List[0, 40].Select(threads => threads.DistinctBy(thread => thread.Id).ToList());

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void It_is_as_if_everything_were_written_anew(bool isCsv)
    {
        RowFormat format = isCsv ? new CsvFormat(spreadsheetSafe: false, byteOrderMark: true) : new JsonLinesFormat();
        Gen.Select(Threads, Threads).Sample(
            (before, changes) =>
            {
                var (old, _) = Build(format, before);

                var (merged, outcome) = Merge(format, old, changes);

                var after = changes.Concat(before).DistinctBy(thread => thread.Id).ToList();
                Assert.Equal(Build(format, after).File, merged);
                var rows = before.ToDictionary(thread => thread.Id, format.RowOf);
                var same = changes.Count(thread => rows.TryGetValue(thread.Id, out var row) && row.AsSpan().SequenceEqual(format.RowOf(thread)));
                var replaced = changes.Count(thread => rows.ContainsKey(thread.Id));
                Assert.Equal(
                    (changes.Count - replaced, replaced - same, before.Count - replaced + same),
                    (outcome!.Added, outcome.Updated, outcome.Unchanged));
                Assert.Equal((merged.Length, Sha256(merged)), (outcome.Length, outcome.Sha256));
            },
            iter: 300,
            threads: 1);
    }

    [Fact]
    public void A_thread_whose_creation_is_shown_otherwise_than_before_is_still_one_row()
    {
        var format = new JsonLinesFormat();
        var threads = Enumerable.Range(0, 10).Select(SyncThreads.Thread).ToList();
        var (old, _) = Build(format, threads);
        foreach (var (moved, by) in new[] { (threads[7], -1000), (threads[2], 1000), (threads[4], 0.25) })
        {
            moved.CreatedUtc = moved.CreatedUtc.AddSeconds(by);
        }

        var (merged, outcome) = Merge(format, old, [threads[2], threads[4], threads[7]]);

        Assert.Equal(Build(format, threads).File, merged);
        Assert.Equal((0, 3, 7), (outcome!.Added, outcome.Updated, outcome.Unchanged));
    }

    [Fact]
    public void What_is_no_row_is_noticed_and_not_merged()
    {
        RowFormat format = new CsvFormat(spreadsheetSafe: false, byteOrderMark: false);
        var (file, _) = Build(format, Enumerable.Range(0, 5).Select(SyncThreads.Thread));
        var text = Encoding.UTF8.GetString(file);
        string[] broken =
        [
            text[..^1], text[..30], text + "\r\n", text + "Total: 5\r\n", text.Replace("Id,", "ID,", StringComparison.Ordinal), "\uFEFF" + text,
            text.Replace("\n00000000-", "\n\"0000000-", StringComparison.Ordinal), text[..80] + "\n" + text[80..],
        ];

        Assert.All(broken, now => Assert.Null(Merge(format, Encoding.UTF8.GetBytes(now), [SyncThreads.Thread(2)]).Outcome));
    }

    [Fact]
    public void Memory_grows_with_the_changes_and_not_with_the_file()
    {
        using var folder = new SyncFolder();
        var format = new CsvFormat(spreadsheetSafe: false, byteOrderMark: false);
        var changes = SyncThreads.Changes(200_000, 100);
        long Allocated(int rows)
        {
            var path = folder.File($"{rows}.csv");
            SyncThreads.Write(path, format, Enumerable.Range(0, rows).Select(SyncThreads.Thread));
            using var old = File.OpenRead(path);
            using var merge = new FileMerge(format, changes, Stream.Null);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.NotNull(merge.Merge(old, _ => { }, TestContext.Current.CancellationToken));
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Allocated(1);
        var small = Allocated(1_000);
        var large = Allocated(200_000);

        // A task a piece of the file, and nothing a row.
        TestContext.Current.TestOutputHelper!.WriteLine($"1,000 rows: {small:N0} bytes; 200,000 rows: {large:N0} bytes");
        Assert.InRange(large - small, 0, 100_000);
    }

    [Fact]
    public void A_merge_ends_where_it_is_cancelled()
    {
        var format = new JsonLinesFormat();
        var (old, _) = Build(format, Enumerable.Range(0, 20_000).Select(SyncThreads.Thread));
        using var source = new CancellationTokenSource();
        using var merge = new FileMerge(format, [], Stream.Null);
        var pieces = 0;

        Assert.Throws<OperationCanceledException>(() => merge.Merge(
            new MemoryStream(old),
            _ =>
            {
                pieces++;
                source.Cancel();
            },
            source.Token));

        Assert.Equal(1, pieces);
    }

    private static (byte[] File, MergeOutcome Outcome) Build(RowFormat format, IEnumerable<MessageThread> threads)
    {
        using var output = new MemoryStream();
        using var merge = new FileMerge(format, threads, output);
        merge.Build(TestContext.Current.CancellationToken);
        return (output.ToArray(), merge.Finish());
    }

    private static (byte[] File, MergeOutcome? Outcome) Merge(RowFormat format, byte[] old, IEnumerable<MessageThread> changes)
    {
        using var output = new MemoryStream();
        using var merge = new FileMerge(format, changes, output);
        var checksum = merge.Merge(new MemoryStream(old), _ => { }, TestContext.Current.CancellationToken);
        Assert.True(checksum is null || checksum == Sha256(old));
        return (output.ToArray(), checksum is null ? null : merge.Finish());
    }

    private static string Sha256(byte[] bytes) => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(bytes));
}
