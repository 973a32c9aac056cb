namespace MewsThreads.Emulator;

/// <summary>The integrations (client tokens) of the emulator. A thread is visible to the integration that created it only.</summary>
public static class DemoIntegrations
{
    /// <summary>Id of the integration behind <see cref="DemoTokens.ClientToken"/>.</summary>
    public static Guid Default { get; } = new("2f1a7c3e-8b64-4d0f-9a51-ad20014f0e11");

    /// <summary>Id of the integration behind <see cref="DemoTokens.OtherClientToken"/>.</summary>
    public static Guid Other { get; } = new("91c5e0d7-3a2b-4f86-b7d4-ad200152dbd3");
}
