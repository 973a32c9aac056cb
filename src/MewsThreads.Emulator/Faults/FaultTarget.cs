using System.Text.Json;
using MewsThreads.Emulator.Api;
using MewsThreads.Emulator.Worlds;

namespace MewsThreads.Emulator.Faults;

/// <summary>A request as a fault sees it: read as far as it can be, since faults come before the checks of the body.</summary>
/// <param name="operation">Its operation.</param>
/// <param name="body">Its body; <see langword="null"/> when it is no JSON.</param>
/// <param name="world">The world in which it is carried out.</param>
internal sealed class FaultTarget(string operation, JsonElement? body, World world)
{
    private readonly Lazy<Shape> _shape = new(() => ReadShape(operation, body, world));

    /// <summary>Whether a fault is meant for it.</summary>
    public bool Matches(Fault fault) => (fault.Operation is null || fault.Operation == operation) && fault.Kind switch
    {
        FaultKind.TooHeavy => IsTooHeavy(fault),
        FaultKind.RepeatedCursor => Cursor is not null,
        _ => true,
    };

    /// <summary><c>Limitation.Cursor</c>.</summary>
    public Guid? Cursor => _shape.Value.Cursor;

    /// <summary>What the caller may see; the default integration's first enterprise when the tokens do not say.</summary>
    public TokenScope Scope =>
        (body is { ValueKind: JsonValueKind.Object } owner ? TokenScope.Find(Text(owner, "ClientToken"), Text(owner, "AccessToken")) : null)
        ?? TokenScope.Find(DemoTokens.ClientToken, DemoTokens.AccessToken)!;

    /// <summary>Whether the operation is carried out before a fault responds instead of it.</summary>
    public bool IsProcessed(Fault fault) => fault.Processed
        || (world.Refusals == Refusals.AfterWriting
            && operation is ThreadOperations.AddName or MessageOperations.AddName
            && fault.Kind is FaultKind.TooManyRequests or FaultKind.ServerError);

    private bool IsTooHeavy(Fault fault) =>
        (fault.AboveCount is null && fault.AboveWindow is null)
        || _shape.Value.Count > fault.AboveCount
        || _shape.Value.Window > fault.AboveWindow;

    // As it was sent: no known token has anything to unescape.
    private static string Text(JsonElement owner, string name) => Fields.Get(owner, name) is { } value ? value.GetRawText().Trim('"') : "";

    private static Shape ReadShape(string operation, JsonElement? body, World world)
    {
        if (body is not { ValueKind: JsonValueKind.Object } owner)
        {
            return default;
        }
        try
        {
            var limitation = Fields.OptionalObject(owner, "Limitation");
            int? count = limitation is { } l ? Fields.RequiredInteger(l, "Count", 1, int.MaxValue) : null;
            var cursor = limitation is { } c ? Fields.OptionalId(c, "Cursor") : null;
            // Of threads there is one for each id at most; of their messages there can be any number.
            var most = operation switch
            {
                ThreadOperations.GetAllName => Items(owner, "MessageThreadIds") ?? count,
                MessageOperations.AddName => count = Items(owner, "Messages"),
                _ => count,
            };
            var created = Length(owner, "CreatedUtc", world);
            var updated = Length(owner, "UpdatedUtc", world);
            return new Shape(count < most ? count : most, created < updated ? created : updated ?? created, cursor);
        }
        catch (ApiError)
        {
            // The operation will say what is wrong.
            return default;
        }
    }

    private static int? Items(JsonElement owner, string name) =>
        Fields.Get(owner, name) is { ValueKind: JsonValueKind.Array } array ? array.GetArrayLength() : null;

    private static TimeSpan? Length(JsonElement owner, string name, World world) =>
        TimeInterval.ReadOptional(owner, name, world with { StrictMonths = false }) is { } interval ? interval.End - interval.Start : null;

    private readonly record struct Shape(int? Count, TimeSpan? Window, Guid? Cursor);
}
