using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using MewsThreads.Emulator.Faults;

namespace MewsThreads.Emulator.Control;

/// <summary>
/// How control calls are read and answered. What is wrong with one is named, since a fault with a slip of the pen would not happen and a
/// test would pass.
/// </summary>
internal static class StrictJson
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        Converters = { new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false) },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <exception cref="ArgumentException">It is something else; the message says what.</exception>
    public static T Read<T>(JsonElement json)
    {
        try
        {
            return json.Deserialize<T>(Options) ?? throw new JsonException();
        }
        catch (JsonException e)
        {
            throw new ArgumentException(Problem(json, Options.GetTypeInfo(typeof(T)), e.Path), e);
        }
    }

    /// <summary>A fault with its counters in one object, which a prompt shows as one row.</summary>
    public static JsonObject Flat(ScheduledFault scheduled)
    {
        var flat = JsonSerializer.SerializeToNode(scheduled.Fault, Options)!.AsObject();
        flat.Insert(0, nameof(scheduled.Matched), scheduled.Matched);
        flat.Insert(1, nameof(scheduled.Happened), scheduled.Happened);
        return flat;
    }

    // The serializer's own messages name types of .NET, and not the value.
    private static string Problem(JsonElement json, JsonTypeInfo type, string? path)
    {
        var (name, properties) = (type.Type.Name, type.Properties.ToDictionary(property => property.Name));
        var what = $"{("AEIOU".Contains(name[0], StringComparison.Ordinal) ? "An" : "A")} {name.ToLowerInvariant()}";
        var known = properties.Count == 1
            ? properties.Keys.Single()
            : $"{string.Join(", ", properties.Keys.SkipLast(1))} and {properties.Keys.Last()}";
        if (json.ValueKind != JsonValueKind.Object)
        {
            return $"{what} is an object with {known}.";
        }
        if (json.EnumerateObject().Select(property => property.Name).FirstOrDefault(n => !properties.ContainsKey(n)) is { } unknown)
        {
            return $"'{unknown}' is unknown. {what} has {known}.";
        }
        if (properties.Values.FirstOrDefault(property => property.IsRequired && !json.TryGetProperty(property.Name, out _)) is { } missing)
        {
            return $"{missing.Name} is required{(missing.PropertyType.IsEnum ? $": {Names(missing.PropertyType)}" : "")}.";
        }
        var wrong = properties[path!["$.".Length..]];
        return $"{wrong.Name} {Rule(Nullable.GetUnderlyingType(wrong.PropertyType) ?? wrong.PropertyType, json.GetProperty(wrong.Name))}.";
    }

    private static string Rule(Type type, JsonElement value) =>
        type == typeof(bool) ? "must be true or false"
        : type == typeof(Guid) ? "must be a valid identifier"
        : type == typeof(TimeSpan) ? $"cannot be {value.GetRawText()}. It looks like \"30.00:00:00\", which is 30 days"
        : type.IsEnum ? $"cannot be {value.GetRawText()}. It can be {Names(type)}"
        : $"cannot be {value.GetRawText()}";

    private static string Names(Type type) => string.Join(", ", Enum.GetNames(type));
}
