using System.Management.Automation;
using MewsThreads.Emulator;

namespace MewsThreads.Commands.Tests;

public class CompletionTests
{
    public static TheoryData<string, string> Odd
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var parameter in new[] { "Invoke-MewsOperation -Operation", "Get-MewsMessage -EnterpriseId", "Get-MewsMessageThread -Connection" })
            {
                foreach (var typed in new[] { "*", "[", "$(", "${", "\"nothing like it" })
                {
                    data.Add(parameter, typed);
                }
            }

            return data;
        }
    }

    [Theory]
    [InlineData("Invoke-MewsOperation messageThr", "messageThreads/add", "messageThreads/getAll")]
    [InlineData("Invoke-MewsOperation -Operation MESSAGETHREADS/G", "messageThreads/getAll")]
    [InlineData("Invoke-MewsOperation 'reservations/getAll", "reservations/getAll/2023-06-06", "reservations/getAll", "reservations/getAllItems")]
    [InlineData("Invoke-MewsOperation getPricing", "products/getPricing", "rates/getPricing")]
    public void Tab_offers_the_documented_operations(string typed, params string[] expected) =>
        Assert.Equal(expected, Complete(typed).Select(result => result.CompletionText));

    [Fact]
    public void Tab_on_nothing_offers_all_of_them_sorted_and_the_deprecated_ones_last()
    {
        var results = Complete("Invoke-MewsOperation -Operation ");
        var all = results.Select(result => result.CompletionText).ToList();

        Assert.Equal(219, all.Count);
        Assert.Equal(all.Distinct(), all);
        Assert.Equal(209, results.FindIndex(result => result.ToolTip.Contains("deprecated", StringComparison.Ordinal)));
        Assert.All(results.Skip(209), result => Assert.Equal($"{result.CompletionText} (deprecated)", result.ToolTip));
        Assert.Equal(["routingRules/add", "routingRules/delete", "routingRules/getAll", "routingRules/update"], all.TakeLast(4));
        Assert.All(new[] { "configuration/get", "messages/add", "messages/getAll", "sourceAssignments/getAll/2024-09-20" }, name => Assert.Contains(name, all));
    }

    [Theory]
    [InlineData("")]
    [InlineData("'connector api")]
    [InlineData("HOTEL")]
    public async Task Tab_offers_the_enterprise_of_the_session_by_its_name_and_asks_nobody(string typed)
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);

        var result = Assert.Single(Complete(session, $"Get-MewsMessage -EnterpriseId {typed}"));

        Assert.Equal(DemoEnterprises.First.Id.ToString(), result.CompletionText);
        Assert.Equal(DemoEnterprises.First.Name, result.ListItemText);
        Assert.Equal(result, Assert.Single(Complete(session, $"Get-MewsMessageThread -EnterpriseId {result.CompletionText[..8]}")), EqualTexts);
        Assert.Empty(Complete(session, "Get-MewsMessageThread -EnterpriseId zzz"));
        Assert.Empty(emulator.Requests.Snapshot());

        static bool EqualTexts(CompletionResult left, CompletionResult right) => left.CompletionText == right.CompletionText;
    }

    [Theory]
    [InlineData("Connect-Mews -Environment ", "Demo", "Production")]
    [InlineData("ConvertTo-MewsTranscript -As ", "Html", "Text")]
    public void Tab_offers_what_there_is_to_choose_from(string typed, params string[] expected) =>
        Assert.Equal(expected, Complete(typed).Select(result => result.CompletionText).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Odd))]
    public void Whatever_was_typed_does_not_fail(string parameter, string typed)
    {
        using var session = new Session();
        session.Set("typed", $"{parameter} {typed}");

        session.Run("$null = TabExpansion2 $typed $typed.Length").AssertNoErrors();
    }

    private static List<CompletionResult> Complete(string typed)
    {
        using var session = new Session();
        return Complete(session, typed);
    }

    private static List<CompletionResult> Complete(Session session, string typed)
    {
        session.Set("typed", typed);
        return [.. session.Run("(TabExpansion2 $typed $typed.Length).CompletionMatches").AssertNoErrors().Output.Select(result => (CompletionResult)result.BaseObject)];
    }
}
