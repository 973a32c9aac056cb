using System.Net;

namespace MewsThreads.Emulator.Tests;

/// <summary>Threads and messages that <c>getAll</c> finds some seconds after they were created.</summary>
public sealed class LateVisibilityTests
{
    private const int Seconds = 30;

    [Theory]
    [InlineData(UpdatedSort.Created)]
    [InlineData(UpdatedSort.Updated)]
    public async Task A_new_thread_is_found_late_whatever_is_asked_for(UpdatedSort sort)
    {
        await using var api = await StartAsync(World.Kind with { UpdatedSort = sort });
        var old = api.Store.Add(TestApi.Now.AddDays(-1));
        var added = (await api.PostAsync(TestApi.AddThread, TestApi.NewThread())).Ids[0];
        api.Host.Faults.Add(new Fault { Kind = FaultKind.InsertThreads, Times = 1 });
        var interval = TestApi.Interval(TestApi.Now.AddDays(-2), TestApi.Now.AddDays(1));
        foreach (var isVisible in new[] { false, true })
        {
            foreach (var body in new[]
            {
                TestApi.Page(),
                TestApi.Page(("AccessToken", DemoTokens.PortfolioAccessToken)),
                TestApi.Page(("CreatedUtc", null), ("UpdatedUtc", interval.DeepClone())),
                TestApi.Page(("MessageThreadIds", TestApi.Ids(api.Store.All().Select(t => t.Id)))),
            })
            {
                var ids = (await api.PostAsync(TestApi.GetAll, body)).Ids;
                Assert.Equal(isVisible, ids.Contains(added));
                Assert.Contains(old.Id, ids);
                Assert.Equal(isVisible ? api.Store.Count : 1, ids.Count);
            }
            // The clock that can be set has no part in it.
            api.Host.ClockOffset = TimeSpan.FromHours(5);
            Assert.DoesNotContain(isVisible ? Guid.Empty : added, (await api.PostAsync(TestApi.GetAll, TestApi.Page())).Ids);
            api.Host.ClockOffset = TimeSpan.Zero;
            api.Clock.Advance(TimeSpan.FromSeconds(Seconds));
        }
    }

    [Fact]
    public async Task A_new_message_is_found_late_whoever_wrote_it()
    {
        await using var api = await StartAsync(World.Kind);
        var thread = api.Store.Add(TestApi.Now.AddDays(-1));
        var old = api.Messages.Add(thread.Id, TestApi.Now.AddDays(-1));
        await api.PostAsync(TestApi.AddMessages, TestApi.NewMessages(thread.Id, "a", "b"));
        api.Host.Answer(thread.Id, "c");
        var page = TestApi.MessagePage([thread.Id]);
        Assert.Equal([old.Id], (await api.PostAsync(TestApi.GetMessages, page)).MessageIds);
        api.Clock.Advance(TimeSpan.FromSeconds(Seconds - 1));
        Assert.Equal([old.Id], await api.ReadAllMessagesAsync(TestApi.MessagePage([thread.Id]), count: 1));
        api.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(api.Messages.All().Select(m => m.Id), (await api.PostAsync(TestApi.GetMessages, page)).MessageIds);
        Assert.Equal(4, api.Messages.All().Count);
    }

    [Fact]
    public async Task A_page_is_full_though_later_items_are_hidden()
    {
        await using var api = await StartAsync(World.Kind);
        var threads = Enumerable.Range(1, 5).Select(i => api.Store.Add(TestApi.Now.AddDays(-i)).Id).ToList();
        await api.PostAsync(TestApi.AddThread, TestApi.NewThread());
        Assert.Equal(threads[..2], (await api.PostAsync(TestApi.GetAll, TestApi.Page(("Limitation", TestApi.Limitation(2))))).Ids);
        Assert.Equal(threads, await api.ReadAllAsync(TestApi.Page(), count: 2));
    }

    [Fact]
    public async Task A_thread_that_is_not_found_yet_is_unknown_to_reads_and_open_to_writes()
    {
        await using var api = await StartAsync(World.Kind with { UnknownIds = UnknownIds.Reject });
        var added = (await api.PostAsync(TestApi.AddThread, TestApi.NewThread())).Ids[0];
        (await api.PostAsync(TestApi.GetAll, TestApi.Page(("MessageThreadIds", TestApi.Ids(added))))).IsError(HttpStatusCode.BadRequest);
        (await api.PostAsync(TestApi.GetMessages, TestApi.MessagePage([added]))).IsError(HttpStatusCode.BadRequest);
        Assert.Equal(HttpStatusCode.OK, (await api.PostAsync(TestApi.AddMessages, TestApi.NewMessages(added, "x"))).Status);
    }

    private static Task<TestApi> StartAsync(World world) =>
        TestApi.StartAsync(o => o with { World = world with { VisibleAfterSeconds = Seconds } });
}
