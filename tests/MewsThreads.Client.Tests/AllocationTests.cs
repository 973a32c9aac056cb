using System.Globalization;
using System.Runtime.CompilerServices;
using MewsThreads.Http;
using MewsThreads.Lists;
using MewsThreads.Tests;

namespace MewsThreads.Client.Tests;

/// <summary>What is allocated for a thread, from the socket to the consumer; nothing else runs meanwhile.</summary>
[Collection(nameof(AllocationTests))]
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
public class AllocationTests
{
    private const int PageSize = 1000;
    private const int Pages = 40;

    private static readonly DateTimeOffset Now = new(2026, 8, 31, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_thread_costs_hardly_more_than_itself_and_its_strings()
    {
        var sender = "Jane Doe";
        var subject = "Is there a crib in the room?";
        var items = string.Join(",", Enumerable.Range(0, PageSize).Select(_ => string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"Id":"{{Guid.NewGuid()}}","OriginalSender":"{{sender}}","Subject":"{{subject}}","CreatedUtc":"2026-08-01T10:00:00Z","UpdatedUtc":"2026-08-01T12:00:00Z","IsResolved":false}""")));
        using var server = new EndlessServer(items);
        var client = new ConnectorClient(
            server.Address,
            new Tokens(ScriptedServer.Secure("client-token"), ScriptedServer.Secure("access-token")),
            "Test 1.0",
            new ConnectionOptions { MaximumRetryCount = 0, RequestLimit = int.MaxValue });

        // Once to warm up: pools, connections and code.
        Read(client, Pages);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        Read(client, Pages);
        var each = (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)(Pages * PageSize);

        var itself = SizeOf(() => new MessageThread()) + SizeOf(() => new string('x', sender.Length)) + SizeOf(() => new string('x', subject.Length));
        TestContext.Current.TestOutputHelper!.WriteLine($"{each:0.0} bytes a thread, {itself} of them itself and its strings");
        Assert.InRange(each, itself, 1.3 * itself);
    }

    private static void Read(ConnectorClient client, int pages)
    {
        var query = new ListQuery { PageSize = PageSize, Created = new(Now.AddMonths(-1), Now), First = pages * PageSize };
        Assert.Equal(pages * PageSize, ReadLists.Threads(client, query, Now).Count());
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.NoOptimization)]
    private static long SizeOf(Func<object> make)
    {
        make();
        var before = GC.GetAllocatedBytesForCurrentThread();
        GC.KeepAlive(make());
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
