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
