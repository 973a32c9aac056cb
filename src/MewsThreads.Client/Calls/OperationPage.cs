using System.Text.Json;

namespace MewsThreads.Calls;

/// <summary>One page of any paginated operation: an array, whose name differs, and the cursor beside it.</summary>
internal static class OperationPage
{
    private const string CursorName = "Cursor";

    /// <summary>The cursor of a page without a flaw.</summary>
    public static string? Cursor(JsonElement page) => page.GetProperty(CursorName).GetString();

    /// <summary>The name of the array of items: the only one, or that of the resource; null where neither is there.</summary>
    /// <param name="page">The page.</param>
    /// <param name="resource">The resource of the operation.</param>
    /// <param name="shown">Makes of a name what may be shown of it.</param>
    /// <param name="flaw">Why there is none.</param>
    public static string? ItemsProperty(JsonElement page, string resource, Func<string, string?> shown, out string flaw)
    {
        flaw = CursorFlaw(page) ?? "";
        if (flaw.Length > 0)
        {
            flaw += " Only operations that have pages can be listed with -All; call others without it.";
            return null;
        }

        var arrays = page.EnumerateObject().Where(property => property.Value.ValueKind == JsonValueKind.Array).Select(property => property.Name).ToList();
        flaw = arrays.Count == 0
            ? "it has no array, so there is nothing to list. Call the operation without -All."
            : $"it has {arrays.Count} arrays ({shown(string.Join(", ", arrays))}), and which one the pages are of cannot be told. Call the operation without -All.";
        var named = arrays.Count == 1 ? arrays : arrays.FindAll(name => name.Equals(resource, StringComparison.OrdinalIgnoreCase));
        return named.Count == 1 ? named[0] : null;
    }

    /// <summary>What a further page lacks; null where it is whole.</summary>
    public static string? Flaw(JsonElement page, string itemsProperty, Func<string, string?> shown) =>
        CursorFlaw(page)
        ?? Once(page, itemsProperty, shown)
        ?? (page.GetProperty(itemsProperty).ValueKind == JsonValueKind.Array ? null : $"{shown(itemsProperty)} is missing.");

    private static string? CursorFlaw(JsonElement page) =>
        page.ValueKind != JsonValueKind.Object ? "it is not an object."
        : Once(page, CursorName, name => name)
        ?? (page.GetProperty(CursorName).ValueKind is JsonValueKind.String or JsonValueKind.Null ? null : "Cursor is not a text.");

    /// <summary>What is wrong with how often a page has a property; null where that is once.</summary>
    private static string? Once(JsonElement page, string name, Func<string, string?> shown) => page.EnumerateObject().Count(property => property.NameEquals(name)) switch
    {
        0 => $"{shown(name)} is missing.",
        1 => null,
        _ => $"{shown(name)} is there more than once.",
    };
}
