using System.CommandLine;

namespace MewsThreads.Emulator.Cli;

/// <summary>An option that takes one of some words for the members of an enumeration; the first is the default.</summary>
/// <typeparam name="T">The enumeration.</typeparam>
internal sealed class Choice<T> : Option<string>
    where T : struct, Enum
{
    private readonly (string Word, T Value)[] _choices;

    public Choice(string name, string description, params (string Word, T Value)[] choices)
        : base(name)
    {
        _choices = choices;
        Description = description;
        HelpName = string.Join('|', choices.Select(c => c.Word));
        DefaultValueFactory = _ => choices[0].Word;
        AcceptOnlyFromAmong([.. choices.Select(c => c.Word)]);
    }

    /// <summary>The member chosen on a command line.</summary>
    public T Value(ParseResult line) => _choices.Single(c => c.Word == line.GetValue(this)).Value;
}
