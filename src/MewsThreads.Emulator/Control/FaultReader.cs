using System.Reflection;
using System.Text.Json;
using MewsThreads.Emulator.Faults;

namespace MewsThreads.Emulator.Control;

/// <summary>
/// Reads what is posted: a fault, an array of faults, or <c>{ "Seed": 7, "Faults": [ … ] }</c>; a single fault can have the seed
/// beside its own properties. What is wrong is named, since a fault with a slip of the pen would not happen and a test would pass.
/// </summary>
internal static class FaultReader
{
    private static readonly Dictionary<string, PropertyInfo> Properties =
        typeof(Fault).GetProperties().ToDictionary(property => property.Name, StringComparer.Ordinal);

    /// <summary>The faults, and the seed if there is one.</summary>
    /// <exception cref="FormatException">It is something else; the message says what.</exception>
    public static (IReadOnlyList<Fault> Faults, int? Seed) Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            return (Faults(json), null);
        }
        var seed = json.TryGetProperty("Seed", out var given) ? Seed(given) : (int?)null;
        if (!json.TryGetProperty("Faults", out var faults))
        {
            return ([Fault(json, alsoKnown: "Seed")], seed);
        }
        foreach (var property in json.EnumerateObject().Where(property => property.Name is not ("Seed" or "Faults")))
        {
            throw new FormatException($"'{property.Name}' is unknown beside Faults. There is Seed.");
        }
        return (Faults(faults), seed);
    }

    private static int Seed(JsonElement value) => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var seed)
        ? seed
        : throw new FormatException($"Seed cannot be {value.GetRawText()}.");

    private static List<Fault> Faults(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Array => [.. json.EnumerateArray().Select(item => Fault(item))],
        JsonValueKind.Object => [Fault(json)],
        _ => throw new FormatException("A fault is an object, several are an array."),
    };

    private static Fault Fault(JsonElement json, string? alsoKnown = null)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException("A fault is an object.");
        }
        foreach (var name in json.EnumerateObject().Select(property => property.Name))
        {
            if (!Properties.ContainsKey(name) && name != alsoKnown)
            {
                throw new FormatException($"'{name}' is unknown. A fault has {string.Join(", ", Properties.Keys)}.");
            }
        }
        if (!json.TryGetProperty("Kind", out _))
        {
            throw new FormatException($"Kind is required: {Values(typeof(FaultKind))}.");
        }
        try
        {
            return json.Deserialize<Fault>(ControlJson.Options)!;
        }
        catch (JsonException e)
        {
            throw new FormatException(WrongValue(json, e.Path), e);
        }
    }

    private static string WrongValue(JsonElement json, string? path)
    {
        var name = path?.TrimStart('$', '.') ?? "";
        if (!Properties.TryGetValue(name, out var property))
        {
            return "A fault is an object.";
        }
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var example = type.IsEnum ? $" It can be {Values(type)}."
            : type == typeof(TimeSpan) ? " It looks like \"30.00:00:00\", which is 30 days."
            : "";
        return $"{name} cannot be {json.GetProperty(name).GetRawText()}.{example}";
    }

    private static string Values(Type enumeration) => string.Join(", ", Enum.GetNames(enumeration));
}
