using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MewsThreads.Emulator.Faults;

/// <summary>Changes bodies of answers to what no client should take for good.</summary>
internal static class BodyDamage
{
    private static readonly JsonSerializerOptions AsSent = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Broken at the very end, so that a client which reads as it receives has seen everything before.</summary>
    public static ReadOnlyMemory<byte> WrongBracket(ReadOnlyMemory<byte> body) => new([.. body.Span[..^1], (byte)']']);

    private static readonly string[] Lists = ["MessageThreads", "Messages", "Enterprises"];

    /// <summary>
    /// Less a property, of the answer or of one of its items, there at any depth; <see langword="null"/> when it is nowhere.
    /// </summary>
    public static ReadOnlyMemory<byte>? Without(string property, ReadOnlyMemory<byte> body, Random random)
    {
        var answer = JsonNode.Parse(body.Span)!.AsObject();
        if (!answer.Remove(property) && !RemoveFromItem())
        {
            return null;
        }
        return Bytes(answer);

        bool RemoveFromItem() => Lists.Select(name => answer[name]).OfType<JsonArray>().FirstOrDefault() is { Count: > 0 } items
            && Remove(items[random.Next(items.Count)]!.AsObject(), property);
    }

    /// <summary>With another cursor; <see langword="null"/> when it has none.</summary>
    public static ReadOnlyMemory<byte>? WithCursor(Guid cursor, ReadOnlyMemory<byte> body)
    {
        var answer = JsonNode.Parse(body.Span)!.AsObject();
        if (!answer.ContainsKey("Cursor"))
        {
            return null;
        }
        answer["Cursor"] = cursor;
        return Bytes(answer);
    }

    // A message has its sender in an object of its own, and after an add is in one itself.
    private static bool Remove(JsonObject owner, string property) =>
        owner.Remove(property) || owner.Select(p => p.Value).OfType<JsonObject>().Any(inner => Remove(inner, property));

    private static ReadOnlyMemory<byte> Bytes(JsonObject answer) => JsonSerializer.SerializeToUtf8Bytes(answer, AsSent);
}
