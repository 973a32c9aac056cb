using System.Management.Automation;
using System.Xml.Linq;

namespace MewsThreads.PowerShell.Tests;

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
        var columns = views.Select(view => view.Element("TableControl")).Single(table => table is not null)!.Descendants("TableColumnHeader").ToList();
        var listed = views.Select(view => view.Element("ListControl")).Single(list => list is not null)!.Descendants("ListItem").ToList();

        // A column without a width takes what is left.
        Assert.InRange(columns.Sum(column => 1 + ((int?)column.Element("Width") ?? 12)) - 1, 1, 120);
        Assert.All(columns, column => Assert.True(((int?)column.Element("Width") ?? int.MaxValue) >= ((string)column.Element("Label")!).Length));
        Assert.Equal(
            Properties(type),
            listed.Select(item => (string)(item.Element("Label") ?? item.Element("PropertyName"))!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Each_time_is_shown_in_UTC()
    {
        Assert.All(
            Views.Descendants().Where(element => element.Name == "PropertyName" || element.Name == "ScriptBlock"),
            shown => Assert.True(!IsTime(shown.Value) || shown.Value.Contains(".UtcDateTime.ToString('u')", StringComparison.Ordinal), shown.Value));

        static bool IsTime(string value) => value.Contains("Utc", StringComparison.Ordinal);
    }

    private static IEnumerable<string> Properties(string type) =>
        System.Reflection.Assembly.LoadFrom(Path.Combine(Session.ModulePath, "bin", "MewsThreads.Client.dll")).GetType(type, throwOnError: true)!
            .GetProperties().Select(property => property.Name).Order(StringComparer.Ordinal);
}
