namespace MewsThreads.Emulator.Faults;

/// <summary>
/// Chance without a state: a hash of the seed, the place of a fault and the number of a request. Requests at once cannot mix up a
/// sequence that is not there.
/// </summary>
internal static class Chance
{
    /// <summary>At least 0, less than 1.</summary>
    public static double Draw(int seed, int index, int number) => (Hash(seed, index, number) >> 11) * (1.0 / (1UL << 53));

    /// <summary>For everything beyond the first draw.</summary>
    public static Random Random(int seed, int index, int number) => new((int)Hash(~seed, index, number));

    private static ulong Hash(int seed, int index, int number) => Mix(Mix(Mix((uint)seed) + (uint)index) + (uint)number);

    // SplitMix64.
    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
