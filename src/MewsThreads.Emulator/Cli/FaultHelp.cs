namespace MewsThreads.Emulator.Cli;

/// <summary>What the help says of the control endpoint.</summary>
internal static class FaultHelp
{
    public static string Text { get; } = $$"""
        To rehearse a bad night, post a schedule of faults to /emulator/faults; GET shows what became of them, DELETE ends them:

          Invoke-RestMethod http://127.0.0.1:5080/emulator/faults -Method Post -Body '{ "Seed": 7, "Faults": [
            { "Kind": "TooManyRequests", "RetryAfterSeconds": 2, "Probability": 0.1 },
            { "Kind": "LostAnswer", "Operation": "messageThreads/add", "Skip": 1, "Times": 1 } ] }'

        Kinds: {{string.Join(", ", Enum.GetNames<FaultKind>())}}.

        POST { "MessageThreadId": "…", "Text": "…" } to /emulator/answers lets the enterprise answer in a thread, and
        { "MessageThreadId": "…", "IsResolved": true } to /emulator/resolutions lets it resolve the thread.

        POST { "MessageThreadId": "…" } to /emulator/deletions deletes the thread with its messages.

        PUT { "OffsetSeconds": 90 } to /emulator/clock sets the clock; GET /emulator/requests shows what arrived.
        """;
}
