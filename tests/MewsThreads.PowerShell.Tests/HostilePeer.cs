using System.Text;
using System.Text.RegularExpressions;
using MewsThreads.Emulator;
using MewsThreads.Tests;

namespace MewsThreads.Commands.Tests;

/// <summary>Answers with responses of the corpus: recorded ones and such as once did harm, some as they are, most of them mutated.</summary>
internal sealed class HostilePeer : IDisposable
{
    private static readonly IReadOnlyDictionary<string, string> Corpus = Directory
        .GetFiles(Path.Combine(Session.Root, "tests", "MewsThreads.PowerShell.Tests", "Corpus"), "*.http")
        .ToDictionary(file => Path.GetFileNameWithoutExtension(file), File.ReadAllText);

    private readonly Lock _lock = new();
    private readonly Random _random;
    private readonly Mutations _mutations;
    private readonly VirtualTime _time;
    private readonly RawServer _server;

    public HostilePeer(int seed, VirtualTime time)
    {
        _random = new Random(seed);
        _mutations = new Mutations(_random, [DemoTokens.ClientToken, DemoTokens.AccessToken]);
        _time = time;
        _server = new RawServer(Answer);
    }

    public static IEnumerable<string> Names => Corpus.Keys;

    public Uri Address => _server.Address;

    public int Responses { get; private set; }

    /// <summary>The writes since the last call, and what each was answered.</summary>
    public List<(string Body, string Response)> TakeWrites()
    {
        lock (_lock)
        {
            List<(string, string)> taken = [.. _writes];
            _writes.Clear();
            return taken;
        }
    }

    private readonly List<(string Body, string Response)> _writes = [];

    public void Dispose() => _server.Dispose();

    /// <summary>A response of the corpus as bytes: with the tokens in it, and lines of the head that end as HTTP wants it.</summary>
    public static (string Head, byte[] Body) Read(string name)
    {
        var text = Corpus[name]
            .Replace("{{ClientToken}}", DemoTokens.ClientToken, StringComparison.Ordinal)
            .Replace("{{AccessToken}}", DemoTokens.AccessToken, StringComparison.Ordinal);
        var parts = text.Split("\n\n", 2);
        return (parts[0].Replace("\n", "\r\n", StringComparison.Ordinal), Encoding.UTF8.GetBytes(parts[1].TrimEnd('\n')));
    }

    private RawResponse Answer(RawRequest request)
    {
        lock (_lock)
        {
            Responses++;
            var response = Draw(request.Target);
            if (request.Target.EndsWith("/add", StringComparison.Ordinal))
            {
                _writes.Add((request.Body, Encoding.Latin1.GetString(response.Bytes)));
            }

            return response;
        }
    }

    private RawResponse Draw(string operation)
    {
        var (head, body) = Read(Fitting(operation));
        switch (_random.Next(100))
        {
            case < 15:
                return Framed(head, body);
            case < 60:
                return Framed(head, _mutations.Body(body));
            case < 85:
                return new([.. Encoding.Latin1.GetBytes(_mutations.Head(head) + "\r\n\r\n"), .. body], KeepAlive: false);
            case < 95:
                return new(_mutations.Bytes([.. Encoding.Latin1.GetBytes(head + "\r\n\r\n"), .. body]), KeepAlive: false);
            case < 98:
                return new(_mutations.Garbage(_random.Next(200)), KeepAlive: false);
            default:
                // It answers too late, if at all.
                _time.Pass(TimeSpan.FromSeconds(_random.Next(200)));
                return new(Encoding.Latin1.GetBytes(head), KeepAlive: false);
        }
    }

    private string Fitting(string operation)
    {
        string[] names = operation switch
        {
            _ when _random.Next(5) == 0 => [.. Corpus.Keys],
            "configuration/get" => ["configuration-get", "now-at-last-instant"],
            "messageThreads/getAll" => ["threads-page", "threads-last-page", "created-at-last-instant", "cursor-with-lone-surrogate"],
            "messages/getAll" => ["messages-page"],
            "enterprises/getAll" => ["enterprises-page"],
            "messageThreads/add" => ["thread-added"],
            _ => ["messages-added"],
        };
        return names[_random.Next(names.Length)];
    }

    /// <summary>With a length that is right, so that the connection can go on where the status has a body.</summary>
    private static RawResponse Framed(string head, byte[] body)
    {
        head = Regex.Replace(head, "\r\nContent-Length: [0-9]+", "");
        var hasBody = Regex.IsMatch(head, @"\AHTTP/1\.1 (200|4\d\d|5\d\d) ");
        return new([.. Encoding.Latin1.GetBytes($"{head}\r\nContent-Length: {body.Length}\r\n\r\n"), .. body], hasBody && !head.Contains("chunked", StringComparison.Ordinal));
    }
}
