using System.Management.Automation;

namespace MewsThreads.PowerShell.Tests;

public class OperationCompletionTests
{
    [Theory]
    [InlineData("Invoke-MewsOperation messageThr", "messageThreads/add", "messageThreads/getAll")]
    [InlineData("Invoke-MewsOperation -Operation MESSAGETHREADS/G", "messageThreads/getAll")]
    [InlineData("Invoke-MewsOperation 'reservations/getAll", "reservations/getAll", "reservations/getAll/2023-06-06", "reservations/getAllItems")]
    [InlineData("Invoke-MewsOperation getPricing", "products/getPricing", "rates/getPricing")]
    public void Tab_offers_the_documented_operations(string typed, params string[] expected) =>
        Assert.Equal(expected, Complete(typed).Select(result => result.CompletionText));

    [Fact]
    public void Tab_on_nothing_offers_all_of_them_sorted()
    {
        var all = Complete("Invoke-MewsOperation -Operation ").Select(result => result.CompletionText).ToList();

        Assert.Equal(196, all.Count);
        Assert.Equal(all.Distinct(), all);
        Assert.All(new[] { "configuration/get", "messages/add", "messages/getAll", "sourceAssignments/getAll/2024-09-20" }, name => Assert.Contains(name, all));
    }

    [Theory]
    [InlineData("*")]
    [InlineData("[")]
    [InlineData("$(")]
    [InlineData("\"nothing like it")]
    public void Whatever_was_typed_does_not_fail(string typed)
    {
        using var session = new Session();
        session.Set("typed", $"Invoke-MewsOperation -Operation {typed}");

        session.Run("$null = TabExpansion2 $typed $typed.Length").AssertNoErrors();
    }

    private static List<CompletionResult> Complete(string typed)
    {
        using var session = new Session();
        session.Set("typed", typed);
        return [.. session.Run("(TabExpansion2 $typed $typed.Length).CompletionMatches").AssertNoErrors().Output.Select(result => (CompletionResult)result.BaseObject)];
    }
}
