using System.Management.Automation;
using System.Reflection;
using System.Xml.Linq;

namespace MewsThreads.Help;

/// <summary>All that help says of one cmdlet: its comments, and its parameters as the engine sees them.</summary>
internal sealed class CmdletHelp
{
    private readonly Type _type;
    private readonly XmlComments _comments;
    private readonly XElement _comment;
    private readonly CmdletInfo _info;
    private readonly object _instance;

    public CmdletHelp(Type type, XmlComments comments)
    {
        _type = type;
        _comments = comments;
        _comment = comments.Of(type) ?? throw new InvalidOperationException($"{type} has no comment.");
        _info = new CmdletInfo(XmlComments.NameOf("T:" + type.FullName, type.Assembly), type);
        _instance = Activator.CreateInstance(type)!;
    }

    public string Name => _info.Name;

    public string Verb => _info.Verb;

    public string Noun => _info.Noun;

    /// <summary>One line.</summary>
    public string Synopsis => CommentText.Line(_comment.Element("summary")!, _type.Assembly);

    /// <summary>The paragraphs of the remarks.</summary>
    public IReadOnlyList<string> Description => Paragraphs(_comment.Element("remarks"));

    /// <summary>The parameter sets, each with its parameters in the order of the syntax.</summary>
    public IEnumerable<IReadOnlyList<ParameterHelp>> Syntax =>
        _info.ParameterSets.Select(set => (IReadOnlyList<ParameterHelp>)[.. Documented(set)
            .OrderBy(parameter => parameter.Position < 0 ? int.MaxValue : parameter.Position)
            .ThenBy(parameter => !parameter.IsMandatory)
            .Select(Help)]);

    /// <summary>Every parameter once, by name.</summary>
    public IEnumerable<ParameterHelp> Parameters => _info.ParameterSets
        .SelectMany(Documented)
        .DistinctBy(parameter => parameter.Name)
        .OrderBy(parameter => parameter.Name, StringComparer.Ordinal)
        .Select(Help);

    /// <summary>What may be piped in.</summary>
    public IEnumerable<TypeHelp> Inputs => Piped.DefaultIfEmpty(new TypeHelp("None", ["Nothing can be piped to this command."]));

    /// <summary>What comes out.</summary>
    public IEnumerable<TypeHelp> Outputs => _info.OutputType
        .Select(output => new TypeHelp(
            output.Name,
            Paragraphs(_comments.Of(output.Type) is { } comment ? comment.Element("summary") : _comment.Element("returns"))))
        .DefaultIfEmpty(new TypeHelp("None", ["This command returns nothing."]));

    /// <summary>From real work.</summary>
    public IEnumerable<ExampleHelp> Examples => _comment.Elements("example").Select(example =>
    {
        var code = example.Element("code")!;
        return new ExampleHelp(
            string.Join(' ', CommentText.Paragraphs(code.NodesBeforeSelf(), _type.Assembly)),
            CommentText.Code(code),
            CommentText.Paragraphs(code.NodesAfterSelf(), _type.Assembly));
    });

    /// <summary>Other cmdlets, topics and pages.</summary>
    public IEnumerable<LinkHelp> Links => _comment.Elements("seealso").Select(link => link.Attribute("cref") is { } reference
        ? new LinkHelp(XmlComments.NameOf(reference.Value, _type.Assembly), "")
        : new LinkHelp(CommentText.Line(link, _type.Assembly), link.Attribute("href")?.Value ?? ""));

    private IEnumerable<TypeHelp> Piped
    {
        get
        {
            foreach (var parameter in Parameters.Where(parameter => parameter.FromPipeline))
            {
                yield return new TypeHelp(parameter.Type.FullName!, [$"-{parameter.Name}: {parameter.Description[0]}"]);
            }

            List<string> names = [.. Parameters.Where(parameter => parameter.FromProperty).Select(parameter => parameter.NameAndAliases)];
            if (names.Count > 0)
            {
                yield return new TypeHelp(
                    typeof(PSObject).FullName!,
                    [$"Objects with {(names.Count == 1 ? "the property" : "properties")} {string.Join(" and ", names)}, such as rows of a CSV file."]);
            }
        }
    }

    private static IEnumerable<CommandParameterInfo> Documented(CommandParameterSetInfo set) =>
        set.Parameters.Where(parameter => !Cmdlet.CommonParameters.Contains(parameter.Name)
            && !parameter.Attributes.OfType<ParameterAttribute>().Any(attribute => attribute.DontShow));

    private IReadOnlyList<string> Paragraphs(XElement? element) =>
        element is null ? [] : CommentText.Paragraphs(element.Nodes(), _type.Assembly);

    private ParameterHelp Help(CommandParameterInfo parameter)
    {
        var property = _type.GetProperty(parameter.Name);
        return new ParameterHelp(
            parameter.Name,
            parameter.ParameterType,
            property is null ? [OfTheEngine(parameter.Name)] : Paragraphs(_comments.Of(property).Element("summary")),
            parameter.IsMandatory,
            parameter.Position,
            parameter.ValueFromPipeline,
            parameter.ValueFromPipelineByPropertyName,
            [.. parameter.Aliases],
            property is null ? null : Default(property));
    }

    private string? Default(PropertyInfo property)
    {
        var value = property.GetValue(_instance);
        return value is null || value.Equals(property.PropertyType.IsValueType ? Activator.CreateInstance(property.PropertyType) : null)
            ? null
            : value.ToString();
    }

    private static string OfTheEngine(string parameter) => parameter switch
    {
        "WhatIf" => "Says what would be done, and does not do it.",
        "Confirm" => "Asks before anything is done.",
        _ => throw new InvalidOperationException($"Nothing is known of -{parameter}."),
    };
}

/// <summary>What help says of a parameter.</summary>
internal sealed record ParameterHelp(
    string Name,
    Type Type,
    IReadOnlyList<string> Description,
    bool IsMandatory,
    int Position,
    bool FromPipeline,
    bool FromProperty,
    IReadOnlyList<string> Aliases,
    string? Default)
{
    public string NameAndAliases => string.Join(" or ", Aliases.Prepend(Name));
}

/// <summary>A type that is piped in or comes out.</summary>
internal sealed record TypeHelp(string Name, IReadOnlyList<string> Description);

/// <summary>An example: what it is for, its code, and what there is to say of it.</summary>
internal sealed record ExampleHelp(string Title, string Code, IReadOnlyList<string> Remarks);

/// <summary>A related cmdlet or topic, or a page with its address.</summary>
internal sealed record LinkHelp(string Text, string Address);
