using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace MewsThreads.Help;

/// <summary>Plain text of a documentation comment.</summary>
internal static partial class CommentText
{
    /// <summary>Its paragraphs: each <c>para</c>, and what stands outside of one.</summary>
    public static IReadOnlyList<string> Paragraphs(IEnumerable<XNode> nodes, Assembly assembly)
    {
        var paragraphs = new List<string>();
        var open = "";
        foreach (var node in nodes)
        {
            if (node is XElement { Name.LocalName: "para" } paragraph)
            {
                paragraphs.Add(open);
                paragraphs.Add(Line(paragraph, assembly));
                open = "";
            }
            else
            {
                open += Inline(node, assembly);
            }
        }

        return [.. paragraphs.Append(open).Select(OneLine).Where(text => text.Length > 0)];
    }

    /// <summary>The same as a single line.</summary>
    public static string Line(XElement element, Assembly assembly) =>
        OneLine(string.Concat(element.Nodes().Select(node => Inline(node, assembly))));

    /// <summary>Code, without the indent that its lines have in common.</summary>
    public static string Code(XElement code)
    {
        var lines = code.Value.Split('\n').Select(line => line.TrimEnd()).SkipWhile(line => line.Length == 0).ToList();
        var indent = lines.Where(line => line.Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Join('\n', lines.Select(line => line.Length > indent ? line[indent..] : "")).TrimEnd();
    }

    private static string Inline(XNode node, Assembly assembly) => node switch
    {
        XText text => text.Value,
        XElement element when element.Attribute("cref") is { } reference => XmlComments.NameOf(reference.Value, assembly),
        XElement element when element.Attribute("langword") is { Value: var word } => word == "null" ? "$null" : word,
        XElement element => string.Concat(element.Nodes().Select(inner => Inline(inner, assembly))),
        _ => "",
    };

    private static string OneLine(string text) => WhiteSpace().Replace(text, " ").Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
