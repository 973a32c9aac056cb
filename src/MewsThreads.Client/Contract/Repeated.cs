namespace MewsThreads.Contract;

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
}
