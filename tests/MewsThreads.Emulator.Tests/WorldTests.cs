using System.Net;

namespace MewsThreads.Emulator.Tests;

/// <summary>Worlds, which are made of an answer to each question that Mews' documentation leaves open.</summary>
public sealed class WorldTests
{
    [Fact]
    public void The_defaults_are_the_kind_world() => Assert.Equal(World.Kind, new EmulatorOptions().World);

    [Fact]
    public void The_strict_world_differs_wherever_a_switch_is_not_strict_by_default()
    {
        string[] strictByDefault = ["--null-ends", "--timestamp-digits", "--unknown-customer", "--addresses"];
        Assert.Equal(
            WorldSwitch.All.Select(s => s.Name).Except(strictByDefault),
            WorldSwitch.All.Where(s => s.Word(World.Kind) != s.Word(World.Strict)).Select(s => s.Name));
    }

    [Fact]
    public void Every_property_is_a_switch_and_random_worlds_have_every_answer_of_it()
    {
        Assert.Equal(
            typeof(World).GetProperties().Where(p => p.CanWrite && !p.GetMethod!.IsStatic).Select(p => p.PropertyType),
            WorldSwitch.All.Select(s => s.Get(World.Kind).GetType()));
        var worlds = Enumerable.Range(0, 200).Select(World.Random).ToList();
        Assert.All(WorldSwitch.All, s => Assert.Equal(s.Words.Order(), worlds.Select(s.Word).Distinct().Order()));
        Assert.Equal(World.Random(5), World.Random(5));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(-1)]
    public async Task A_world_that_cannot_be_is_refused(int digits)
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => TestApi.StartAsync(
            o => o with { World = new World { TimestampDigits = digits } }));
        await using var api = await TestApi.StartAsync();
        Assert.Throws<ArgumentOutOfRangeException>(() => api.Host.World = World.Kind with { TimestampDigits = digits });
        Assert.Throws<ArgumentOutOfRangeException>(() => api.Host.World = World.Kind with { UnknownIds = (UnknownIds)9 });
        Assert.Equal(World.Kind, api.Host.World);
    }

    [Fact]
    public async Task The_world_can_change_between_two_requests()
    {
        await using var api = await TestApi.StartAsync();
        var body = TestApi.Page(("MessageThreadIds", TestApi.Ids(Guid.NewGuid())));
        Assert.Equal(HttpStatusCode.OK, (await api.PostAsync(TestApi.GetAll, body)).Status);
        api.Host.World = World.Kind with { UnknownIds = UnknownIds.Reject };
        (await api.PostAsync(TestApi.GetAll, body)).IsError(HttpStatusCode.BadRequest);
    }
}
