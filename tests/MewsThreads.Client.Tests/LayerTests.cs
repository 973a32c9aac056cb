using NetArchTest.Rules;

namespace MewsThreads.Client.Tests;

/// <summary>The namespaces of the client depend on each other in one direction.</summary>
public class LayerTests
{
    // The one public type that belongs to a layer: it holds the client that sends the requests.
    private const string Connection = "MewsThreads.MewsConnection";

    // Each may use those before it.
    private static readonly string[] Layers =
    [
        "MewsThreads.Contract",
        "MewsThreads.Http",
        "MewsThreads.Lists",
        "MewsThreads.Connections",
        "MewsThreads.Writes",
        "MewsThreads.Calls",
        "MewsThreads.Sync",
        "MewsThreads.Transcripts",
    ];

    public static TheoryData<string> All => [.. Layers];

    [Theory]
    [MemberData(nameof(All))]
    public void A_layer_uses_none_above_it(string layer) =>
        AssertUsesNone(Types.InAssembly(typeof(MewsConnection).Assembly).That().ResideInNamespaceStartingWith(layer), Above(Array.IndexOf(Layers, layer)));

    [Fact]
    public void What_users_get_and_catch_uses_no_layer() => AssertUsesNone(
        Types.InAssembly(typeof(MewsConnection).Assembly).That().ResideInNamespaceMatching("^MewsThreads$").And().DoNotHaveName(nameof(MewsConnection)),
        Above(-1));

    [Fact]
    public void There_is_no_other_namespace() => Assert.Equal(
        [.. Layers.Append("MewsThreads").Order()],
        typeof(MewsConnection).Assembly.GetTypes().Select(type => type.Namespace).Where(name => name?.StartsWith("MewsThreads", StringComparison.Ordinal) == true).Distinct().Order());

    private static string[] Above(int layer) =>
        [.. Layers.Skip(layer + 1), .. Array.IndexOf(Layers, "MewsThreads.Connections") > layer ? [Connection] : Array.Empty<string>()];

    private static void AssertUsesNone(PredicateList types, string[] above)
    {
        Assert.NotEmpty(types.GetTypes());
        var result = types.ShouldNot().HaveDependencyOnAny(above).GetResult();
        Assert.True(result.IsSuccessful, string.Join(", ", result.FailingTypeNames ?? []));
    }
}
