using System.Reflection;
using System.Text.RegularExpressions;

namespace MewsThreads.Help;

/// <summary>Writes the about_ topics: what module/en-US says, with the lists that are made of the module filled in.</summary>
internal static partial class Topic
{
    private const int Width = 80;

    public static void WriteAll(string folder, IReadOnlyList<CmdletHelp> cmdlets, Assembly module)
    {
        var lists = new Dictionary<string, string>
        {
            ["{commands}"] = List(cmdlets.Select(cmdlet => (cmdlet.Name, new[] { cmdlet.Synopsis }))),
            ["{errors}"] = List(ErrorKinds(module).Select(kind => (kind.Id, new[] { $"Cause: {kind.Cause}", $"Remedy: {kind.Remedy}" }))),
        };
        var assembly = typeof(Topic).Assembly;
        foreach (var name in assembly.GetManifestResourceNames())
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            File.WriteAllText(Path.Combine(folder, name), Marker().Replace(reader.ReadToEnd(), marker => lists[marker.Value]));
        }
    }

    private static IEnumerable<(string Id, string Cause, string Remedy)> ErrorKinds(Assembly module)
    {
        var type = module.GetType("MewsThreads.Commands.ErrorKind", throwOnError: true)!;
        return type.GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => field.GetValue(null)!)
            .Select(kind => (Said(kind, "Id"), Said(kind, "Cause"), Said(kind, "Remedy")))
            .OrderBy(kind => kind.Item1, StringComparer.Ordinal);

        string Said(object kind, string property) => (string)type.GetProperty(property)!.GetValue(kind)!;
    }

    private static string List(IEnumerable<(string Name, string[] Paragraphs)> items) => string.Join(
        "\n\n",
        items.Select(item => string.Join('\n', item.Paragraphs.Select(paragraph => Wrap(paragraph, "      ")).Prepend("    " + item.Name))));

    private static string Wrap(string text, string indent)
    {
        var lines = new List<string>();
        foreach (var word in text.Split(' '))
        {
            if (lines.Count > 0 && indent.Length + lines[^1].Length + 1 + word.Length <= Width)
            {
                lines[^1] += ' ' + word;
            }
            else
            {
                lines.Add(word);
            }
        }

        return string.Join('\n', lines.Select(line => indent + line));
    }

    [GeneratedRegex(@"\{[a-z]+\}")]
    private static partial Regex Marker();
}
