namespace MewsThreads.Contract;

/// <summary>The body of <c>configuration/get</c>, less what every request carries: nothing.</summary>
internal sealed record GetConfigurationRequest;

/// <summary>What the module uses of the response of <c>configuration/get</c>.</summary>
internal sealed class GetConfigurationResponse
{
    /// <summary>The server's clock.</summary>
    public DateTimeOffset? NowUtc { get; set; }

    public EnterpriseConfiguration? Enterprise { get; set; }
}

/// <summary>The enterprise (property, or portfolio of properties) that an access token stands for.</summary>
internal sealed class EnterpriseConfiguration
{
    public Guid? Id { get; set; }

    public string? Name { get; set; }

    public bool? IsPortfolio { get; set; }
}
