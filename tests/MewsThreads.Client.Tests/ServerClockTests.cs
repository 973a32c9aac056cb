using MewsThreads.Connections;
using MewsThreads.Emulator;
using MewsThreads.Http;
using MewsThreads.Lists;
using MewsThreads.Tests;
using MewsThreads.Writes;

namespace MewsThreads.Client.Tests;

/// <summary>Clocks that are wrong or are set: the newest threads are listed, and the thread of a lost response is found.</summary>
public sealed class ServerClockTests : IAsyncLifetime
{
    private readonly VirtualTime _time = new(new DateTimeOffset(2026, 8, 31, 12, 0, 0, 500, TimeSpan.Zero));
    private EmulatorHost _emulator = null!;
    private ConnectorClient _client = null!;
    private VirtualClock _clock = null!;

    public async ValueTask InitializeAsync()
    {
        _emulator = await EmulatorHost.StartAsync(new EmulatorOptions { Threads = 0, Clock = _time }, TestContext.Current.CancellationToken);
        _clock = new VirtualClock(_time);
        _client = ClientOn(_clock);
    }

    public ValueTask DisposeAsync() => _emulator.DisposeAsync();

    [Theory]
    [InlineData(-25)]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(25)]
    public void The_newest_threads_are_listed_after_the_local_clock_was_corrected(int wrongBy)
    {
        _clock.WrongBy = TimeSpan.FromHours(wrongBy);
        Verify();
        _clock.WrongBy = TimeSpan.Zero;

        AssertNewestIsListed();
    }

    [Theory]
    [InlineData(-5)]
    [InlineData(5)]
    public void The_newest_threads_are_listed_after_the_clock_of_the_server_was_set(int hours)
    {
        Verify();
        _emulator.ClockOffset = TimeSpan.FromHours(hours);

        AssertNewestIsListed();
    }

    [Fact]
    public void The_newest_threads_are_listed_after_the_machine_has_slept()
    {
        Verify();

        // The time of day goes on, and the count of the machine does not.
        _emulator.ClockOffset = _clock.WrongBy = TimeSpan.FromDays(40);

        AssertNewestIsListed();
    }

    [Fact]
    public void The_newest_threads_are_listed_when_no_response_has_told_the_time_and_the_local_clock_is_slow()
    {
        _clock.WrongBy = TimeSpan.FromDays(-30);

        AssertNewestIsListed();
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(1, 0)]
    [InlineData(0, -5)]
    [InlineData(0, 5)]
    [InlineData(-1, 5)]
    [InlineData(1, -5)]
    public void The_thread_of_a_lost_response_is_found_whichever_clock_was_set_before(int localHours, int serverHours)
    {
        Verify();
        _clock.WrongBy = TimeSpan.FromHours(localHours);
        _emulator.ClockOffset = TimeSpan.FromHours(serverHours);

        AssertLostIsFound();
    }

    [Fact]
    public void The_thread_of_a_lost_response_is_found_without_verification()
    {
        _clock.WrongBy = TimeSpan.FromDays(2);

        AssertLostIsFound();
    }

    [Fact]
    public void The_thread_of_a_lost_response_is_found_if_mews_dates_it_with_the_second_before()
    {
        // Sent at 12:00:00.9; a second that is stored whole begins before that.
        _time.Pass(TimeSpan.FromSeconds(0.4));
        Verify();
        var since = _client.ServerClock.EarliestDateAt(_clock.Elapsed);

        Assert.Equal(new DateTimeOffset(2026, 8, 31, 11, 59, 59, TimeSpan.Zero), since);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9999)]
    public void A_date_that_nobody_can_reckon_with_is_passed_over(int year)
    {
        Verify();
        var end = _client.ServerClock.OpenEnd();

        _client.ServerClock.Learn(new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero), _clock.Elapsed);

        Assert.Equal(end, _client.ServerClock.OpenEnd());
    }

    [Fact]
    public void A_thread_that_was_there_before_is_not_taken_for_that_of_a_lost_response()
    {
        CreateElsewhere("Late arrival");
        _time.Pass(TimeSpan.FromMinutes(1));
        Lose(FaultKind.ResetBefore);

        var error = Assert.Throws<MewsOutcomeUnknownException>(() => Create("Late arrival"));

        Assert.Contains("0 such threads", error.Message, StringComparison.Ordinal);
        Assert.True(error.Since > _time.GetUtcNow().AddSeconds(-3));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_thread_from_before_the_clock_of_the_server_was_set_back_is_not_taken_for_that_of_a_lost_response(bool isClockKnown)
    {
        if (isClockKnown)
        {
            Verify();
        }

        CreateElsewhere("Late arrival");
        _time.Pass(TimeSpan.FromMinutes(1));
        _emulator.ClockOffset = TimeSpan.FromHours(-5);
        Lose(FaultKind.ResetBefore);

        var error = Assert.Throws<MewsOutcomeUnknownException>(() => Create("Late arrival"));

        Assert.Contains("0 such threads", error.Message, StringComparison.Ordinal);
    }

    private ConnectorClient ClientOn(VirtualClock clock) => new(
        _emulator.Address,
        new Tokens(ScriptedServer.Secure(DemoTokens.ClientToken), ScriptedServer.Secure(DemoTokens.AccessToken)),
        "Test 1.0",
        new ConnectionOptions(),
        clock,
        new Random(1));

    private void Verify() => ServerInfo.Get(_client, ReadLists.Context());

    private void AssertNewestIsListed()
    {
        var id = CreateElsewhere("Newest");
        Assert.Equal(id, Assert.Single(ReadLists.Threads(_client, new ListQuery(), _client.ServerClock.OpenEnd())).Id);
    }

    private void AssertLostIsFound()
    {
        Lose(FaultKind.LostAnswer);

        var found = Create("Late arrival");

        Assert.Equal(Assert.Single(_emulator.Store.All()).Id, found);
    }

    private void Lose(FaultKind kind) => _emulator.Faults.Add(
        new Fault { Kind = kind, Operation = "messageThreads/add", Times = 1 });

    private Guid Create(string subject) => Create(_client, subject);

    private Guid CreateElsewhere(string subject) => Create(ClientOn(new VirtualClock(_time)), subject);

    private static Guid Create(ConnectorClient client, string subject)
    {
        var connection = new MewsConnection(client, environment: null, server: null);
        return new ThreadWriter(connection, ReadLists.Context()).Add("Guest", subject, customerId: null, _ => { }).Id;
    }
}
