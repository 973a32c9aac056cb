using MewsThreads.Threads;
using MewsThreads.Transport;

namespace MewsThreads;

/// <summary>
/// A connection to one property, or one portfolio of properties, as <c>Connect-Mews</c> makes it. Immutable, and safe to share
/// between runspaces, as with <c>$using:connection</c> in <c>ForEach-Object -Parallel</c>. It shows no token.
/// </summary>
public sealed class MewsConnection
{
    internal MewsConnection(ConnectorClient client, MewsEnvironment? environment, ServerInfo? server)
    {
        Client = client;
        Environment = environment;
        Server = server;
    }

    /// <summary>The name of the enterprise that the access token stands for; <see langword="null"/> where the connection was not verified.</summary>
    public string? EnterpriseName => Server?.EnterpriseName;

    /// <summary>The identifier of that enterprise; <see langword="null"/> where the connection was not verified.</summary>
    public Guid? EnterpriseId => Server?.EnterpriseId;

    /// <summary>
    /// Whether the access token spans several enterprises; <see langword="null"/> where the connection was not verified or Mews did not say.
    /// </summary>
    public bool? IsPortfolio => Server?.IsPortfolio;

    /// <summary>The Mews environment; <see langword="null"/> for a platform address of one's own, such as a local emulator.</summary>
    public MewsEnvironment? Environment { get; }

    /// <summary>The address that requests are sent to.</summary>
    public Uri PlatformAddress => Client.PlatformAddress;

    /// <summary>The name and version that requests carry as their <c>Client</c>.</summary>
    public string ClientName => Client.ClientName;

    internal ConnectorClient Client { get; }

    private ServerInfo? Server { get; }

    /// <summary>The enterprise and the address, without any token: what a terminal would obey is escaped.</summary>
    /// <returns>A line such as <c>Connector API Hotel at https://api.mews-demo.com</c>.</returns>
    public override string ToString() =>
        $"{DisplayText.Escape(EnterpriseName ?? "Unverified connection")} at {PlatformAddress.GetLeftPart(UriPartial.Authority)}";

    internal RecentWrites RecentWrites { get; } = new();

    /// <summary>
    /// Where an open newer end stops: now by the server's clock, which a wrong local one must not cut short. Unverified, that
    /// clock is not known, and a day ahead makes up for a local clock that is slow.
    /// </summary>
    internal DateTimeOffset OpenEnd()
    {
        var end = Client.Clock.UtcNow.ToUniversalTime() + (Server?.ClockAheadAtMost ?? TimeSpan.FromDays(1));
        var fraction = end.Ticks % TimeSpan.TicksPerSecond;
        return fraction == 0 ? end : end.AddTicks(TimeSpan.TicksPerSecond - fraction);
    }

    /// <summary>The earliest that the server's clock can show now; null where nothing is known of it.</summary>
    internal DateTimeOffset? ServerTimeAtLeast() =>
        Server is null ? null : Client.Clock.UtcNow.ToUniversalTime() + Server.ClockAheadAtLeast;
}
