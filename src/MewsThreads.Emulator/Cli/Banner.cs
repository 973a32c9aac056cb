using MewsThreads.Emulator.Control;
using MewsThreads.Emulator.Faults;

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

/// <summary>What the help says of the control endpoint.</summary>
internal static class FaultHelp
{
    public static string Text { get; } = $$"""
        To rehearse a bad night, post a schedule of faults to /emulator/faults; GET shows what became of them, DELETE ends them:

          Invoke-RestMethod http://127.0.0.1:5080/emulator/faults -Method Post -Body '{ "Seed": 7, "Faults": [
            { "Kind": "TooManyRequests", "RetryAfterSeconds": 2, "Probability": 0.1 },
            { "Kind": "LostAnswer", "Operation": "messageThreads/add", "Skip": 1, "Times": 1 } ] }'

        Kinds: {{string.Join(", ", Enum.GetNames<FaultKind>())}}.

        POST { "MessageThreadId": "…", "Text": "…" } to /emulator/answers lets the enterprise answer in a thread, and
        { "MessageThreadId": "…", "IsResolved": true } to /emulator/resolutions lets it resolve the thread.

        POST { "MessageThreadId": "…" } to /emulator/deletions deletes the thread with its messages.

        PUT { "OffsetSeconds": 90 } to /emulator/clock sets the clock; GET /emulator/requests shows what arrived.
        """;
}
