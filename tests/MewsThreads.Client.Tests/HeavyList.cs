using MewsThreads.Emulator;
using MewsThreads.Http;
using MewsThreads.Tests;

namespace MewsThreads.Client.Tests;

/// <summary>What the tests of lists need that are too heavy for a server.</summary>
internal static class HeavyList
{
    /// <summary>A client whose waits take no time, and which keeps to no limit of requests.</summary>
    public static ConnectorClient Client(Uri address, VirtualTime time) => new(
        address,
        new Tokens(ScriptedServer.Secure(DemoTokens.ClientToken), ScriptedServer.Secure(DemoTokens.AccessToken)),
        "Test 1.0",
        new ConnectionOptions { RequestLimit = 100_000 },
        new VirtualClock(time),
        new Random(1));

    public static StoredThread Thread(DateTimeOffset created) => new()
    {
        Id = ThreadStore.NewId(created),
        OriginalSender = "John",
        Subject = "Hi",
        CreatedUtc = created,
        UpdatedUtc = created,
    };
}
