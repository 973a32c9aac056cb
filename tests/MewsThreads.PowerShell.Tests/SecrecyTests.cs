using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Tracing;
using System.Management.Automation;
using MewsThreads.Emulator;
using MewsThreads.Http;
using MewsThreads.Tests;

namespace MewsThreads.Commands.Tests;

/// <summary>Drives every cmdlet through success and every kind of failure, and searches all that can be seen of it for the tokens.</summary>
[Collection(nameof(Alone))]
public class SecrecyTests
{
    // Tokens of every kind of character that an encoding may change; Mews refuses them.
    private const string OddClientToken = "K1ient\"T0ken\\with/€uro&<quotes>+ünd=Zeichen";
    private const string OddAccessToken = "Acc355\tT0ken'mit`$(Rückstrich)%41;und\u2028mehr";

    /// <summary>One or more lines of each command that sends anything.</summary>
    internal static readonly string[] Commands =
    [
        "Get-MewsConnection",
        "Get-MewsMessageThread",
        "Get-MewsMessageThread -First 3 -PageSize 2 -CreatedAfter 2026-01-01",
        "Get-MewsMessageThread -UpdatedAfter 2026-01-01 -UpdatedBefore 2026-08-31",
        "$ids | Get-MewsMessageThread -PageSize 3",
        "[guid]::NewGuid() | Get-MewsMessageThread",
        "Get-MewsMessageThread -EnterpriseId ([guid]::NewGuid())",
        "New-MewsMessageThread -OriginalSender Jane -Subject Hello",
        "New-MewsMessageThread -OriginalSender Jane -Subject Hello -WhatIf",
        "$ids | Get-MewsMessage -PageSize 3",
        "$ids | Get-MewsConversation -PageSize 3",
        "Get-MewsConversation -CreatedAfter 2026-08-01 -Unanswered -ExpandMessage",
        "Get-MewsConversation -First 3 | ConvertTo-MewsTranscript -As Html",
        "$ids | Add-MewsMessage -Text Hello -Identifier first -BatchSize 7",
        "$ids | Add-MewsMessage -Text Hello -WhatIf",
        "[guid]::NewGuid() | Add-MewsMessage -Text Hello",
        "Invoke-MewsOperation enterprises/getAll -All | Get-MewsMessageThread -First 2",
        "Invoke-MewsOperation messageThreads/getAll @{ MessageThreadIds = $ids } -All -PageSize 3",
        "Invoke-MewsOperation configuration/get",
        "Invoke-MewsOperation messageThreads/add @{ OriginalSender = 'Jane'; Subject = 'Hello' }",
        "Sync-MewsMessageThread $file -Full -PassThru",
        "Sync-MewsMessageThread $file -WhatIf",
        "Sync-MewsMessageThread $file -EnterpriseId ([guid]::NewGuid())",
    ];

    [Fact]
    public async Task No_stream_error_object_or_diagnostic_event_ever_holds_a_token()
    {
        using var diagnostics = new Diagnostics();
        var seen = new List<string>();
        var time = new VirtualTime(Emulators.Now);
        await using var emulator = await EmulatorHost.StartAsync(
            new EmulatorOptions { Threads = 20, Clock = time, World = new World { UnknownIds = UnknownIds.Reject } },
            TestContext.Current.CancellationToken);
        using var session = new Session();
        session.Set("ids", emulator.Store.All().Select(thread => thread.Id).ToArray());
        var folder = Directory.CreateTempSubdirectory("mewsthreads-");
        session.Set("file", Path.Combine(folder.FullName, "threads.csv"));

        // Connecting: well, with tokens that Mews refuses, to nobody, to where it must not.
        foreach (var (client, access) in new[] { (DemoTokens.ClientToken, DemoTokens.AccessToken), (OddClientToken, OddAccessToken) })
        {
            session.Set("c", Session.Secure(client));
            session.Set("a", Session.Secure(access));
            session.Set("credential", new PSCredential(client, Session.Secure(access)));
            foreach (var address in new[] { emulator.Address.ToString(), "http://127.0.0.1:1", "http://mews.example" })
            {
                var common = $"-PlatformAddress {address} -MaximumRetryCount 0 -RequestLimit 100000 -PassThru -Verbose -Debug";
                seen.Add(Everything(session.Run($"Connect-Mews -ClientToken $c -AccessToken $a {common}")));
                seen.Add(Everything(session.Run($"Connect-Mews -Credential $credential {common}")));
                seen.Add(Everything(session.Run($"Connect-Mews -ClientToken $c -AccessToken $a {common} -SkipVerification; Get-MewsMessageThread -First 1")));
            }
        }

        // Every command through every kind of failure. A command meets it once, so that what comes after it is seen, too.
        session.ConnectOnVirtualTime(emulator, time, new ConnectionOptions { MaximumRetryCount = 1 });
        foreach (var fault in Faults())
        {
            foreach (var command in Commands)
            {
                emulator.Faults.Clear();
                emulator.Faults.Add(fault);
                seen.Add(Everything(session.Run($"{command} -Verbose -Debug")));
            }
        }

        emulator.Faults.Clear();
        Array.ForEach(Commands, command => seen.Add(Everything(session.Run($"{command} -Verbose -Debug"))));
        seen.Add(Everything(session.Run("$Error; Disconnect-Mews -Verbose -Debug; Get-MewsMessageThread")));
        seen.Add(diagnostics.Text);
        seen.AddRange(folder.GetFiles().Select(file => File.ReadAllText(file.FullName)));
        Assert.Contains("Watermark", seen[^1] + seen[^2] + seen[^3], StringComparison.Ordinal);
        folder.Delete(recursive: true);

        var all = string.Join('\n', seen);
        TestContext.Current.TestOutputHelper!.WriteLine($"{seen.Count} dumps with {all.Length:N0} characters searched");
        Assert.Contains("messageThreads/getAll", all, StringComparison.Ordinal);
        Assert.Contains("HttpRequestOut", diagnostics.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(seen, dump => TokenForms.AreIn(dump, DemoTokens.ClientToken, DemoTokens.AccessToken, OddClientToken, OddAccessToken));
    }

    [Fact]
    public void The_search_finds_a_token_in_each_of_its_forms()
    {
        var token = DemoTokens.AccessToken;
        var leaks = new[]
        {
            $"AccessToken={token}",
            Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"x:{token}")),
            Convert.ToBase64String(System.Text.Encoding.Unicode.GetBytes(token)),
            Convert.ToHexString(System.Text.Encoding.Unicode.GetBytes(token)).ToLowerInvariant(),
            Dump.Of(new { Inner = new[] { new InvalidOperationException("no", new ArgumentException(token)) } }),
        };

        Assert.All(leaks, leak => Assert.True(TokenForms.AreIn(leak, token)));
        Assert.All(TokenEncodings.All, encode => Assert.True(TokenForms.AreIn($"x {encode(token)} x", token)));
        Assert.False(TokenForms.AreIn("messageThreads/getAll: page 1 of 4D6C7ABE0E6A", token));
    }

    private static IEnumerable<Fault> Faults()
    {
        foreach (var kind in Enum.GetValues<FaultKind>())
        {
            foreach (var body in Enum.GetValues<FaultBody>())
            {
                if (body == FaultBody.Json || kind is FaultKind.ServerError or FaultKind.TooHeavy)
                {
                    yield return new Fault { Kind = kind, Times = 2, Body = body, Seconds = 200, Field = "Subject", RetryAfterSeconds = 20 };
                }
            }
        }
    }

    /// <summary>All that a run has left.</summary>
    internal static string Everything(Result result) => string.Join(
        '\n',
        new object?[] { result.Output, result.Terminating, result.Errors, result.Verbose, result.Warnings, result.DebugLines, result.Information, result.Progress }
            .Select(Dump.Of));

    /// <summary>What HttpClient tells those who listen: its diagnostic events with what they carry, and its event sources.</summary>
    private sealed class Diagnostics : EventListener, IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
    {
        private readonly ConcurrentQueue<string> _events = new();
        private readonly IDisposable _subscription;
        private IDisposable? _requests;

        public Diagnostics() => _subscription = DiagnosticListener.AllListeners.Subscribe(this);

        public string Text => string.Join('\n', _events);

        public void OnNext(DiagnosticListener value)
        {
            // The client's; the emulator in this process has one of its own.
            if (value.Name == "HttpHandlerDiagnosticListener")
            {
                _requests = value.Subscribe(this);
            }
        }

        public void OnNext(KeyValuePair<string, object?> value) => _events.Enqueue($"{value.Key} {Dump.Of(value.Value)}");

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }

        public override void Dispose()
        {
            _subscription.Dispose();
            _requests?.Dispose();
            base.Dispose();
        }

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name.StartsWith("System.Net", StringComparison.Ordinal))
            {
                EnableEvents(eventSource, EventLevel.Verbose, EventKeywords.All);
            }
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData) =>
            _events?.Enqueue($"{eventData.EventName} {string.Join(' ', eventData.Payload ?? [])}");
    }
}
