using System.Globalization;
using System.Management.Automation;
using System.Xml.Linq;

namespace MewsThreads.Help;

/// <summary>Writes help in the form that <c>Get-Help</c> reads on both editions.</summary>
internal static class Maml
{
    private static readonly XNamespace Msh = "http://msh";
    private static readonly XNamespace Text = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    public static XDocument Of(IEnumerable<CmdletHelp> cmdlets) => new(
        new XElement(Msh + "helpItems", new XAttribute("schema", "maml"), cmdlets.Select(Cmdlet)));

    private static XElement Cmdlet(CmdletHelp cmdlet) => new(
        Command + "command",
        new XAttribute(XNamespace.Xmlns + "maml", Text),
        new XAttribute(XNamespace.Xmlns + "command", Command),
        new XAttribute(XNamespace.Xmlns + "dev", Dev),
        new XElement(
            Command + "details",
            new XElement(Command + "name", cmdlet.Name),
            new XElement(Command + "verb", cmdlet.Verb),
            new XElement(Command + "noun", cmdlet.Noun),
            Description([cmdlet.Synopsis])),
        Description(cmdlet.Description),
        new XElement(
            Command + "syntax",
            cmdlet.Syntax.Select(parameters => new XElement(
                Command + "syntaxItem", new XElement(Text + "name", cmdlet.Name), parameters.Select(parameter => Parameter(parameter))))),
        new XElement(Command + "parameters", cmdlet.Parameters.Select(Parameter)),
        new XElement(Command + "inputTypes", cmdlet.Inputs.Select(type => Typed("inputType", type))),
        new XElement(Command + "returnValues", cmdlet.Outputs.Select(type => Typed("returnValue", type))),
        new XElement(Command + "examples", cmdlet.Examples.Select(Example)),
        new XElement(Command + "relatedLinks", cmdlet.Links.Select(link => new XElement(
            Text + "navigationLink", new XElement(Text + "linkText", link.Text), new XElement(Text + "uri", link.Address)))));

    private static XElement Parameter(ParameterHelp parameter) => new(
        Command + "parameter",
        new XAttribute("required", parameter.IsMandatory),
        new XAttribute("variableLength", parameter.Type.IsArray),
        new XAttribute("globbing", false),
        new XAttribute("pipelineInput", Pipeline(parameter)),
        new XAttribute("position", parameter.Position < 0 ? "named" : parameter.Position.ToString(CultureInfo.InvariantCulture)),
        new XAttribute("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
        new XElement(Text + "name", parameter.Name),
        Description(parameter.Description),
        Value(parameter),
        new XElement(Dev + "type", new XElement(Text + "name", TypeName(parameter.Type)), new XElement(Text + "uri")),
        new XElement(Dev + "defaultValue", parameter.Default ?? (parameter.Type == typeof(SwitchParameter) ? "False" : "None")));

    // A switch takes no value; of an enumeration, the syntax shows the names.
    private static XElement? Value(ParameterHelp parameter)
    {
        var type = Nullable.GetUnderlyingType(parameter.Type) ?? parameter.Type;
        return type == typeof(SwitchParameter) ? null
            : type.IsEnum ? new XElement(Command + "parameterValueGroup", Enum.GetNames(type).Select(name => new XElement(
                Command + "parameterValue", new XAttribute("required", false), new XAttribute("variableLength", false), name)))
            : new XElement(
                Command + "parameterValue",
                new XAttribute("required", true),
                new XAttribute("variableLength", type.IsArray),
                TypeName(type));
    }

    private static string TypeName(Type type) => (Nullable.GetUnderlyingType(type) ?? type).Name;

    private static string Pipeline(ParameterHelp parameter) => (parameter.FromPipeline, parameter.FromProperty) switch
    {
        (true, true) => "True (ByValue, ByPropertyName)",
        (true, false) => "True (ByValue)",
        (false, true) => "True (ByPropertyName)",
        _ => "False",
    };

    private static XElement Typed(string kind, TypeHelp type) => new(
        Command + kind, new XElement(Dev + "type", new XElement(Text + "name", type.Name)), Description(type.Description));

    private static XElement Example(ExampleHelp example, int index) => new(
        Command + "example",
        new XElement(Text + "title", $"Example {index + 1}: {example.Title}"),
        new XElement(Dev + "code", example.Code),
        // The view of Get-Help puts nothing between examples.
        new XElement(Dev + "remarks", Paragraphs(example.Remarks.Append(""))));

    private static XElement Description(IEnumerable<string> paragraphs) => new(Text + "description", Paragraphs(paragraphs));

    private static IEnumerable<XElement> Paragraphs(IEnumerable<string> paragraphs) =>
        paragraphs.Select(paragraph => new XElement(Text + "para", paragraph));
}
