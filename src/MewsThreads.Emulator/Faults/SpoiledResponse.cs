using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using MewsThreads.Emulator.Api;

namespace MewsThreads.Emulator.Faults;

/// <summary>Answers of operations as faults leave them.</summary>
internal static class SpoiledResponse
{
    /// <summary>What is left of an answer; <see langword="null"/> when there is nothing in it that could be spoiled that way.</summary>
    public static EmulatorResponse? From(EmulatorResponse answer, Happening happening, FaultTarget target)
    {
        var fault = happening.Fault;
        return fault.Kind switch
        {
            FaultKind.LostAnswer => answer with { Delivery = Delivery.Reset },
            FaultKind.SlowAnswer => answer,
            FaultKind.ClosedAfter => answer with { Delivery = Delivery.WholeThenClosed },
            // Everything else is about a body.
            _ when answer.Body is null => null,
            FaultKind.TruncatedBody => answer with { Delivery = Delivery.Half },
            FaultKind.SlowBody => answer with { Delivery = Delivery.InHalves, Pause = TimeSpan.FromSeconds(fault.Seconds) },
            FaultKind.MalformedJson => WithBody(answer, BodyDamage.WrongBracket(answer.Body.Value)),
            FaultKind.MissingField => WithBody(answer, BodyDamage.Without(fault.Field!, answer.Body.Value, happening.Random)),
            FaultKind.RepeatedCursor => WithBody(answer, BodyDamage.WithCursor(target.Cursor!.Value, answer.Body.Value)),
            _ => throw new ArgumentOutOfRangeException(nameof(happening), fault.Kind, "Not a fault of an answer."),
        };
    }

    private static EmulatorResponse? WithBody(EmulatorResponse answer, ReadOnlyMemory<byte>? body) =>
        body is null ? null : answer with { Body = body };
}

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
