using System.Management.Automation;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace MewsThreads.Help;

/// <summary>The documentation comments of the module's assemblies, as the compiler wrote them into files.</summary>
internal sealed class XmlComments
{
    private readonly Dictionary<string, XElement> _members;

    private XmlComments(IEnumerable<XElement> members) => _members = members.ToDictionary(member => member.Attribute("name")!.Value);

    /// <summary>The comments of an assembly and of those it is built with.</summary>
    /// <param name="assemblyPath">The assembly; the files lie beside it.</param>
    public static XmlComments Beside(string assemblyPath) => new(
        Directory.EnumerateFiles(Path.GetDirectoryName(Path.GetFullPath(assemblyPath))!, "MewsThreads.*.xml")
            .SelectMany(file => XDocument.Load(file).Descendants("member"))
            // What a source generator adds to each of them is in each of them.
            .DistinctBy(member => member.Attribute("name")!.Value));

    /// <summary>The comment of a type; null where it has none, as types of other libraries.</summary>
    public XElement? Of(Type type) => _members.GetValueOrDefault($"T:{type.FullName}");

    /// <summary>The comment of a property, where it is declared.</summary>
    public XElement Of(PropertyInfo property) => _members[$"P:{property.DeclaringType!.FullName}.{property.Name}"];

    /// <summary>What a reference in a comment is called by users: a cmdlet or parameter by its name, a type by its own.</summary>
    public static string NameOf(string reference, Assembly assembly)
    {
        var path = reference[2..];
        var typeName = reference[0] == 'T' ? path : path[..path.LastIndexOf('.')];
        var type = assembly.GetType(typeName);
        return reference[0] switch
        {
            'T' => type?.GetCustomAttribute<CmdletAttribute>() is { } cmdlet ? $"{cmdlet.VerbName}-{cmdlet.NounName}" : path[(path.LastIndexOf('.') + 1)..],
            'P' when type?.IsAssignableTo(typeof(Cmdlet)) == true => $"-{path[(typeName.Length + 1)..]}",
            _ => path[(typeName.Length + 1)..],
        };
    }
}

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
