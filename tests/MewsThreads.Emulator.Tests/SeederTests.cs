using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace MewsThreads.Emulator.Tests;

/// <summary>The threads that a new store starts with.</summary>
public sealed class SeederTests
{
    private static readonly DateTimeOffset Today = new(2026, 3, 15, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task By_default_2500_threads_of_three_years_for_the_default_token()
    {
        await using var host = await StartAsync(new EmulatorOptions());
        var threads = host.Store.VisibleTo(DemoTokens.ClientToken, DemoTokens.AccessToken);
        Assert.Equal(2500, threads.Count);
        Assert.All(threads, t =>
        {
            Assert.InRange(t.CreatedUtc, Today.AddYears(-3), Today.AddTicks(-1));
            Assert.InRange(t.UpdatedUtc, t.CreatedUtc, Today);
            Assert.Equal(0, t.CreatedUtc.Ticks % TimeSpan.TicksPerSecond);
            Assert.Equal(0, t.UpdatedUtc.Ticks % TimeSpan.TicksPerSecond);
            Assert.False(string.IsNullOrEmpty(t.OriginalSender));
            Assert.False(string.IsNullOrEmpty(t.Subject));
        });
        Assert.InRange(threads.Count(t => t.IsResolved), 2500 * 0.55, 2500 * 0.65);
        Assert.True(threads.Count(t => t.UpdatedUtc > t.CreatedUtc) > 1000);
        // Spread: every month has some.
        Assert.InRange(threads.Select(t => (t.CreatedUtc.Year, t.CreatedUtc.Month)).Distinct().Count(), 36, 37);
    }

    [Fact]
    public async Task Texts_break_careless_clients()
    {
        await using var host = await StartAsync(new EmulatorOptions());
        var threads = host.Store.VisibleTo(DemoTokens.ClientToken, DemoTokens.AccessToken);
        foreach (var needed in new[] { "\"", ",", ";", "\n", "é", "🎉", "名", "=SUM" })
        {
            Assert.Contains(threads, t => t.Subject.Contains(needed, StringComparison.Ordinal));
        }
        Assert.Contains(threads, t => t.Subject.Length > 1000);
        Assert.Contains(threads, t => t.OriginalSender.Contains('\'', StringComparison.Ordinal));
        Assert.True(threads.Select(t => t.OriginalSender).Distinct().Count() > 100);
        Assert.All(threads, t => Assert.True(t.Subject.IsNormalized(NormalizationForm.FormC)));
    }

    [Fact]
    public async Task What_a_list_shows_first_fits_a_line_and_is_in_Latin_letters()
    {
        await using var host = await StartAsync(new EmulatorOptions());
        var threads = host.Store.VisibleTo(DemoTokens.ClientToken, DemoTokens.AccessToken);
        var first = threads.OrderByDescending(t => t.CreatedUtc).Take(15).Concat(threads.OrderByDescending(t => t.UpdatedUtc).Take(15));
        Assert.All(first, t => Assert.Matches(@"^[\p{IsBasicLatin}\p{IsLatin-1Supplement}\p{IsLatinExtended-A}–—„”]{1,60}$", t.OriginalSender + t.Subject));
        Assert.All(first, t => Assert.DoesNotMatch(@"^[=\s]|[\n\t<]", t.Subject));
    }

    [Fact]
    public async Task Some_hundred_that_the_default_token_must_not_see()
    {
        await using var host = await StartAsync(new EmulatorOptions { Threads = 10 });
        Assert.Equal(10, host.Store.VisibleTo(DemoTokens.ClientToken, DemoTokens.AccessToken).Count);
        Assert.Equal(300, host.Store.VisibleTo(DemoTokens.ClientToken, DemoTokens.SecondEnterpriseAccessToken).Count);
        Assert.Equal(310, host.Store.VisibleTo(DemoTokens.ClientToken, DemoTokens.PortfolioAccessToken).Count);
        Assert.Equal(300, host.Store.VisibleTo(DemoTokens.OtherClientToken, DemoTokens.OtherAccessToken).Count);
        Assert.Equal(610, host.Store.Count);
    }

    [Fact]
    public async Task The_same_seed_number_and_day_give_the_same_threads()
    {
        var options = new EmulatorOptions { Threads = 50 };
        var threads = await ThreadsAsync(options, Today);
        Assert.Equal(threads, await ThreadsAsync(options, Today.AddDays(1).AddTicks(-1)));
        Assert.NotEqual(threads, await ThreadsAsync(options, Today.AddDays(1)));
        Assert.NotEqual(threads, await ThreadsAsync(options with { Seed = 2 }, Today));
        Assert.NotEqual(threads, await ThreadsAsync(options with { Threads = 51 }, Today));
        await ThreadsAsync(options with { Seed = int.MaxValue }, Today);
    }

    [Fact]
    public async Task Each_has_a_conversation_from_its_creation_to_its_update()
    {
        await using var host = await StartAsync(new EmulatorOptions());
        var counts = new HashSet<int>();
        foreach (var thread in host.Store.All())
        {
            var messages = host.Messages.Of(thread.Id).Reverse().ToList();
            Assert.InRange(messages.Count, 1, 6);
            counts.Add(messages.Count);
            Assert.Equal((thread.CreatedUtc, MessageSenders.Application), (messages[0].CreatedUtc, messages[0].Sender));
            Assert.Equal(thread.UpdatedUtc, messages[^1].CreatedUtc);
            Assert.Equal(messages.Select(m => m.CreatedUtc).Distinct().Order(), messages.Select(m => m.CreatedUtc));
            Assert.All(messages.Where((_, i) => i % 2 == 1), m => Assert.Equal(MessageSenders.Enterprise, m.Sender));
            Assert.All(messages, m => Assert.Equal(0, m.CreatedUtc.Ticks % TimeSpan.TicksPerSecond));
        }
        Assert.Equal(6, counts.Count);
        var all = host.Messages.All();
        foreach (var needed in new[] { "\"", ",", ";", "\r\n", "ü", "🎉", "駐", "=2+3" })
        {
            Assert.Contains(all, m => m.Text.Contains(needed, StringComparison.Ordinal));
        }
        Assert.All(all, m => Assert.True(m.Text.Length > 0 && m.Text.IsNormalized(NormalizationForm.FormC)));
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_messages()
    {
        var options = new EmulatorOptions { Threads = 50 };
        var messages = await MessagesAsync(options);
        Assert.Equal(messages, await MessagesAsync(options));
        Assert.NotEqual(messages, await MessagesAsync(options with { Seed = 2 }));

        static async Task<IReadOnlyList<StoredMessage>> MessagesAsync(EmulatorOptions options)
        {
            await using var host = await StartAsync(options);
            return host.Messages.All();
        }
    }

    [Fact]
    public async Task None_is_older_than_the_operation()
    {
        var threads = await ThreadsAsync(new EmulatorOptions { Threads = 500 }, new DateTimeOffset(2022, 3, 1, 0, 0, 0, TimeSpan.Zero));
        Assert.All(threads, t => Assert.Equal(2022, t.CreatedUtc.Year));

        // A fake clock left at its start is no reason to fail.
        Assert.Equal(610, (await ThreadsAsync(new EmulatorOptions { Threads = 10 }, new FakeTimeProvider().GetUtcNow())).Count);
    }

    [Fact]
    public async Task Zero_leaves_the_store_empty()
    {
        await using var host = await StartAsync(new EmulatorOptions { Threads = 0 });
        Assert.Empty(host.Store.All());
    }

    private static async Task<IReadOnlyList<StoredThread>> ThreadsAsync(EmulatorOptions options, DateTimeOffset now)
    {
        await using var host = await StartAsync(options, now);
        return host.Store.All();
    }

    private static Task<EmulatorHost> StartAsync(EmulatorOptions options, DateTimeOffset? now = null) => EmulatorHost.StartAsync(
        options with { Clock = new FakeTimeProvider(now ?? Today.AddHours(15)) }, TestContext.Current.CancellationToken);
}
