using System.Text.Json;

namespace MewsThreads.Emulator.Api;

/// <summary>The documented properties of each request, for a world that refuses all others.</summary>
internal static class KnownProperties
{
    private static readonly string[] Common = ["ClientToken", "AccessToken", "Client", "LanguageCode", "CultureCode"];

    private static readonly Dictionary<string, string[]> OfOperation = new()
    {
        [ThreadOperations.GetAllName] = ["EnterpriseIds", "MessageThreadIds", "CreatedUtc", "UpdatedUtc", "Limitation"],
        [ThreadOperations.AddName] = ["OriginalSender", "Subject", "CustomerId"],
        [MessageOperations.GetAllName] = ["EnterpriseIds", "MessageThreadIds", "CreatedUtc", "Limitation"],
        [MessageOperations.AddName] = ["Messages"],
        [EnterpriseOperations.GetAllName] = ["EnterpriseIds", "ExternalIdentifiers", "LinkedUtc", "UpdatedUtc", "Limitation"],
        [EnterpriseOperations.GetConfigurationName] = ["EnterpriseId"],
    };

    private static readonly Dictionary<string, string[]> OfValue = new()
    {
        ["Limitation"] = ["Count", "Cursor"],
        ["CreatedUtc"] = ["StartUtc", "EndUtc"],
        ["UpdatedUtc"] = ["StartUtc", "EndUtc"],
        ["LinkedUtc"] = ["StartUtc", "EndUtc"],
        ["Messages"] = ["MessageThreadId", "Text", "Identifier"],
    };

    /// <summary>Throws 400 at the first property that is not documented.</summary>
    public static void Check(string operation, JsonElement body) => Check(body, [.. Common, .. OfOperation[operation]]);

    private static void Check(JsonElement value, string[] known)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
            {
                Check(item, known);
            }
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in value.EnumerateObject())
            {
                if (!known.Contains(property.Name))
                {
                    throw ApiError.UnknownProperty(property.Name);
                }
                Check(property.Value, OfValue.GetValueOrDefault(property.Name, []));
            }
        }
    }
}
