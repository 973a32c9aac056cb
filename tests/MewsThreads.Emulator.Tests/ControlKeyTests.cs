using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using MewsThreads.Emulator.Cli;

namespace MewsThreads.Emulator.Tests;

/// <summary>On any address other than loopback, control calls need the key that the emulator prints.</summary>
public sealed class ControlKeyTests
{
    private const string Header = "Emulator-Key";

    public static TheoryData<string, string> Endpoints => new()
    {
        { "GET", "/emulator/faults" }, { "GET", "/emulator/clock" }, { "GET", "/emulator/requests" }, { "DELETE", "/emulator/requests" },
        { "POST", "/emulator/answers" }, { "POST", "/emulator/resolutions" }, { "POST", "/emulator/deletions" }, { "GET", "/emulator/nothing" },
    };

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task From_elsewhere_every_call_needs_it(string method, string path)
    {
        await using var api = await StartAsync();
        var key = api.Host.ControlKey;
        foreach (var wrong in new[] { null, "", key[..^1], key + "0", key.ToLowerInvariant(), new string('0', key.Length), $"{key}, {key}" })
        {
            var refused = await SendAsync(api, method, path, wrong);
            Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
            Assert.Contains(Header, refused.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(key, refused.Message, StringComparison.OrdinalIgnoreCase);
        }
        Assert.NotEqual(HttpStatusCode.Forbidden, (await SendAsync(api, method, path, key)).Status);
        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await SendAsync(api, method, path, key, ("Origin", "http://evil.example"))).Status);
    }

    [Fact]
    public async Task It_does_not_matter_which_host_is_named()
    {
        await using var api = await StartAsync();
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(api, "GET", "/emulator/faults", null, ("Host", "localhost"))).Status);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(api, "GET", "/emulator/faults", api.Host.ControlKey, ("Host", "emulator.example"))).Status);
    }

    [Fact]
    public async Task The_API_needs_none_and_neither_does_a_call_over_loopback()
    {
        await using var api = await StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await api.PostAsync(TestApi.GetConfiguration, TestApi.Body())).Status);
        Assert.Equal(HttpStatusCode.OK, (await api.SendAsync(HttpMethod.Get, "/emulator/faults", content: null)).Status);
    }

    [Fact]
    public async Task It_is_new_at_each_start_and_printed_only_where_it_is_needed()
    {
        await using var open = await StartAsync();
        await using var local = await TestApi.StartAsync();
        Assert.NotEqual(open.Host.ControlKey, local.Host.ControlKey);
        Assert.Matches("^[0-9A-F]{32}$", open.Host.ControlKey);
        Assert.Contains(open.Host.ControlKey, Banner.Text(open.Host), StringComparison.Ordinal);
        Assert.DoesNotContain(local.Host.ControlKey, Banner.Text(local.Host), StringComparison.Ordinal);
    }

    private static Task<TestApi> StartAsync() => TestApi.StartAsync(o => o with { Url = "http://0.0.0.0:0" });

    private static async Task<Answer> SendAsync(
        TestApi api, string method, string path, string? key, params (string Name, string Value)[] headers)
    {
        using var request = api.Request(new HttpMethod(method), path, content: null, headers);
        request.RequestUri = new UriBuilder(request.RequestUri!) { Host = AddressOfThisMachine().ToString() }.Uri;
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation(Header, key);
        }
        using var response = await api.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return new Answer(response.StatusCode, response, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    private static IPAddress AddressOfThisMachine()
    {
        var address = NetworkInterface.GetAllNetworkInterfaces()
            .Where(i => i.OperationalStatus == OperationalStatus.Up)
            .SelectMany(i => i.GetIPProperties().UnicastAddresses)
            .Select(a => a.Address)
            .FirstOrDefault(a => a.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(a));
        Assert.SkipWhen(address is null, "This machine has no address but loopback.");
        return address!;
    }
}
