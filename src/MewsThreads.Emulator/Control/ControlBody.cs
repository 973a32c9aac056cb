using System.Text.Json;
using MewsThreads.Emulator.Api;
using MewsThreads.Emulator.Faults;

namespace MewsThreads.Emulator.Control;

/// <summary>The body of a control call, whatever its content type: the ones that commands send by default are not JSON's.</summary>
internal sealed record ControlBody<T>(T Value)
{
    public static async ValueTask<ControlBody<T>> BindAsync(HttpContext context)
    {
        using var json = await JsonText.ReadAsync(context.Request.Body, context.RequestAborted).ConfigureAwait(false);
        return new ControlBody<T>(StrictJson.Read<T>(json.RootElement));
    }
}

/// <summary>How far the clock is to be off.</summary>
internal sealed record Offset(double OffsetSeconds)
{
    internal TimeSpan Value => Math.Abs(OffsetSeconds) <= EmulatorClock.Most.TotalSeconds
        ? TimeSpan.FromSeconds(OffsetSeconds)
        : throw new ArgumentException($"OffsetSeconds must be at most {EmulatorClock.Most.TotalSeconds:0} either way.");
}

/// <summary>What the enterprise writes in a thread.</summary>
internal sealed record Answer(Guid MessageThreadId, string Text);

/// <summary>Whether the enterprise resolves a thread or reopens it.</summary>
internal sealed record Resolution(Guid MessageThreadId, bool IsResolved = true);

/// <summary>A thread that is to go.</summary>
internal sealed record Deletion(Guid MessageThreadId);

/// <summary>
/// Faults as they are sent: a fault, an array of faults, or <c>{ "Seed": 7, "Faults": [ … ] }</c>; a single fault can have the seed next
/// to its own properties.
/// </summary>
internal sealed record FaultSet(IReadOnlyList<Fault> Faults, int? Seed)
{
    public static async ValueTask<FaultSet> BindAsync(HttpContext context)
    {
        using var json = await JsonText.ReadAsync(context.Request.Body, context.RequestAborted).ConfigureAwait(false);
        var whole = Whole(json.RootElement);
        var (faults, seed) = StrictJson.Read<Schedule>(whole);
        var items = faults.ValueKind == JsonValueKind.Array ? faults.EnumerateArray() : Enumerable.Repeat(faults, 1);
        return new FaultSet([.. items.Select(StrictJson.Read<Fault>)], whole.TryGetProperty(nameof(Seed), out _) ? seed : null);
    }

    private static JsonElement Whole(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            return JsonSerializer.SerializeToElement(new { Faults = json });
        }
        if (json.TryGetProperty(nameof(Faults), out _))
        {
            return json;
        }
        var fault = json.EnumerateObject().GroupBy(p => p.Name).ToDictionary(named => named.Key, named => named.Last().Value);
        return fault.Remove(nameof(Seed), out var seed)
            ? JsonSerializer.SerializeToElement(new { Seed = seed, Faults = fault })
            : JsonSerializer.SerializeToElement(new { Faults = fault });
    }

    private sealed record Schedule(JsonElement Faults, int Seed = 0);
}
