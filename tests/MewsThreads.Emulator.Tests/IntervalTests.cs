using System.Net;

namespace MewsThreads.Emulator.Tests;

/// <summary>How long an interval may be, and what is in it.</summary>
public sealed class IntervalTests
{
    [Theory]
    [InlineData("2026-01-01T00:00:00Z", "2026-04-02T00:00:00Z", true)] // 3 months and a day, to the tick
    [InlineData("2026-01-01T00:00:00Z", "2026-04-02T00:00:00.0000001Z", false)]
    [InlineData("2025-11-30T00:00:00Z", "2026-03-01T00:00:00Z", true)] // 3 months after November 30th is February 28th
    [InlineData("2025-11-30T00:00:00Z", "2026-03-01T00:00:01Z", false)]
    [InlineData("2026-05-01T00:00:00Z", "2026-08-01T00:00:00Z", true)] // 92 days, seen to pass
    [InlineData("2026-01-01T00:00:00Z", "2026-04-11T00:00:00Z", false)] // 100 days, seen to fail
    [InlineData("9999-10-01T00:00:00Z", "9999-12-31T23:59:59Z", true)] // where adding months would overflow
    [InlineData("0001-01-01T00:00:00Z", "0001-02-01T00:00:00Z", true)]
    public async Task At_most_3_months_and_a_day(string start, string end, bool good)
    {
        await using var api = await TestApi.StartAsync();
        foreach (var filter in new[] { "CreatedUtc", "UpdatedUtc" })
        {
            var answer = await api.PostAsync(TestApi.GetAll, TestApi.Page((filter, TestApi.Interval(start, end))));
            if (good)
            {
                Assert.Equal(HttpStatusCode.OK, answer.Status);
            }
            else
            {
                Assert.Equal("The interval must not exceed 3M1D.", answer.IsError(HttpStatusCode.BadRequest));
            }
        }
    }

    [Theory]
    [InlineData("2026-01-01T00:00:00Z", "2026-04-01T00:00:00Z", true)]
    [InlineData("2026-01-01T00:00:00Z", "2026-04-01T00:00:00.0000001Z", false)]
    [InlineData("2025-11-28T00:00:00Z", "2026-02-28T00:00:00Z", true)]
    [InlineData("2025-11-30T00:00:00Z", "2026-02-28T00:00:00Z", true)] // both readings: start + 3M = 02-28, end - 3M = 11-28
    [InlineData("2026-02-28T00:00:00Z", "2026-05-31T00:00:00Z", false)] // start + 3M = 05-28
    [InlineData("2025-11-29T12:00:00Z", "2026-02-28T12:00:00Z", true)]
    [InlineData("2026-02-28T00:00:00Z", "2026-05-28T00:00:00Z", true)]
    [InlineData("9999-10-01T00:00:00Z", "9999-12-31T23:59:59Z", true)]
    [InlineData("0001-01-01T00:00:00Z", "0001-02-01T00:00:00Z", true)]
    public async Task At_most_3_months_when_strict(string start, string end, bool good)
    {
        await using var api = await TestApi.StartAsync(o => o with { World = new World { StrictMonths = true } });
        var answer = await api.PostAsync(TestApi.GetAll, TestApi.Page(("UpdatedUtc", TestApi.Interval(start, end))));
        Assert.Equal(good ? HttpStatusCode.OK : HttpStatusCode.BadRequest, answer.Status);
    }

    [Theory]
    [InlineData(IntervalRule.HalfOpen, new[] { "inside", "start" })]
    [InlineData(IntervalRule.Inclusive, new[] { "end", "inside", "start" })]
    public async Task The_end_is_outside_or_inside(IntervalRule rule, string[] expected)
    {
        await using var api = await TestApi.StartAsync(o => o with { World = new World { Intervals = rule } });
        var (start, end) = (TestApi.Now.AddDays(-2), TestApi.Now.AddDays(-1));
        foreach (var (at, subject) in new[]
        {
            (start.AddTicks(-1), "before"), (start, "start"), (start.AddTicks(1), "inside"), (end, "end"), (end.AddTicks(1), "after"),
        })
        {
            // Each thread is in place by its creation and, through another token's eyes, by its update.
            api.Store.Add(at, subject: subject);
            api.Store.Add(start.AddDays(-10), subject: subject, updatedUtc: at, enterpriseId: DemoEnterprises.Second.Id);
        }

        var created = await api.PostAsync(TestApi.GetAll, TestApi.Page(("CreatedUtc", TestApi.Interval(start, end))));
        Assert.Equal(expected, Subjects(created));
        var updated = await api.PostAsync(TestApi.GetAll, TestApi.Page(
            ("AccessToken", DemoTokens.SecondEnterpriseAccessToken), ("CreatedUtc", null), ("UpdatedUtc", TestApi.Interval(start, end))));
        Assert.Equal(expected.Order(), Subjects(updated).Order());
    }

    [Theory]
    [InlineData(IntervalRule.HalfOpen)]
    [InlineData(IntervalRule.Inclusive)]
    public async Task Equal_ends_mean_equal_to(IntervalRule rule)
    {
        await using var api = await TestApi.StartAsync(o => o with { World = new World { Intervals = rule } });
        var at = TestApi.Now.AddDays(-1);
        api.Store.Add(at.AddTicks(-1), subject: "before");
        api.Store.Add(at, subject: "at");
        api.Store.Add(at.AddTicks(1), subject: "after");
        var answer = await api.PostAsync(TestApi.GetAll, TestApi.Page(("CreatedUtc", TestApi.Interval(at, at))));
        Assert.Equal(["at"], Subjects(answer));
    }

    [Fact]
    public async Task Both_intervals_must_hold()
    {
        await using var api = await TestApi.StartAsync();
        var (old, recent) = (TestApi.Now.AddDays(-20), TestApi.Now.AddDays(-2));
        api.Store.Add(old, subject: "old, old");
        api.Store.Add(old, subject: "old, updated", updatedUtc: recent);
        api.Store.Add(recent, subject: "recent", updatedUtc: recent);
        var answer = await api.PostAsync(TestApi.GetAll, TestApi.Page(
            ("CreatedUtc", TestApi.Interval(old.AddDays(-1), old.AddDays(1))),
            ("UpdatedUtc", TestApi.Interval(recent.AddDays(-1), recent.AddDays(1)))));
        Assert.Equal(["old, updated"], Subjects(answer));
    }

    [Fact]
    public async Task An_offset_is_respected()
    {
        await using var api = await TestApi.StartAsync();
        api.Store.Add(DateTimeOffset.Parse("2026-03-01T00:00:00Z", null));
        var answer = await api.PostAsync(TestApi.GetAll, TestApi.Page(
            ("CreatedUtc", TestApi.Interval("2026-03-01T05:30:00+05:30", "2026-02-28T19:00:01-05:00"))));
        Assert.Single(answer.Ids);
    }

    private static IEnumerable<string?> Subjects(Answer answer) =>
        answer.Json.GetProperty("MessageThreads").EnumerateArray().Select(t => t.GetProperty("Subject").GetString());
}
