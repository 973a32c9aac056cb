using System.Text.Json;

namespace MewsThreads.Contract;

/// <summary>
/// A response breaks the contract, said in the module's own words. Those of the JSON reader are not shown, since they quote what came.
/// </summary>
internal sealed class ContractException(string message) : JsonException(message);

/// <summary>
/// Refuses a property that is there twice. JSON leaves open which of the two counts, and either could hide what the other holds.
/// </summary>
internal static class Repeated
{
    public static void Refuse(bool isThere, string property)
    {
        if (isThere)
        {
            throw new ContractException($"{property} is there more than once.");
        }
    }

    /// <summary>The value of a property that has none yet.</summary>
    public static T? Once<T>(T? before, T? value, string property)
        where T : class
    {
        Refuse(before is not null, property);
        return value;
    }
}
