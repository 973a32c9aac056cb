namespace MewsThreads.Emulator;

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
