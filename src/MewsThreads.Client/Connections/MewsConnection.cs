using MewsThreads.Connections;
using MewsThreads.Http;

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
}

/// <summary>The environments of Mews, each with tokens of its own ("Environments" guideline of the Connector API).</summary>
public enum MewsEnvironment
{
    /// <summary>Live properties, at <c>https://api.mews.com</c>.</summary>
    Production,

    /// <summary>The public demo properties, at <c>https://api.mews-demo.com</c>; their tokens are published by Mews.</summary>
    Demo,
}
