using System.Net;

namespace MewsThreads.Emulator.Tests;

/// <summary>Starting and stopping.</summary>
public sealed class HostTests
{
    [Fact]
    public async Task Two_run_side_by_side_on_free_ports()
    {
        await using var one = await TestApi.StartAsync();
        await using var two = await TestApi.StartAsync();
        Assert.NotEqual(one.Host.Address.Port, two.Host.Address.Port);
        Assert.Equal("127.0.0.1", one.Host.Address.Host);
        one.Store.Add(TestApi.Now.AddDays(-1));
        Assert.Single((await one.PostAsync(TestApi.GetAll, TestApi.Page())).Ids);
        Assert.Empty((await two.PostAsync(TestApi.GetAll, TestApi.Page())).Ids);
    }

    [Fact]
    public async Task A_stopped_one_frees_its_port()
    {
        Uri address;
        await using (var api = await TestApi.StartAsync())
        {
            // With a connection kept open by its client.
            await api.PostAsync(TestApi.GetConfiguration, TestApi.Body());
            address = api.Host.Address;
            await api.Host.DisposeAsync();
            await Assert.ThrowsAsync<HttpRequestException>(() => api.PostAsync(TestApi.GetConfiguration, TestApi.Body()));
        }
        await using var again = await TestApi.StartAsync(o => o with { Url = address.ToString() });
        Assert.Equal(address, again.Host.Address);
        Assert.Equal(HttpStatusCode.OK, (await again.PostAsync(TestApi.GetConfiguration, TestApi.Body())).Status);
    }

    [Fact]
    public async Task Listening_on_any_address_it_names_one_to_connect_to()
    {
        await using var api = await TestApi.StartAsync(o => o with { Url = "http://0.0.0.0:0" });
        Assert.Equal("127.0.0.1", api.Host.Address.Host);
        Assert.Equal(HttpStatusCode.OK, (await api.PostAsync(TestApi.GetConfiguration, TestApi.Body())).Status);
    }

    [Fact]
    public async Task A_port_in_use_is_an_IOException_and_leaves_nothing_behind()
    {
        await using var api = await TestApi.StartAsync();
        await Assert.ThrowsAsync<IOException>(() => TestApi.StartAsync(o => o with { Url = api.Host.Address.ToString() }));
    }

    [Fact]
    public async Task Options_out_of_range_are_refused()
    {
        Func<EmulatorOptions, EmulatorOptions>[] changes =
        [
            o => o with { Threads = -1 },
            o => o with { LimitRequests = -1 },
            o => o with { LimitWindow = TimeSpan.Zero },
            o => o with { World = new World { TimestampDigits = -1 } },
            o => o with { World = new World { TimestampDigits = 8 } },
        ];
        foreach (var change in changes)
        {
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => TestApi.StartAsync(change));
        }
    }
}
