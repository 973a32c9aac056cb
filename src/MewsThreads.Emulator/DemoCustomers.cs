namespace MewsThreads.Emulator;

/// <summary>The customers of the emulator, whom a thread can concern. Both are known to every enterprise.</summary>
public static class DemoCustomers
{
    /// <summary>A customer.</summary>
    public static Guid First { get; } = new("35d4b117-4e60-44a3-9580-c582117eff98");

    /// <summary>Another customer.</summary>
    public static Guid Second { get; } = new("a0e3f1c2-7b54-4d18-9c6e-ad2a00b4c7d1");
}
