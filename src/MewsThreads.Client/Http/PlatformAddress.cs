namespace MewsThreads.Http;

/// <summary>The addresses that requests may be sent to.</summary>
internal static class PlatformAddress
{
    // https://docs.mews.com/connector-api/guidelines/environments
    public static readonly Uri Production = new("https://api.mews.com");
    public static readonly Uri Demo = new("https://api.mews-demo.com");

    /// <summary>Says why an address must not be used, or <see langword="null"/> where it may: <c>https</c>, or <c>http</c> to this machine.</summary>
    public static string? Refusal(Uri address)
    {
        if (!address.IsAbsoluteUri || address.Scheme is not ("http" or "https"))
        {
            return "it is not an absolute https address such as https://api.mews.com";
        }

        if (address.Scheme == "http" && !address.IsLoopback)
        {
            return "every request holds the tokens, so plain http is allowed to this machine only; use https";
        }

        if (address.UserInfo.Length > 0 || address.AbsolutePath != "/" || address.Query.Length > 0 || address.Fragment.Length > 0)
        {
            return "a platform address ends after the host name and port";
        }

        return null;
    }

    /// <summary>The exact address of an operation; Mews compares it case-sensitively.</summary>
    public static Uri Of(Uri platformAddress, string operation) => new(platformAddress, "/api/connector/v1/" + operation);
}
