using System.CommandLine;
using System.Globalization;
using MewsThreads.Emulator.Worlds;

namespace MewsThreads.Emulator.Cli;

/// <summary>The command line: options in, a running emulator until Ctrl+C or SIGTERM out.</summary>
internal sealed class EmulatorCommand
{
    private static readonly EmulatorOptions Defaults = new();

    private readonly Option<string> _urls = new("--urls")
    {
        Description = "Address to listen on, http only; several separated by ';', port 0 for a free one.",
        HelpName = "URL",
        DefaultValueFactory = _ => "http://127.0.0.1:5080",
    };

    private readonly Option<FileInfo?> _data = new("--data")
    {
        Description = "SQLite file that keeps threads and messages over a restart; seeded when it is new. Without it they live in memory.",
        HelpName = "FILE",
    };

    private readonly Option<int> _threads = Number(
        "--threads", "How many threads to seed for the default token; 0 for none at all.", Defaults.Threads, 0, int.MaxValue);

    private readonly Option<int> _seed = new("--seed")
    {
        Description = "Seed of the generated threads: the same seed, number and day give the same threads and messages.",
        HelpName = "N",
        DefaultValueFactory = _ => Defaults.Seed,
    };

    private readonly WorldOptions _world = new();

    private readonly Option<int> _limit = Number(
        "--limit", "Requests an access token may make within --window; 0 for any number.", Defaults.LimitRequests, 0, int.MaxValue);

    private readonly Option<int> _window = Number(
        "--window", "Length of the sliding window of --limit, in seconds.", (int)Defaults.LimitWindow.TotalSeconds, 1, int.MaxValue);

    public static Task<int> Main(string[] args) => new EmulatorCommand().Create().Parse(args).InvokeAsync();

    /// <summary>The command, ready to parse.</summary>
    public RootCommand Create()
    {
        var root = new RootCommand(
            "A local Mews Connector API for message threads: getAll and add of messageThreads and messages, enterprises/getAll and "
            + "configuration/get, with the rules, limits and errors of the real one. What Mews does not document is an option.\n\n"
            + FaultHelp.Text)
        {
            _urls, _data, _threads, _seed, _limit, _window,
        };
        foreach (var option in _world.All)
        {
            root.Add(option);
        }
        root.SetAction(RunAsync);
        return root;
    }

    /// <summary>The options of a command line.</summary>
    public EmulatorOptions Options(ParseResult line) => new()
    {
        Url = line.GetValue(_urls)!,
        DataFile = line.GetValue(_data)?.FullName,
        Threads = line.GetValue(_threads),
        Seed = line.GetValue(_seed),
        World = _world.Value(line),
        LimitRequests = line.GetValue(_limit),
        LimitWindow = TimeSpan.FromSeconds(line.GetValue(_window)),
    };

    private async Task<int> RunAsync(ParseResult line, CancellationToken ct)
    {
        var options = Options(line);
        EmulatorHost emulator;
        try
        {
            emulator = await EmulatorHost.StartAsync(options, Warnings, ct).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or InvalidOperationException or FormatException
            or UnauthorizedAccessException or System.Net.Sockets.SocketException or Microsoft.Data.Sqlite.SqliteException)
        {
            // A port in use, a bad address, a file that cannot be opened: the message says it, a stack trace would not.
            await line.InvocationConfiguration.Error.WriteLineAsync($"The emulator cannot start: {e.Message}").ConfigureAwait(false);
            return 1;
        }

        await using (emulator.ConfigureAwait(false))
        {
            await line.InvocationConfiguration.Output.WriteAsync(Banner.Text(emulator)).ConfigureAwait(false);
            // Cancelled by Ctrl+C and SIGTERM.
            await Task.Delay(Timeout.Infinite, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        return 0;
    }

    // A failed start is reported by RunAsync, and once is enough. A truncated body is an error to Kestrel, and what was asked for.
    private static void Warnings(ILoggingBuilder logging) => logging
        .SetMinimumLevel(LogLevel.Warning)
        .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None)
        .AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Critical)
        .AddSimpleConsole();

    private static Option<int> Number(string name, string description, int byDefault, int least, int most)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => byDefault };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var value) && (value < least || value > most))
            {
                result.AddError($"{name} must be at least {least}" + (most == int.MaxValue ? "." : $" and at most {most}."));
            }
        });
        return option;
    }
}

/// <summary><c>--world</c>, and for each of its answers an option that overrides it.</summary>
internal sealed class WorldOptions
{
    private const string Random = "random:";

    private readonly Option<string> _world = new("--world")
    {
        Description = "How it answers what Mews does not document: friendly, as unfriendly as can be, or each answer drawn by itself.",
        HelpName = "kind|strict|random:SEED",
        DefaultValueFactory = _ => "kind",
    };

    private readonly List<(WorldSwitch Switch, Option<string> Option)> _switches = [.. WorldSwitch.All.Select(s => (s, Create(s)))];

    public WorldOptions() => _world.Validators.Add(result =>
    {
        if (result.Tokens is [var token] && Find(token.Value) is null)
        {
            result.AddError("--world must be kind, strict or random: and a whole number.");
        }
    });

    /// <summary>The options.</summary>
    public IEnumerable<Option> All => [_world, .. _switches.Select(s => s.Option)];

    /// <summary>The world of a command line.</summary>
    public World Value(ParseResult line)
    {
        var world = Find(line.GetValue(_world)!)!;
        foreach (var (option, given) in _switches)
        {
            world = line.GetResult(given) is null ? world : option.With(world, line.GetValue(given)!);
        }
        return world;
    }

    private static World? Find(string name) => name switch
    {
        "kind" => World.Kind,
        "strict" => World.Strict,
        _ => name.StartsWith(Random, StringComparison.Ordinal)
            && int.TryParse(name[Random.Length..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seed)
            ? World.Random(seed)
            : null,
    };

    private static Option<string> Create(WorldSwitch description)
    {
        var isFlag = description.Words is ["false", "true"];
        var option = new Option<string>(description.Name)
        {
            Description = $"{description.Description} kind: {description.Word(World.Kind)}; strict: {description.Word(World.Strict)}.",
            HelpName = description.IsNumber ? "N" : string.Join('|', description.Words),
            Arity = isFlag ? ArgumentArity.ZeroOrOne : ArgumentArity.ExactlyOne,
            CustomParser = result => result.Tokens is [var token] ? token.Value : "true",
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !description.Takes(token.Value))
            {
                result.AddError(description.IsNumber
                    ? $"{description.Name} must be a whole number, at most {description.Words[^1]}."
                    : $"{description.Name} must be one of {string.Join(", ", description.Words)}.");
            }
        });
        return option;
    }
}
