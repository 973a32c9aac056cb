using System.Text.Json;
using System.Text.Json.Nodes;
using MewsThreads.Emulator;
using MewsThreads.Lists;
using MewsThreads.Tests;

namespace MewsThreads.Client.Tests;

/// <summary>A server that finds requests for many threads too heavy (408), from any page on: their messages are all read, each once.</summary>
public class HeavyIdsTests
{
    private static readonly DateTimeOffset Now = new(2026, 8, 31, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public Task Messages_without_a_window_are_asked_for_by_fewer_threads_whichever_page_is_the_first_to_be_refused(int pages) =>
        AssertAllAsync(new ListQuery { PageSize = 40 }, (page, ids, _) => page >= pages && ids > 8);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public Task Where_long_windows_are_too_heavy_as_well_nothing_comes_twice(int pages) =>
        AssertAllAsync(
            new ListQuery { PageSize = 40, Created = new TimeFilter(Now.AddDays(-30), null) },
            (page, ids, days) => page >= pages && (ids > 8 || days > 3));

    [Theory]
    [InlineData(null)]
    [InlineData(30)]
    public async Task A_list_that_begins_anew_again_before_it_is_back_where_it_was_returns_nothing_twice(int? daysBack)
    {
        var query = new ListQuery { PageSize = 10, Created = new TimeFilter(daysBack is { } days ? Now.AddDays(-days) : null, null) };
        for (var seed = 1; seed <= 20; seed++)
        {
            var random = new Random(seed);
            await AssertAllAsync(query, (page, ids, days) => page >= 1 && (ids > 1 || days > 1) && random.Next(4) == 0);
        }
    }

    [Fact]
    public Task Where_messages_come_in_another_order_than_newest_first_it_is_an_error_and_none_is_left_out() =>
        Assert.ThrowsAsync<MewsApiException>(() => AssertAllAsync(new ListQuery { PageSize = 40 }, (page, ids, _) => page >= 2 && ids > 8, isReversed: true));

    [Fact]
    public async Task Where_only_the_window_is_too_long_the_threads_are_not_asked_for_one_by_one()
    {
        var query = new ListQuery { Created = new TimeFilter(Now.AddDays(-30), null) };

        // Sixty threads, of which the first is asked for alone until it is known that their number does not matter.
        Assert.InRange(await AssertAllAsync(query, (_, _, days) => days > 8), 4, 80);
    }

    /// <returns>The number of requests.</returns>
    private static async Task<int> AssertAllAsync(ListQuery query, Func<int, int, double, bool> isTooHeavy, bool isReversed = false)
    {
        var time = new VirtualTime(Now);
        await using var emulator = await EmulatorHost.StartAsync(
            new EmulatorOptions { Threads = 0, LimitRequests = 0, Clock = time }, TestContext.Current.CancellationToken);
        var random = new Random(1);
        List<StoredThread> threads = [.. Enumerable.Range(0, 60).Select(i => HeavyList.Thread(Now.AddDays(-40).AddMinutes(i)))];
        emulator.Store.Insert(threads);

        // Several in a second, also where pages meet.
        List<StoredMessage> messages =
        [
            .. Enumerable.Range(0, 60).SelectMany(i =>
            {
                var second = Now.AddSeconds(-random.Next(86_400 * 29));
                return Enumerable.Range(1, 6).Select(j => Message(threads[random.Next(threads.Count)].Id, second.AddTicks(j * 1_500_000)));
            }),
        ];
        emulator.Messages.Insert(messages);
        var (answered, asked) = (0, 0);
        using var server = new RawServer(request =>
        {
            var body = JsonDocument.Parse(request.Body).RootElement;
            var days = body.TryGetProperty("CreatedUtc", out var window) && window.ValueKind == JsonValueKind.Object
                ? (window.GetProperty("EndUtc").GetDateTimeOffset() - window.GetProperty("StartUtc").GetDateTimeOffset()).TotalDays
                : 0;
            asked++;
            return isTooHeavy(answered, body.GetProperty("MessageThreadIds").GetArrayLength(), days)
                ? RawResponse.Of("408 Request Timeout", "", "")
                : Answer(request.SendOn(emulator.Address), isReversed, ref answered);
        });
        var client = HeavyList.Client(server.Address, time);

        var read = ReadLists.Messages(client, query, Now.AddDays(1), [.. threads.Select(thread => thread.Id)]).Select(message => message.Id).ToList();

        Assert.Equal(messages.Select(message => message.Id).Order(), read.Order());
        TestContext.Current.TestOutputHelper!.WriteLine($"{asked} requests");
        return asked;
    }

    private static RawResponse Answer(string body, bool isReversed, ref int answered)
    {
        answered++;
        if (isReversed)
        {
            var page = JsonNode.Parse(body)!;
            page["Messages"] = new JsonArray([.. page["Messages"]!.AsArray().Reverse().Select(message => message!.DeepClone())]);
            body = page.ToJsonString();
        }

        return RawResponse.Of("200 OK", "Content-Type: application/json\r\n", body);
    }

    private static StoredMessage Message(Guid thread, DateTimeOffset created) => new()
    {
        Id = ThreadStore.NewId(created),
        MessageThreadId = thread,
        Text = "Hi",
        Sender = "Enterprise",
        CreatedUtc = created,
    };
}
