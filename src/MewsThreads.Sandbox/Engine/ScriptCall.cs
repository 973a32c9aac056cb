using System.Management.Automation.Language;
using System.Text.RegularExpressions;

namespace MewsThreads.Sandbox.Engine;

/// <summary>The line of script that calls a script file with the words of a command line, by the rules of <c>pwsh -File</c>.</summary>
internal static partial class ScriptCall
{
    /// <summary>Words that look like parameters are parameters, all else is text: nothing in them is evaluated.</summary>
    public static string Line(string path, IEnumerable<string> words) => string.Join(' ', [".", Quoted(path), .. words.Select(Argument)]);

    private static string Argument(string word)
    {
        var parameter = Parameter().Match(word);
        if (!parameter.Success)
        {
            return Quoted(word);
        }

        var value = parameter.Groups["value"].Value;
        return parameter.Groups["name"].Value + value.ToUpperInvariant() switch
        {
            "" => "",
            "$TRUE" or "TRUE" => "$true",
            "$FALSE" or "FALSE" => "$false",
            _ => Quoted(value),
        };
    }

    private static string Quoted(string text) => $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";

    [GeneratedRegex(@"^(?<name>-[\p{L}_]\w*:?)(?<value>(?<=:).*)?$", RegexOptions.Singleline)]
    private static partial Regex Parameter();
}
