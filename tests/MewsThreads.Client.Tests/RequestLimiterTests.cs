using CsCheck;
using MewsThreads.Http;
using MewsThreads.Tests;

namespace MewsThreads.Client.Tests;

public class RequestLimiterTests
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(30);

    private static readonly object Command = new();

    private readonly VirtualTime _time = new(DateTimeOffset.UnixEpoch);

    [Fact]
    public void As_many_as_the_limit_go_at_once_and_the_next_waits_until_the_first_has_left_the_window()
    {
        var limiter = Limiter();
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(TimeSpan.Zero, limiter.TryBegin(3, Command));
            limiter.End(Command);
            _time.Pass(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(TimeSpan.FromSeconds(27), limiter.TryBegin(3, Command));
        _time.Pass(TimeSpan.FromSeconds(27));
        Assert.Equal(TimeSpan.Zero, limiter.TryBegin(3, Command));
    }

    [Fact]
    public void A_request_counts_from_its_end_since_it_reached_mews_before_that()
    {
        var limiter = Limiter();
        Assert.Equal(TimeSpan.Zero, limiter.TryBegin(1, Command));
        _time.Pass(TimeSpan.FromMinutes(1));
        Assert.NotEqual(TimeSpan.Zero, limiter.TryBegin(1, Command));

        limiter.End(Command);
        Assert.Equal(Window, limiter.TryBegin(1, Command));
    }

    [Fact]
    public void A_pause_holds_everything_back_and_a_shorter_one_does_not_end_it()
    {
        var limiter = Limiter();
        limiter.Pause(TimeSpan.FromSeconds(10));
        limiter.Pause(TimeSpan.FromSeconds(5));

        Assert.Equal(TimeSpan.FromSeconds(10), limiter.TryBegin(100, Command));
        _time.Pass(TimeSpan.FromSeconds(10));
        Assert.Equal(TimeSpan.Zero, limiter.TryBegin(100, Command));
    }

    [Fact]
    public void No_window_anywhere_ever_holds_more_than_the_limit() =>
        Gen.Select(Gen.Int[1, 5], Gen.Int[0, 20].Array[1, 60]).Sample((limit, pauses) =>
        {
            var time = new VirtualTime(DateTimeOffset.UnixEpoch);
            var limiter = new RequestLimiter(new VirtualClock(time), Window);
            var arrived = new List<TimeSpan>();
            foreach (var pause in pauses)
            {
                time.Pass(TimeSpan.FromSeconds(pause));
                while (limiter.TryBegin(limit, Command) is var wait && wait > TimeSpan.Zero)
                {
                    time.Pass(wait);
                }

                // On its way for up to a second, there at some time, and back for up to a second.
                time.Pass(TimeSpan.FromMilliseconds(pause * 50));
                arrived.Add(time.Elapsed);
                time.Pass(TimeSpan.FromMilliseconds(1000 - (pause * 50)));
                limiter.End(Command);
            }

            Assert.All(arrived, end => Assert.InRange(arrived.Count(at => at > end - Window && at <= end), 1, limit));
        });

    [Theory]
    [InlineData(8, 8)]
    [InlineData(8, 1)]
    [InlineData(64, 4)]
    public void Of_two_lists_each_gets_a_third_of_the_requests_also_if_one_of_them_began_alone(int pagesOfFirst, int pagesOfSecond)
    {
        const int limit = 200;
        var took = TimeSpan.FromMilliseconds(50);
        var limiter = Limiter();
        object[] lists = [new(), new()];
        var admitted = new int[2];
        var events = new PriorityQueue<(int List, bool IsEnd), TimeSpan>();
        events.EnqueueRange(Enumerable.Repeat((0, false), pagesOfFirst), TimeSpan.Zero);
        events.EnqueueRange(Enumerable.Repeat((1, false), pagesOfSecond), TimeSpan.FromSeconds(5));

        while (events.TryDequeue(out var next, out var at) && at < TimeSpan.FromMinutes(10))
        {
            _time.Pass(at - _time.Elapsed);
            if (next.IsEnd)
            {
                limiter.End(lists[next.List]);
                events.Enqueue((next.List, false), at);
            }
            else if (limiter.TryBegin(limit, lists[next.List]) is var wait && wait > TimeSpan.Zero)
            {
                events.Enqueue(next, at + wait);
            }
            else
            {
                // Only once both are there, and the first has been held back to its share.
                admitted[next.List] += at > TimeSpan.FromMinutes(1) ? 1 : 0;
                events.Enqueue((next.List, true), at + took);
            }
        }

        Assert.InRange(admitted[0], admitted.Sum() / 3, admitted.Sum());
        Assert.InRange(admitted[1], admitted.Sum() / 3, admitted.Sum());

        // And nothing of the limit is left unused.
        Assert.InRange(admitted.Sum(), 0.9 * limit * 18, limit * 18.5);
    }

    [Fact]
    public void A_command_that_is_alone_may_use_the_whole_limit_soon_after_another_has_ended()
    {
        var limiter = Limiter();
        Assert.Equal(TimeSpan.Zero, limiter.TryBegin(9, new object()));
        _time.Pass(TimeSpan.FromSeconds(3));

        for (var i = 0; i < 8; i++)
        {
            Assert.Equal(TimeSpan.Zero, limiter.TryBegin(9, Command));
        }
    }

    [Fact]
    public void Connections_with_the_same_token_and_address_share_it_and_others_do_not()
    {
        var clock = new VirtualClock(_time);
        RequestLimiter Of(string address, string access, string client = "client-token") => RequestLimiter.Shared(
            clock, new Uri(address), new Tokens(ScriptedServer.Secure(client), ScriptedServer.Secure(access)), Window);
        var limiter = Of("https://api.mews.com", "access-token");

        Assert.Same(limiter, Of("https://api.mews.com", "access-token", client: "another client"));
        Assert.NotSame(limiter, Of("https://api.mews.com", "another-token"));
        Assert.NotSame(limiter, Of("https://api.mews-demo.com", "access-token"));
    }

    private RequestLimiter Limiter() => new(new VirtualClock(_time), Window);
}
