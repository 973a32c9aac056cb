using System.Net;

namespace MewsThreads.Emulator.Tests;

/// <summary>Which request meets which fault.</summary>
public sealed class FaultScheduleTests
{
    private static readonly Fault Error = new() { Kind = FaultKind.ServerError };

    [Fact]
    public async Task It_is_empty_at_first_and_again_when_cleared()
    {
        await using var api = await TestApi.StartAsync();
        Assert.Empty(api.Host.Faults.Snapshot());
        api.Host.Faults.Add(Error, Error with { Status = 502 });
        Assert.Equal([500, 502], api.Host.Faults.Snapshot().Select(f => f.Fault.Status));
        api.Host.Faults.Clear();
        Assert.Empty(api.Host.Faults.Snapshot());
        Assert.Equal("200 200", await StatusesAsync(api, 2));
    }

    [Fact]
    public async Task A_fault_skips_happens_and_ends()
    {
        await using var api = await TestApi.StartAsync();
        api.Host.Faults.Add(Error with { Skip = 2, Times = 3 });
        Assert.Equal("200 200 500 500 500 200 200", await StatusesAsync(api, 7));
        Assert.Equal([new ScheduledFault(Error with { Skip = 2, Times = 3 }, 7, 3)], api.Host.Faults.Snapshot());
    }

    [Fact]
    public async Task The_first_that_happens_wins_and_the_others_only_count()
    {
        await using var api = await TestApi.StartAsync();
        api.Host.Faults.Add(Error with { Times = 1 }, Error with { Status = 502, Skip = 1, Times = 1 }, Error with { Status = 503 });
        Assert.Equal("500 502 503 503", await StatusesAsync(api, 4));
        Assert.Equal([(4, 1), (4, 1), (4, 2)], api.Host.Faults.Snapshot().Select(f => (f.Matched, f.Happened)));
    }

    [Fact]
    public async Task Changes_of_threads_go_together_with_anything()
    {
        await using var api = await TestApi.StartAsync();
        api.Host.Faults.Add(
            new Fault { Kind = FaultKind.InsertThreads },
            Error,
            new Fault { Kind = FaultKind.InsertThreads, Threads = 2 },
            new Fault { Kind = FaultKind.UpdateThreads });
        Assert.Equal("500", await StatusesAsync(api, 1));
        Assert.Equal(3, api.Store.Count);
        Assert.Equal((FaultKind.ServerError, false), (api.OnlyRequest.Fault, api.OnlyRequest.Processed));
        Assert.All(api.Host.Faults.Snapshot(), f => Assert.Equal(1, f.Happened));
    }

    [Fact]
    public async Task It_is_for_one_operation_or_for_all()
    {
        await using var api = await TestApi.StartAsync();
        api.Host.Faults.Add(Error with { Operation = TestApi.AddThread });
        Assert.Equal(HttpStatusCode.OK, (await api.PostAsync(TestApi.GetAll, TestApi.Page())).Status);
        Assert.Equal(HttpStatusCode.InternalServerError, (await api.PostAsync(TestApi.AddThread, TestApi.NewThread())).Status);
        Assert.Equal(1, Assert.Single(api.Host.Faults.Snapshot()).Matched);
        api.Host.Faults.Add(Error);
        Assert.Equal("500", await StatusesAsync(api, 1));
    }

    [Fact]
    public async Task A_wrong_address_comes_before_any_fault()
    {
        await using var api = await TestApi.StartAsync();
        api.Host.Faults.Add(Error, new Fault { Kind = FaultKind.InsertThreads });
        (await api.PostAsync("messageThreads/delete", TestApi.Body())).IsError(HttpStatusCode.NotFound);
        Assert.All(api.Host.Faults.Snapshot(), f => Assert.Equal(0, f.Matched));
        Assert.Empty(api.Store.All());
    }

    [Fact]
    public async Task A_fault_does_not_use_up_the_request_limit()
    {
        await using var api = await TestApi.StartAsync(o => o with { LimitRequests = 1 });
        api.Host.Faults.Add(Error with { Times = 3 });
        Assert.Equal("500 500 500 200 429", await StatusesAsync(api, 5));
    }

    [Fact]
    public async Task Chance_follows_the_seed()
    {
        await using var api = await TestApi.StartAsync();
        api.Host.Faults.Seed = 42;
        Assert.Equal(42, api.Host.Faults.Seed);
        api.Host.Faults.Add(Error with { Probability = 0.5 });
        var first = await StatusesAsync(api, 64);
        Assert.InRange(Assert.Single(api.Host.Faults.Snapshot()).Happened, 16, 48);

        api.Host.Faults.Reset(42);
        Assert.Equal((0, 0), (api.Host.Faults.Snapshot()[0].Matched, api.Host.Faults.Snapshot()[0].Happened));
        Assert.Equal(first, await StatusesAsync(api, 64));
        api.Host.Faults.Clear();
        api.Host.Faults.Add(Error with { Probability = 0.5 });
        Assert.Equal(first, await StatusesAsync(api, 64));

        api.Host.Faults.Reset(43);
        Assert.NotEqual(first, await StatusesAsync(api, 64));
    }

    [Fact]
    public async Task A_fault_draws_the_same_whatever_comes_before_it()
    {
        await using var api = await TestApi.StartAsync();
        var rare = Error with { Status = 503, Probability = 0.3 };
        api.Host.Faults.Add(Error with { Times = 0 }, rare);
        var alone = await StatusesAsync(api, 64);
        api.Host.Faults.Clear();
        api.Host.Faults.Add(Error with { Probability = 0.3 }, rare);
        var after = await StatusesAsync(api, 64);
        Assert.All(alone.Split(' ').Zip(after.Split(' ')), pair => Assert.True(pair.Second == "500" || pair.First == pair.Second));
    }

    [Theory]
    [InlineData(0, "200")]
    [InlineData(1, "500")]
    public async Task Never_and_always_are_just_that(double probability, string status)
    {
        await using var api = await TestApi.StartAsync();
        api.Host.Faults.Add(Error with { Probability = probability });
        Assert.Equal(string.Join(' ', Enumerable.Repeat(status, 50)), await StatusesAsync(api, 50));
    }

    [Fact]
    public async Task Requests_at_once_meet_as_many_faults_as_there_are()
    {
        await using var api = await TestApi.StartAsync();
        api.Host.Faults.Add(Error with { Skip = 10, Times = 20 });
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => api.PostAsync(TestApi.GetAll, TestApi.Page())));
        Assert.Equal(20, answers.Count(a => a.Status == HttpStatusCode.InternalServerError));
        Assert.Equal(20, api.Host.Requests.Snapshot().Count(r => r.Fault == FaultKind.ServerError));
        Assert.Equal((50, 20), (api.Host.Faults.Snapshot()[0].Matched, api.Host.Faults.Snapshot()[0].Happened));
    }

    [Fact]
    public async Task A_fault_that_makes_no_sense_is_refused_with_all_that_come_with_it()
    {
        await using var api = await TestApi.StartAsync();
        foreach (var (bad, property) in new[]
        {
            (Error with { Kind = (FaultKind)99 }, "Kind"),
            (Error with { Probability = 1.1 }, "Probability"),
            (Error with { Probability = double.NaN }, "Probability"),
            (Error with { Skip = -1 }, "Skip"),
            (Error with { Times = -1 }, "Times"),
            (Error with { Status = 499 }, "Status"),
            (Error with { Status = 600 }, "Status"),
            (Error with { Body = (FaultBody)9 }, "Body"),
            (Error with { RetryAfter = (RetryAfterStyle)9 }, "RetryAfter"),
            (Error with { RetryAfterSeconds = double.PositiveInfinity }, "RetryAfterSeconds"),
            (Error with { AboveCount = -1 }, "AboveCount"),
            (Error with { AboveWindow = TimeSpan.FromTicks(-1) }, "AboveWindow"),
            (Error with { Seconds = -1 }, "Seconds"),
            (Error with { Seconds = 1e9 }, "Seconds"),
            (Error with { Kind = FaultKind.MissingField }, "Field"),
            (Error with { Threads = 0 }, "Threads"),
            (Error with { Threads = 1001 }, "Threads"),
        })
        {
            var e = Assert.Throws<ArgumentException>(() => api.Host.Faults.Add(Error, bad));
            Assert.StartsWith(property + " ", e.Message, StringComparison.Ordinal);
        }
        Assert.Empty(api.Host.Faults.Snapshot());
    }

    private static async Task<string> StatusesAsync(TestApi api, int requests)
    {
        var statuses = new List<int>();
        for (var i = 0; i < requests; i++)
        {
            statuses.Add((int)(await api.PostAsync(TestApi.GetAll, TestApi.Page())).Status);
        }
        return string.Join(' ', statuses);
    }
}
