using MewsThreads.Emulator.Control;

namespace MewsThreads.Emulator.Cli;

/// <summary>What the emulator says when it listens.</summary>
internal static class Banner
{
    public static string Text(EmulatorHost emulator)
    {
        var address = emulator.Address.GetLeftPart(UriPartial.Authority);
        var (client, access) = (Secure(DemoTokens.ClientToken), Secure(DemoTokens.AccessToken));
        var storage = emulator.Options.DataFile ?? "memory";
        var key = emulator.IsLocal ? "" : $"\n  Control key   {emulator.ControlKey} (header {ControlAccess.Header}; not needed on loopback)";
        return $"""
            Mews Connector API emulator
              Address       {address}
              Faults        {address}/emulator/faults{key}
              World         {emulator.World}
              Threads       {emulator.Store.Count} in {storage}
              Client token  {DemoTokens.ClientToken}
              Access tokens {DemoTokens.AccessToken}  {DemoEnterprises.First.Name}
                            {DemoTokens.SecondEnterpriseAccessToken}  {DemoEnterprises.Second.Name}
                            {DemoTokens.PortfolioAccessToken}  both, as a portfolio
              Another integration, with its own threads:
              Client token  {DemoTokens.OtherClientToken}
              Access token  {DemoTokens.OtherAccessToken}  {DemoEnterprises.First.Name}

            Connect with

            Connect-Mews -PlatformAddress {address} -ClientToken {client} -AccessToken {access}

            Ctrl+C stops it.

            """;
    }

    private static string Secure(string token) => $"(ConvertTo-SecureString '{token}' -AsPlainText -Force)";
}
