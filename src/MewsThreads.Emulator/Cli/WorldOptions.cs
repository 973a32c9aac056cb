using System.CommandLine;
using System.Globalization;
using MewsThreads.Emulator.Worlds;

namespace MewsThreads.Emulator.Cli;

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
