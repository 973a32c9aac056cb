using System.Collections;
using System.Collections.Specialized;
using System.Numerics;
using MewsThreads.Calls;
using MewsThreads.Tests;

namespace MewsThreads.Client.Tests;

/// <summary>What is sent for what a script gives, and what is refused.</summary>
public class OperationBodyTests
{
    public static TheoryData<object?, string> Values => new()
    {
        { null, "null" },
        { DBNull.Value, "null" },
        { "2024-01-01", "\"2024-01-01\"" },
        { 'x', "\"x\"" },
        { true, "true" },
        { (byte)7, "7" },
        { ulong.MaxValue, "18446744073709551615" },
        { BigInteger.Pow(10, 30), "1000000000000000000000000000000" },
        { 12.50m, "12.50" },
        { 0.1, "0.1" },
        { 0.1f, "0.1" },
        { new Guid("11111111-0000-0000-0000-00000000000a"), "\"11111111-0000-0000-0000-00000000000a\"" },
        { new DateTime(2024, 1, 1, 10, 0, 0, DateTimeKind.Utc), "\"2024-01-01T10:00:00Z\"" },
        { new DateTimeOffset(2024, 1, 1, 10, 0, 0, 500, TimeSpan.FromHours(2)), "\"2024-01-01T08:00:00.5Z\"" },
        { new DateOnly(2024, 2, 29), "\"2024-02-29\"" },
        { TimeSpan.FromMinutes(90), "\"PT1H30M\"" },
        { DayOfWeek.Friday, "\"Friday\"" },
        { new byte[] { 1, 2, 3 }, "\"AQID\"" },
        { new object?[] { 1, null, new List<string> { "a" } }, "[1,null,[\"a\"]]" },
        { new OrderedDictionary { ["z"] = 1, ["a"] = new Hashtable { ["b"] = false } }, "{\"z\":1,\"a\":{\"b\":false}}" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void A_value_has_one_form(object? value, string json) => Assert.Equal($"{{\"X\":{json}}}", Of(("X", value)).Json.GetRawText());

    [Fact]
    public void Text_is_sent_as_it_is_with_every_digit() => Assert.Equal(
        """{"a":123456789012345678901234567890.10,"b":[1e5,"2024-01-01"]}""",
        OperationBody.OfText("""  { "a": 123456789012345678901234567890.10, "b": [1e5, "2024-01-01"] } """).Json.GetRawText());

    [Theory]
    [InlineData("ClientToken")]
    [InlineData("accesstoken")]
    [InlineData("CLIENT")]
    public void What_the_module_writes_is_refused_by_name_and_without_its_value(string name)
    {
        foreach (var make in new Func<OperationBody>[] { () => Of((name, "s3cret")), () => OperationBody.OfText($$"""{ "{{name}}": "s3cret" }""") })
        {
            var error = Assert.ThrowsAny<ArgumentException>(make);
            Assert.Contains(name, error.Message, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("s3cret", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("s3cret")]
    [InlineData("{ \"a\": s3cret }")]
    [InlineData("[ { \"s3cret\": 1 } ]")]
    [InlineData("null")]
    [InlineData("{ \"a\": \"s3cret\\ud800\" }")]
    [InlineData("{ \"s3cret\\ud800\": 1 }")]
    public void Text_that_is_no_object_is_refused_without_its_content(string text)
    {
        var error = Assert.Throws<ArgumentException>(() => OperationBody.OfText(text));

        Assert.DoesNotContain("s3cret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_has_no_form_in_json_is_refused_by_its_place()
    {
        var circle = new Hashtable();
        circle["Again"] = circle;

        Refused("contains itself", ("Root", circle));
        Refused("Messages[1].Text is a secure string", ("Messages", new object[] { 1, new Hashtable { ["Text"] = ScriptedServer.Secure("s3cret") } }));
        Refused("Price is not a finite number", ("Price", double.NaN));
        Refused("Price is not a finite number", ("Price", float.PositiveInfinity));
        Refused("Entry is a System.Collections.DictionaryEntry", ("Entry", default(DictionaryEntry)));
    }

    [Fact]
    public void A_limitation_keeps_what_else_it_says_and_is_sent_once()
    {
        var body = OperationBody.OfText("""{ "a": 1, "limitation": { "COUNT": 5, "Cursor": "c", "Other": [2] }, "b": 3 }""");

        Assert.Equal(5, body.Limitation.Count());
        Assert.Equal("c", body.Limitation.Cursor());
        Assert.Equal("""{"a":1,"b":3,"Limitation":{"Other":[2],"Count":7,"Cursor":"d"}}""", body.With(7, "d").GetRawText());
        Assert.Equal("""{"Limitation":{"Count":7}}""", OperationBody.OfText("""{ "Limitation": null }""").With(7, null).GetRawText());
    }

    [Theory]
    [InlineData("""{ "Limitation": { "Count": 0 } }""", "Limitation.Count")]
    [InlineData("""{ "Limitation": { "Count": "5" } }""", "Limitation.Count")]
    [InlineData("""{ "Limitation": { "Count": 5, "count": 6 } }""", "Limitation.Count")]
    [InlineData("""{ "Limitation": { "Cursor": 5 } }""", "Limitation.Cursor")]
    [InlineData("""{ "Limitation": [] }""", "Limitation")]
    [InlineData("""{ "Limitation": {}, "limitation": {} }""", "Limitation")]
    public void A_limitation_that_cannot_be_used_is_refused_by_name(string text, string named)
    {
        var error = Assert.Throws<ArgumentException>(() =>
        {
            var limitation = OperationBody.OfText(text).Limitation;
            return (limitation.Count(), limitation.Cursor());
        });

        Assert.StartsWith(named, error.Message, StringComparison.Ordinal);
    }

    private static OperationBody Of(params (string Name, object? Value)[] properties)
    {
        var body = new OrderedDictionary();
        Array.ForEach(properties, property => body.Add(property.Name, property.Value));
        return OperationBody.OfValue(body, value => value);
    }

    private static void Refused(string why, (string Name, object? Value) property) =>
        Assert.Contains(why, Assert.ThrowsAny<ArgumentException>(() => Of(property)).Message, StringComparison.Ordinal);
}
