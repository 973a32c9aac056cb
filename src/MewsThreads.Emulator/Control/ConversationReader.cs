using System.Text.Json;
using MewsThreads.Emulator.Api;

namespace MewsThreads.Emulator.Control;

/// <summary>
/// Reads what staff are to do: <c>{ "MessageThreadId": "…", "Text": "…" }</c>, <c>{ "MessageThreadId": "…", "IsResolved": true }</c> and
/// <c>{ "MessageThreadId": "…" }</c>.
/// </summary>
internal static class ConversationReader
{
    private const string ThreadId = "MessageThreadId";
    private const string IsResolved = "IsResolved";

    /// <exception cref="FormatException">It is something else; the message says what.</exception>
    public static (Guid ThreadId, string Text) Answer(JsonElement json) =>
        Read(json, "An answer", [ThreadId, "Text"], owner => Fields.RequiredString(owner, "Text"));

    /// <exception cref="FormatException">It is something else; the message says what.</exception>
    public static (Guid ThreadId, bool IsResolved) Resolution(JsonElement json) =>
        Read(json, "A resolution", [ThreadId, IsResolved], owner => !owner.TryGetProperty(IsResolved, out var value) || value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw new FormatException($"{IsResolved} must be true or false; without it, it is true."),
        });

    /// <exception cref="FormatException">It is something else; the message says what.</exception>
    public static Guid Deletion(JsonElement json) => Read(json, "A deletion", [ThreadId], owner => owner).ThreadId;

    private static (Guid ThreadId, T Value) Read<T>(JsonElement json, string what, string[] names, Func<JsonElement, T> read)
    {
        var known = string.Join(" and ", names);
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException($"{what} is an object with {known}.");
        }
        foreach (var property in json.EnumerateObject().Where(property => !names.Contains(property.Name)))
        {
            throw new FormatException($"'{property.Name}' is unknown. {what} has {known}.");
        }
        try
        {
            return (Fields.RequiredId(json, ThreadId), read(json));
        }
        catch (ApiError e)
        {
            throw new FormatException(e.Message, e);
        }
    }
}
