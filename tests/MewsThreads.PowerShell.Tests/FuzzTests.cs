using System.Diagnostics;
using System.Management.Automation;
using System.Text;
using System.Text.RegularExpressions;
using MewsThreads.Emulator;
using MewsThreads.Http;
using MewsThreads.Tests;

namespace MewsThreads.Commands.Tests;

/// <summary>Every command against peers that send anything: only errors of Mews leave it, no token is shown, and nothing is written twice.</summary>
[Collection(nameof(Alone))]
public class FuzzTests
{
    private const int Peers = 2;

    private static readonly int Responses = EnvironmentNumber.Of("MEWSTHREADS_FUZZ_RESPONSES", 2_000);
    private static readonly int Seed = EnvironmentNumber.Of("MEWSTHREADS_FUZZ_SEED", Environment.TickCount);

    private static readonly DateTimeOffset Now = new(2026, 11, 25, 2, 32, 45, TimeSpan.Zero);

    private static readonly string[] Commands =
    [
        "Get-MewsMessageThread -PageSize 2",
        "Get-MewsMessageThread -PageSize 2 -First 5 -ThrottleLimit 4 -CreatedAfter 2026-09-01",
        "Get-MewsMessageThread -PageSize 2 -UpdatedAfter 2026-09-01",
        "$ids | Get-MewsMessageThread -PageSize 2",
        "$ids | Get-MewsMessage -PageSize 2",
        "$ids | Get-MewsMessage -PageSize 2 -ThrottleLimit 3 -CreatedAfter 2026-09-01",
        "$ids | Get-MewsConversation -PageSize 2",
        "Get-MewsConversation -PageSize 2 -CreatedAfter 2026-09-01 | ConvertTo-MewsTranscript -As Html",
        "Invoke-MewsOperation configuration/get",
        "Invoke-MewsOperation enterprises/getAll -All -PageSize 2",
        "Invoke-MewsOperation messageThreads/getAll @{ MessageThreadIds = $ids } -All -PageSize 2",
        "Sync-MewsMessageThread $file -PassThru",
        "Sync-MewsMessageThread $file -Full -WhatIf",
        "New-MewsMessageThread -OriginalSender Jane -Subject Hello",
        "$ids | Add-MewsMessage -Text Hello -Identifier first",
        "Invoke-MewsOperation messageThreads/add @{ OriginalSender = 'Jane'; Subject = 'Hello' }",
        "Connect-Mews -ClientToken $clientToken -AccessToken $accessToken -PlatformAddress $address -MaximumRetryCount 0 -RequestLimit 100000 -PassThru",
    ];

    [Fact]
    public async Task Only_errors_of_mews_leave_a_command_whatever_a_peer_sends()
    {
        var output = TestContext.Current.TestOutputHelper!;
        output.WriteLine($"Seed {Seed}");
        GC.Collect();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var stopwatch = Stopwatch.StartNew();

        var runs = await Task.WhenAll(Enumerable.Range(0, Peers).Select(peer => Task.Run(() => Run(Seed + peer, Responses / Peers))));

        var took = stopwatch.Elapsed;
        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        output.WriteLine(
            $"{runs.Sum(run => run.Responses):N0} responses to {runs.Sum(run => run.Commands):N0} commands in {took.TotalSeconds:0.0} s, "
            + $"{runs.Sum(run => run.Searched):N0} characters searched, {grown / 1024:N0} KiB more in use. "
            + string.Join(", ", runs.SelectMany(run => run.Errors).GroupBy(id => id).OrderByDescending(ids => ids.Count()).Select(ids => $"{ids.Key} {ids.Count():N0}")));
        Assert.True(runs.Sum(run => run.Responses) >= Responses);
        Assert.True(grown < 64 * 1024 * 1024, $"{grown:N0} bytes more are in use.");
    }

    private static (int Responses, int Commands, long Searched, List<string> Errors) Run(int seed, int responses)
    {
        var random = new Random(seed);
        var time = new VirtualTime(Now);
        using var peer = new HostilePeer(seed, time);
        using var session = new Session();
        var folder = Directory.CreateTempSubdirectory("mewsthreads-");
        session.ConnectOnVirtualTime(
            peer.Address, time, new ConnectionOptions { MaximumWait = TimeSpan.FromSeconds(3), RequestLimit = int.MaxValue });
        session.Set("ids", new[] { "af07d597-6927-4c5d-9ffa-b4d900443c45", "674a97e2-6f9f-418e-a055-b50d0029f45d" });
        session.Set("file", Path.Combine(folder.FullName, "threads.csv"));
        session.Set("clientToken", Session.Secure(DemoTokens.ClientToken));
        session.Set("address", peer.Address);
        var errors = new List<string>();
        var (commands, searched) = (0, 0L);
        while (peer.Responses < responses)
        {
            var command = Commands[random.Next(Commands.Length)];

            // Connecting takes real time, and a refusal holds back the next request of the same token.
            session.Set("accessToken", Session.Secure($"{DemoTokens.AccessToken}{commands}"));
            var result = session.Run($"$Error.Clear(); {command} -Verbose");
            commands++;
            List<ErrorRecord> records = [.. result.Errors];
            if (result.Terminating is { } terminating)
            {
                records.Add(terminating);
            }

            var shown = Shown(result, records, command.StartsWith("Connect", StringComparison.Ordinal), everything: commands % 100 == 0);
            searched += shown.Length;
            var writes = peer.TakeWrites();
            var what = $"Seed {seed}, command {commands}: {command}\n{shown}\n{string.Join("\n---\n", writes.Select(write => write.Response))}";
            Assert.True(records.TrueForAll(record => record.FullyQualifiedErrorId.StartsWith("Mews", StringComparison.Ordinal)), what);
            Assert.False(TokenForms.AreIn(shown, DemoTokens.ClientToken, DemoTokens.AccessToken), what);
            AssertWrites(writes, records, what);
            errors.AddRange(records.Select(record => record.FullyQualifiedErrorId.Split(',')[0]));
        }

        folder.Delete(recursive: true);
        return (peer.Responses, commands, searched, errors);
    }

    private static void AssertWrites(List<(string Body, string Response)> writes, List<ErrorRecord> errors, string what)
    {
        // Only a refusal lets a write be sent again, and only a refusal is an error that says that nothing was written.
        Assert.All(writes.SkipLast(1).Index(), write =>
        {
            var isSentAgain = writes.Skip(write.Index + 1).Any(later => IsOfSameThreads(later.Body, write.Item.Body));
            Assert.True(!isSentAgain || Regex.IsMatch(write.Item.Response, @"HTTP/1\.\d (413|429)"), what);
        });
        if (writes.Count > 0 && errors.Count > 0 && !Regex.IsMatch(writes[^1].Response, @"HTTP/1\.\d 4(?!08)\d\d"))
        {
            var unknown = errors.Count(error => error.FullyQualifiedErrorId.StartsWith("MewsOutcomeUnknown,", StringComparison.Ordinal));

            // A half of a batch may have been refused before.
            Assert.True(writes.Count == 1 ? unknown == errors.Count : unknown > 0, what);
        }
    }

    // The halves of a batch that was too large are for different threads; a new thread has no id yet.
    private static bool IsOfSameThreads(string body, string other)
    {
        var ids = Ids(body);
        return ids.Count == 0 || ids.Overlaps(Ids(other));

        static HashSet<string> Ids(string body) => [.. Regex.Matches(body, "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}").Select(match => match.Value)];
    }

    private static string Shown(Result result, List<ErrorRecord> errors, bool outputToo, bool everything)
    {
        var text = new StringBuilder();
        foreach (var error in errors)
        {
            text.AppendJoin(' ', error, error.Exception, error.TargetObject, error.CategoryInfo, error.FullyQualifiedErrorId, error.ErrorDetails?.RecommendedAction).AppendLine();
            if (everything)
            {
                text.AppendLine(Dump.Of(error));
            }
        }

        foreach (var line in result.Verbose.Concat(result.Warnings).Concat(result.DebugLines).Concat(result.Progress.Select(record => record.ToString())))
        {
            text.AppendLine(line);
        }

        // What a thread says is data of a guest, whatever it is; what a connection says is the module's.
        foreach (var item in outputToo ? result.Output : [])
        {
            text.AppendLine(item.ToString());
        }

        return text.ToString();
    }
}
