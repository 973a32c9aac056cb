using System.Collections.Frozen;

namespace MewsThreads.Emulator.Api;

/// <summary>What a pair of tokens may see: the threads of one integration in some enterprises.</summary>
/// <param name="IntegrationId">The integration of the client token.</param>
/// <param name="Home">What <c>configuration/get</c> returns unless asked for another.</param>
/// <param name="Enterprises">The enterprises in scope, the first of which takes new threads.</param>
internal sealed record TokenScope(Guid IntegrationId, DemoEnterprise Home, IReadOnlyList<DemoEnterprise> Enterprises)
{
    private static readonly FrozenDictionary<(string Client, string Access), TokenScope> Scopes =
        new Dictionary<(string, string), TokenScope>
        {
            [(DemoTokens.ClientToken, DemoTokens.AccessToken)] =
                new(DemoIntegrations.Default, DemoEnterprises.First, [DemoEnterprises.First]),
            [(DemoTokens.ClientToken, DemoTokens.SecondEnterpriseAccessToken)] =
                new(DemoIntegrations.Default, DemoEnterprises.Second, [DemoEnterprises.Second]),
            [(DemoTokens.ClientToken, DemoTokens.PortfolioAccessToken)] =
                new(DemoIntegrations.Default, DemoEnterprises.Portfolio, [DemoEnterprises.First, DemoEnterprises.Second]),
            [(DemoTokens.OtherClientToken, DemoTokens.OtherAccessToken)] =
                new(DemoIntegrations.Other, DemoEnterprises.First, [DemoEnterprises.First]),
        }.ToFrozenDictionary();

    /// <summary>The ids of <see cref="Enterprises"/>.</summary>
    public IReadOnlyList<Guid> EnterpriseIds { get; } = [.. Enterprises.Select(e => e.Id)];

    /// <summary>The scope of a pair; <see langword="null"/> when either token is unknown or they do not belong together.</summary>
    public static TokenScope? Find(string clientToken, string accessToken) => Scopes.GetValueOrDefault((clientToken, accessToken));

    /// <summary>Whether a text contains a known token.</summary>
    public static bool IsMentionedIn(string text) => Scopes.Keys.Any(pair =>
        text.Contains(pair.Client, StringComparison.OrdinalIgnoreCase) || text.Contains(pair.Access, StringComparison.OrdinalIgnoreCase));
}
