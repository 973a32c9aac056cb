using System.CommandLine;

namespace MewsThreads.Emulator.Cli;

/// <summary>Options whose values are words for the members of an enumeration.</summary>
internal static class Choice
{
    /// <summary>An option that takes one of some words, the first of which is the default.</summary>
    public static Option<T> Create<T>(string name, string description, params (string Word, T Value)[] choices)
        where T : struct, Enum
    {
        var option = new Option<T>(name)
        {
            Description = description,
            HelpName = string.Join('|', choices.Select(c => c.Word)),
            DefaultValueFactory = _ => choices[0].Value,
            CustomParser = result =>
            {
                var word = result.Tokens.Single().Value;
                foreach (var (candidate, value) in choices)
                {
                    if (candidate == word)
                    {
                        return value;
                    }
                }
                result.AddError($"'{word}' is not a value of {name}: it takes {string.Join(" or ", choices.Select(c => c.Word))}.");
                return default;
            },
        };
        return option;
    }
}
