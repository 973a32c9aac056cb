using System.Management.Automation;
using MewsThreads.Sandbox.Engine;

namespace MewsThreads.Sandbox.Tour;

/// <summary>The stops of the tour, in order. Only commands of the engine's core: the Utility module is not in it.</summary>
internal static class TourSteps
{
    /// <summary>All stops.</summary>
    public static IReadOnlyList<TourStep> All { get; } =
    [
        new("Connect; the tokens are SecureStrings", [SandboxSession.ConnectCommand]),
        new("What this session is connected to", ["Get-MewsConnection"]),
        new("The newest five: one request for five, not for a thousand", ["Get-MewsMessageThread -First 5"]),
        new("Every thread there is, page by page", ["(Get-MewsMessageThread).Count"]),
        new(
            "Created in the last week, and how many of them wait for an answer",
            [
                "$week = Get-MewsMessageThread -CreatedAfter ([DateTimeOffset]::UtcNow.AddDays(-7))",
                "\"$($week.Count) threads, $(($week | Where-Object IsResolved -EQ $false).Count) of them open\"",
            ]),
        new("By id, from the pipeline: many ids, one request", ["$week[0..2].Id | Get-MewsMessageThread"]),
        new("What would be created", ["New-MewsMessageThread -OriginalSender 'Ada Lovelace' -Subject 'Late arrival' -WhatIf"]),
        new(
            "Create it, and read it back",
            [
                "$new = New-MewsMessageThread -OriginalSender 'Ada Lovelace' -Subject 'Late arrival'",
                "$new.Id | Get-MewsMessageThread",
            ]),
        new(
            "A guest writes: the thread and its first message in one pipeline",
            [
                "$first = New-MewsMessageThread 'Grace Hopper' 'Airport transfer' | Add-MewsMessage -Text 'We land at 23:40. Is that too late?'",
                "$first",
            ]),
        new(
            "The property answers, which here the emulator does, and the whole conversation is read",
            [
                "$null = $emulator.Answer($first.MessageThreadId, 'The driver waits for you.')",
                "$first | Get-MewsMessage",
            ]),
        new(
            "An unknown id is an error of its own; the others still come",
            ["$new.Id, '00000000-0000-0000-0000-000000000001' | Get-MewsMessageThread"],
            ErrorCategory.ObjectNotFound),
        new(
            "A window the wrong way round never reaches the API",
            ["Get-MewsMessageThread -CreatedAfter ([DateTimeOffset]::UtcNow) -CreatedBefore ([DateTimeOffset]::UtcNow.AddDays(-7))"],
            ErrorCategory.InvalidArgument),
        new(
            "A file in step with Mews: the first run reads it all, the next one what has changed since",
            [
                "$folder = [IO.Directory]::CreateDirectory(\"$([IO.Path]::GetTempPath())mewsthreads-$PID\")",
                "Sync-MewsMessageThread \"$folder/threads.csv\" -PassThru",
                "$null = New-MewsMessageThread -OriginalSender 'Ada Lovelace' -Subject 'Early breakfast'",
                "Sync-MewsMessageThread \"$folder/threads.csv\" -PassThru",
                "$folder.Delete($true)",
            ]),
    ];
}
