using System.Management.Automation;
using System.Xml.Linq;

namespace MewsThreads.Commands.Tests;

/// <summary>The views that ship. How they look is in tests/Pester, for the engine alone cannot format.</summary>
public class ViewTests
{
    private static readonly XDocument Views = XDocument.Load(Path.Combine(Session.ModulePath, "MewsThreads.Format.ps1xml"));

    public static TheoryData<string> OutputTypes
    {
        get
        {
            using var session = new Session();
            return
            [
                .. session.Run("(Get-Command -Module MewsThreads).OutputType").AssertNoErrors().Output
                    .Select(type => ((PSTypeName)type.BaseObject).Name)
                    .Where(name => name.StartsWith("MewsThreads.", StringComparison.Ordinal))
                    .Distinct(),
            ];
        }
    }

    [Theory]
    [MemberData(nameof(OutputTypes), DisableDiscoveryEnumeration = true)]
    public void Each_output_type_has_a_table_that_fits_120_columns_and_a_list_of_all_its_properties(string type)
    {
        var views = Views.Descendants("View").Where(view => (string?)view.Element("ViewSelectedBy")?.Element("TypeName") == type).ToList();
        // The first view is the one that is shown unasked.
        var columns = views[0].Element("TableControl")!.Descendants("TableColumnHeader").ToList();
        var listed = views[1].Element("ListControl")!.Descendants("ListItem").ToList();

        // A column without a width takes what is left.
        Assert.InRange(columns.Sum(column => 1 + ((int?)column.Element("Width") ?? 12)) - 1, 1, 120);
        Assert.All(columns, column => Assert.True(((int?)column.Element("Width") ?? int.MaxValue) >= ((string)column.Element("Label")!).Length));
        Assert.Equal(
            Properties(type),
            listed.Select(item => (string)(item.Element("Label") ?? item.Element("PropertyName"))!).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(OutputTypes), DisableDiscoveryEnumeration = true)]
    public void Each_time_is_shown_in_UTC(string type)
    {
        var shown = Views.Descendants("View")
            .Where(view => (string?)view.Element("ViewSelectedBy")?.Element("TypeName") == type)
            .Descendants("PropertyName")
            .ToLookup(property => property.Value, property => (string?)property.Parent!.Element("FormatString"));

        // The format u converts to UTC, and ends with a Z.
        foreach (var time in TypeOf(type).GetProperties().Where(property => (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) == typeof(DateTimeOffset)))
        {
            Assert.NotEmpty(shown[time.Name]);
            Assert.All(shown[time.Name], format => Assert.Equal("{0:u}", format));
        }
    }

    private static Type TypeOf(string name) =>
        System.Reflection.Assembly.LoadFrom(Path.Combine(Session.ModulePath, "bin", "MewsThreads.Client.dll")).GetType(name, throwOnError: true)!;

    private static IEnumerable<string> Properties(string type) =>
        TypeOf(type).GetProperties().Select(property => property.Name).Order(StringComparer.Ordinal);
}
