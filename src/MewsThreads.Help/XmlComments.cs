using System.Management.Automation;
using System.Reflection;
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
