using MewsThreads.Emulator;

namespace MewsThreads.Sandbox.Tour;

/// <summary>Says in one line what the module asked of the API.</summary>
internal static class RequestSummary
{
    /// <summary>For example <c>3 requests: messageThreads/getAll, 2500 threads</c>.</summary>
    public static string Of(IReadOnlyList<LoggedRequest> requests)
    {
        if (requests.Count == 0)
        {
            return "0 requests";
        }

        var operations = requests
            .GroupBy(request => (request.Operation, request.Status))
            .Select(group => group.Key.Operation + Status(group.Key.Status) + Items(group.Key.Operation, group));
        return $"{requests.Count} request{(requests.Count == 1 ? "" : "s")}: {string.Join("; ", operations)}";
    }

    private static string Status(int status) => status == 200 ? "" : $" {status}";

    private static string Items(string operation, IEnumerable<LoggedRequest> requests)
    {
        var counts = requests.Select(request => request.Returned).OfType<int>().ToList();
        var noun = operation.StartsWith("messages/", StringComparison.Ordinal) ? "message" : "thread";
        return counts.Count == 0 ? "" : $", {counts.Sum()} {noun}{(counts.Sum() == 1 ? "" : "s")}";
    }
}
