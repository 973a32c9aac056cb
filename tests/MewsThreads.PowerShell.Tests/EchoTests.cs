using System.Management.Automation;
using System.Text;
using System.Text.Json;
using MewsThreads.Emulator;
using MewsThreads.Http;
using MewsThreads.Tests;

namespace MewsThreads.Commands.Tests;

/// <summary>Peers that send the tokens back, in each place of a response and in each form.</summary>
public class EchoTests
{
    [Fact]
    public void Nothing_that_a_peer_echoes_is_shown()
    {
        var folder = Directory.CreateTempSubdirectory("mewsthreads-");
        var (echoes, texts, characters) = (0, 0, 0L);
        using var session = new Session();
        session.Set("ids", new[] { "af07d597-6927-4c5d-9ffa-b4d900443c45", "674a97e2-6f9f-418e-a055-b50d0029f45d" });
        session.Set("file", Path.Combine(folder.FullName, "threads.csv"));
        session.Set("c", Session.Secure(DemoTokens.ClientToken));
        string[] commands = [.. SecrecyTests.Commands, "Connect-Mews -ClientToken $c -AccessToken $a -PlatformAddress $address -MaximumRetryCount 0 -RequestLimit 100000 -PassThru"];
        var response = RawResponse.Of("");
        using var peer = new RawServer(_ => response);
        session.Set("address", peer.Address);
        session.ConnectOnVirtualTime(peer.Address, new VirtualTime(Emulators.Now), new ConnectionOptions { MaximumRetryCount = 1 });
        foreach (var echo in Echoes())
        {
            // Each place of a response meets each command, in some of the forms.
            response = echo;
            foreach (var command in commands.Where((_, at) => (at + echoes + (echoes / 9)) % 5 == 0))
            {
                // Connecting takes real time, and a refusal holds back the next request of the same token.
                session.Set("a", Session.Secure($"{DemoTokens.AccessToken}{texts}"));
                var result = session.Run($"$Error.Clear(); {command} -Verbose -Debug; $Error");
                Search(SecrecyTests.Everything(result with { Output = [] }));

                // As Get-Error and a transcript print them; of objects what the module says of itself, and not what a guest may have written.
                Search(string.Join('\n', result.Errors.Append(result.Terminating).OfType<ErrorRecord>().Select(error => $"{error}\n{error.Exception}\n{error.ScriptStackTrace}")));
                Search(string.Join('\n', result.Output.Select(item => item.BaseObject).OfType<MewsConnection>().Select(Dump.Of)));
            }

            echoes++;
        }

        folder.Delete(recursive: true);
        TestContext.Current.TestOutputHelper!.WriteLine($"{texts:N0} texts with {characters:N0} characters searched");
        Assert.True(texts > 3000, $"{texts} texts");

        void Search(string text)
        {
            texts++;
            characters += text.Length;
            if (TokenForms.AreIn(text, DemoTokens.ClientToken, DemoTokens.AccessToken))
            {
                Assert.Fail($"{Encoding.UTF8.GetString(response.Bytes)}\n{text}");
            }
        }
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
}
