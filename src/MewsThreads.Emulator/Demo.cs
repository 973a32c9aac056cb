namespace MewsThreads.Emulator;

/// <summary>
/// The tokens the emulator knows: only those that Mews publishes for its demo environment, so that nothing here is a secret.
/// </summary>
public static class DemoTokens
{
    /// <summary>Client token of the default integration.</summary>
    public const string ClientToken = "E0D439EE522F44368DC78E1BFB03710C-D24FB11DBE31D4621C4817E028D9E1D";

    /// <summary>Access token of the default integration to <see cref="DemoEnterprises.First"/>.</summary>
    public const string AccessToken = "C66EF7B239D24632943D115EDE9CB810-EA00F8FD8294692C940F6B5A8F9453D";

    /// <summary>Access token of the default integration to <see cref="DemoEnterprises.Second"/>.</summary>
    public const string SecondEnterpriseAccessToken = "4D6C7ABE0E6A4681B0AFB16900AE5D86-DF50CBC89E1D4FF5859DDF021649ED5";

    /// <summary>
    /// Portfolio access token of the default integration to both enterprises. Mews publishes it as a single-enterprise token of
    /// a third integration; it has no public portfolio token.
    /// </summary>
    public const string PortfolioAccessToken = "5F56B9903A834F199E28AD20015E58CA-5C6A1A00550634911534AD6A098E8B7";

    /// <summary>Client token of the other integration.</summary>
    public const string OtherClientToken = "E916C341431C4D28A866AD200152DBD3-A046EB5583FFBE94DE1172237763712";

    /// <summary>Access token of the other integration to <see cref="DemoEnterprises.First"/>.</summary>
    public const string OtherAccessToken = "CC150C355D6A4048A220AD20015483AB-B6D09C0C84B09538077CB8FFBB907B4";
}

/// <summary>The enterprises of the emulator.</summary>
public static class DemoEnterprises
{
    /// <summary>The gross-priced hotel of the documentation's examples, in scope of the default token.</summary>
    public static DemoEnterprise First { get; } = new(new Guid("851df8c8-90f2-4c4a-8e01-a4fc46b25178"), "Connector API Hotel")
    {
        TimeZoneIdentifier = "Europe/London",
        LegalEnvironmentCode = "UK",
        TaxEnvironmentCode = "GB",
        Pricing = "Gross",
        Currency = "GBP",
        City = "London",
        CountryCode = "GB",
    };

    /// <summary>The net-priced hotel, out of scope of the default token.</summary>
    public static DemoEnterprise Second { get; } = new(new Guid("4d0201db-36f5-428b-8d11-4f0a65e960cc"), "Connector API Net Hotel")
    {
        TimeZoneIdentifier = "America/New_York",
        LegalEnvironmentCode = "US-DC",
        TaxEnvironmentCode = "US-DC",
        Pricing = "Net",
        Currency = "USD",
        City = "Washington",
        CountryCode = "US",
    };

    /// <summary>
    /// The enterprise that stands for the portfolio itself: <c>configuration/get</c> returns it to a portfolio token that names
    /// no other. It has no threads.
    /// </summary>
    public static DemoEnterprise Portfolio { get; } = First with
    {
        Id = new Guid("c0f0b6a2-5d3e-4a55-9e0c-aec600b1c2d3"),
        Name = "Connector API Portfolio",
        IsPortfolio = true,
    };
}

/// <summary>An enterprise of the emulator, with what <c>configuration/get</c> says of it.</summary>
/// <param name="Id">Unique identifier.</param>
/// <param name="Name">Name.</param>
public sealed record DemoEnterprise(Guid Id, string Name)
{
    /// <summary>Whether it stands for a portfolio of enterprises.</summary>
    public bool IsPortfolio { get; init; }

    /// <summary>IANA time zone.</summary>
    public required string TimeZoneIdentifier { get; init; }

    /// <summary>Code of the legal environment.</summary>
    public required string LegalEnvironmentCode { get; init; }

    /// <summary>Code of the tax environment.</summary>
    public required string TaxEnvironmentCode { get; init; }

    /// <summary><c>Gross</c> or <c>Net</c>.</summary>
    public required string Pricing { get; init; }

    /// <summary>Default currency, ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>City of the address.</summary>
    public required string City { get; init; }

    /// <summary>Country of the address, ISO 3166-1.</summary>
    public required string CountryCode { get; init; }
}

/// <summary>The integrations (client tokens) of the emulator. A thread is visible to the integration that created it only.</summary>
public static class DemoIntegrations
{
    /// <summary>Id of the integration behind <see cref="DemoTokens.ClientToken"/>.</summary>
    public static Guid Default { get; } = new("2f1a7c3e-8b64-4d0f-9a51-ad20014f0e11");

    /// <summary>Id of the integration behind <see cref="DemoTokens.OtherClientToken"/>.</summary>
    public static Guid Other { get; } = new("91c5e0d7-3a2b-4f86-b7d4-ad200152dbd3");
}

/// <summary>The customers of the emulator, whom a thread can concern. Both are known to every enterprise.</summary>
public static class DemoCustomers
{
    /// <summary>A customer.</summary>
    public static Guid First { get; } = new("35d4b117-4e60-44a3-9580-c582117eff98");

    /// <summary>Another customer.</summary>
    public static Guid Second { get; } = new("a0e3f1c2-7b54-4d18-9c6e-ad2a00b4c7d1");
}
