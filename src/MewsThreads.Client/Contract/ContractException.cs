using System.Text.Json;

namespace MewsThreads.Contract;

/// <summary>
/// A response breaks the contract, said in the module's own words. Those of the JSON reader are not shown, since they quote what came.
/// </summary>
internal sealed class ContractException(string message) : JsonException(message);
