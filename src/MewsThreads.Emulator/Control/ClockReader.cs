using System.Text.Json;

namespace MewsThreads.Emulator.Control;

/// <summary>Reads how far the clock is to be off: <c>{ "OffsetSeconds": -90 }</c>.</summary>
internal static class ClockReader
{
    private const string Name = "OffsetSeconds";

    /// <exception cref="FormatException">It is something else, or more than a clock can be off.</exception>
    public static TimeSpan Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException($"The clock is an object with {Name}.");
        }
        foreach (var property in json.EnumerateObject().Where(property => property.Name != Name))
        {
            throw new FormatException($"'{property.Name}' is unknown. The clock has {Name}.");
        }
        return json.TryGetProperty(Name, out var value)
            && value.ValueKind == JsonValueKind.Number
            && value.TryGetDouble(out var seconds)
            && Math.Abs(seconds) <= EmulatorClock.Most.TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
            : throw new FormatException($"{Name} must be a number, at most {EmulatorClock.Most.TotalSeconds:0} either way.");
    }
}
