using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Tracing;
using System.Management.Automation;
using System.Text.Json;
using MewsThreads.Emulator;
using MewsThreads.Tests;
using MewsThreads.Transport;

namespace MewsThreads.PowerShell.Tests;

/// <summary>Drives every cmdlet through success and every kind of failure, and searches all that can be seen of it for the tokens.</summary>
[Collection(nameof(Alone))]
public class SecrecyTests
{
    // Tokens of every kind of character that an encoding may change; Mews refuses them.
    private const string OddClientToken = "K1ient\"T0ken\\with/€uro&<quotes>+ünd=Zeichen";
    private const string OddAccessToken = "Acc355\tT0ken'mit`$(Rückstrich)%41;und\u2028mehr";

    private static readonly string[] Commands =
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
        foreach (var token in new[] { DemoTokens.ClientToken, DemoTokens.AccessToken, OddClientToken, OddAccessToken })
        {
            Assert.All(TokenForms.Of(token), form => Assert.DoesNotContain(form, all, StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public void Nothing_that_a_peer_echoes_is_shown()
    {
        var folder = Directory.CreateTempSubdirectory("mewsthreads-");
        var (echoes, texts, characters) = (0, 0, 0L);
        using var session = new Session();
        session.Set("ids", new[] { "af07d597-6927-4c5d-9ffa-b4d900443c45", "674a97e2-6f9f-418e-a055-b50d0029f45d" });
        session.Set("file", Path.Combine(folder.FullName, "threads.csv"));
        session.Set("c", Session.Secure(DemoTokens.ClientToken));
        string[] commands = [.. Commands, "Connect-Mews -ClientToken $c -AccessToken $a -PlatformAddress $address -MaximumRetryCount 0 -RequestLimit 100000 -PassThru"];
        var response = RawResponse.Of("");
        using var peer = new RawServer(_ => response);
        session.Set("address", peer.Address);
        session.ConnectOnVirtualTime(peer.Address, new VirtualTime(Emulators.Now), new ConnectionOptions { MaximumRetryCount = 1 });
        foreach (var echo in Echoes())
        {
            // Each place of a response meets each command, in some of the forms.
            response = echo;
            foreach (var command in commands.Where((_, at) => (at + echoes + (echoes / 9)) % 3 == 0))
            {
                // Connecting takes real time, and a refusal holds back the next request of the same token.
                session.Set("a", Session.Secure($"{DemoTokens.AccessToken}{texts}"));
                var result = session.Run($"$Error.Clear(); {command} -Verbose -Debug; $Error");
                Search(Everything(result with { Output = [] }));

                // As Get-Error and a transcript print them; of objects what the module says of itself, and not what a guest may have written.
                Search(string.Join('\n', result.Errors.Append(result.Terminating).OfType<ErrorRecord>().Select(error => $"{error}\n{error.Exception}\n{error.ScriptStackTrace}")));
                Search(string.Join('\n', result.Output.Select(item => item.BaseObject).OfType<MewsConnection>().Select(Dump.Of)));
            }

            echoes++;
        }

        folder.Delete(recursive: true);
        TestContext.Current.TestOutputHelper!.WriteLine($"{texts:N0} texts with {characters:N0} characters searched");
        Assert.True(texts > 5000, $"{texts} texts");

        void Search(string text)
        {
            texts++;
            characters += text.Length;
            foreach (var token in new[] { DemoTokens.ClientToken, DemoTokens.AccessToken })
            {
                Assert.True(TokenForms.FoundIn(text, token) is null, $"{System.Text.Encoding.UTF8.GetString(response.Bytes)}\n{text}");
            }
        }
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

        Assert.All(leaks, leak => Assert.Contains(TokenForms.Of(token), form => leak.Contains(form, StringComparison.OrdinalIgnoreCase)));
        Assert.All(TokenEncodings.All, encode => Assert.NotNull(TokenForms.FoundIn($"x {encode(token)} x", token)));
        Assert.Null(TokenForms.FoundIn("messageThreads/getAll: page 1 of 4D6C7ABE0E6A", token));
    }

    /// <summary>Each place of a response that was ever shown, with both tokens in each form.</summary>
    private static IEnumerable<RawResponse> Echoes()
    {
        const string Json = "Content-Type: application/json\r\n";
        foreach (var encode in TokenEncodings.All)
        {
            foreach (var token in new[] { encode(DemoTokens.ClientToken), encode(DemoTokens.AccessToken) })
            {
                var text = JsonSerializer.Serialize(token);
                yield return RawResponse.Of($$"""{"ClientToken":"{{token}}"} 200 OK""" + "\r\n\r\n");
                yield return RawResponse.Of($"HTTP/1.1 400 {token}\r\n{token}: {token}\r\nRequest-Id: {token}\r\nContent-Length: 0\r\n\r\n");
                yield return RawResponse.Of($"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n{Json}\r\n{token}\r\n{{}}\r\n0\r\n\r\n");
                yield return RawResponse.Of("200 OK", $"Content-Type: text/{token}\r\n", "{}");
                yield return RawResponse.Of("302 Found", $"Location: https://{token}/\r\nContent-Encoding: {token}\r\n", "");
                yield return RawResponse.Of("429 Too Many Requests", $"Retry-After: {token}\r\n{Json}", $$$"""{"Message":{{{text}}},"RequestId":{{{text}}}}""");
                yield return RawResponse.Of("200 OK", Json, $$$"""{"MessageThreads":[{{{{text}}}:1,"Id":{{{text}}}}],{{{text}}}:[],"Others":[],"Cursor":null}""");
                yield return RawResponse.Of("200 OK", Json, $$$"""{{{{text}}}:[1,2],"Cursor":{{{text}}}}""");
                yield return RawResponse.Of(
                    "200 OK", Json, $$$"""{"NowUtc":"2026-08-31T12:00:00Z","Enterprise":{"Id":"851df8c8-90f2-4c4a-8e01-a4fc46b25178","Name":{{{text}}}}}""");
            }
        }
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

    private static string Everything(Result result) => string.Join(
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
