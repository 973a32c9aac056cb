using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using MewsThreads.Emulator.Faults;

namespace MewsThreads.Emulator.Control;

/// <summary>How the control endpoint reads and writes.</summary>
internal static class ControlJson
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        Converters = { new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false) },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>A fault with its counters in one object, which a prompt shows as one row.</summary>
    public static JsonObject Flat(ScheduledFault scheduled)
    {
        var flat = JsonSerializer.SerializeToNode(scheduled.Fault, Options)!.AsObject();
        flat.Insert(0, nameof(scheduled.Matched), scheduled.Matched);
        flat.Insert(1, nameof(scheduled.Happened), scheduled.Happened);
        return flat;
    }
}
