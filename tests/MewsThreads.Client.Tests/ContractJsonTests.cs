using System.Text.Json;
using MewsThreads.Contract;

namespace MewsThreads.Client.Tests;

public class ContractJsonTests
{
    private const string Thread = """
        {
            "Id": "7f9325f6-ef44-4911-89a8-ae51010a5aa4",
            "OriginalSender": "John Doe",
            "Subject": "Example subject",
            "CreatedUtc": "2022-03-07T16:09:45Z",
            "UpdatedUtc": "2022-03-08T16:09:45Z",
            "IsResolved": true
        }
        """;

    [Fact]
    public void A_thread_is_read_as_documented()
    {
        var thread = Read(Thread);

        Assert.Equal(Guid.Parse("7f9325f6-ef44-4911-89a8-ae51010a5aa4"), thread.Id);
        Assert.Equal("John Doe", thread.OriginalSender);
        Assert.Equal("Example subject", thread.Subject);
        Assert.Equal(new DateTimeOffset(2022, 3, 7, 16, 9, 45, TimeSpan.Zero), thread.CreatedUtc);
        Assert.Equal(new DateTimeOffset(2022, 3, 8, 16, 9, 45, TimeSpan.Zero), thread.UpdatedUtc);
        Assert.True(thread.IsResolved);
    }

    [Fact]
    public void A_thread_may_leave_out_whether_it_is_resolved() =>
        Assert.Null(Read(Thread.Replace(",\n    \"IsResolved\": true", "", StringComparison.Ordinal)).IsResolved);

    [Fact]
    public void Properties_that_are_not_known_are_ignored() =>
        Assert.Equal("John Doe", Read(Thread.Replace("{", "{ \"Tags\": [ { \"Any\": 1 } ],", StringComparison.Ordinal)).OriginalSender);

    [Theory]
    [InlineData("2022-03-07T16:09:45Z", 0)]
    [InlineData("2022-03-07T16:09:45.1Z", 1_000_000)]
    [InlineData("2022-03-07T16:09:45.12Z", 1_200_000)]
    [InlineData("2022-03-07T16:09:45.123Z", 1_230_000)]
    [InlineData("2022-03-07T16:09:45.1234Z", 1_234_000)]
    [InlineData("2022-03-07T16:09:45.12345Z", 1_234_500)]
    [InlineData("2022-03-07T16:09:45.123456Z", 1_234_560)]
    [InlineData("2022-03-07T16:09:45.1234567Z", 1_234_567)]
    [InlineData("2022-03-07T16:09:45", 0)]
    [InlineData("2022-03-07T18:09:45+02:00", 0)]
    public void Timestamps_have_0_to_7_fractional_digits_and_are_utc(string text, long ticks)
    {
        var created = Read(Thread.Replace("2022-03-07T16:09:45Z", text, StringComparison.Ordinal)).CreatedUtc;

        Assert.Equal(new DateTimeOffset(2022, 3, 7, 16, 9, 45, TimeSpan.Zero).AddTicks(ticks), created);
        Assert.Equal(TimeSpan.Zero, created.Offset);
    }

    [Theory]
    [InlineData("Id")]
    [InlineData("OriginalSender")]
    [InlineData("Subject")]
    [InlineData("CreatedUtc")]
    [InlineData("UpdatedUtc")]
    public void A_thread_without_a_required_property_is_refused_by_its_name(string property)
    {
        var renamed = Assert.ThrowsAny<JsonException>(() => Read(Thread.Replace($"\"{property}\"", "\"Other\"", StringComparison.Ordinal)));
        Assert.Contains(property, renamed.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"7f9325f6-ef44-4911-89a8-ae51010a5aa4\"", "null")]
    [InlineData("\"7f9325f6-ef44-4911-89a8-ae51010a5aa4\"", "\"none\"")]
    [InlineData("\"John Doe\"", "null")]
    [InlineData("\"John Doe\"", "7")]
    [InlineData("\"2022-03-07T16:09:45Z\"", "null")]
    [InlineData("\"2022-03-07T16:09:45Z\"", "\"yesterday\"")]
    [InlineData("true", "\"yes\"")]
    public void A_thread_with_a_value_of_another_kind_is_refused(string value, string other) =>
        Assert.ThrowsAny<JsonException>(() => Read(Thread.Replace(value, other, StringComparison.Ordinal)));

    [Fact]
    public void A_response_tells_a_cursor_that_is_null_from_one_that_is_missing()
    {
        Assert.True(ReadPage("""{ "MessageThreads": [], "Cursor": null }""").Flaw() is null);
        Assert.Equal("Cursor is missing.", ReadPage("""{ "MessageThreads": [] }""").Flaw());
    }

    [Fact]
    public void A_request_has_the_names_and_times_of_the_documentation_and_leaves_out_what_is_not_given()
    {
        var interval = new Interval(new(2022, 3, 3, 2, 0, 0, TimeSpan.FromHours(2)), new DateTimeOffset(2022, 3, 14, 0, 0, 0, TimeSpan.Zero).AddTicks(5_000_000));
        var id = Guid.Parse("3fa85f64-5717-4562-b3fc-2c963f66afa6");
        var request = new ListRequest([id], null, interval, null, new Limitation(10, null));

        Assert.Equal(
            """{"EnterpriseIds":["3fa85f64-5717-4562-b3fc-2c963f66afa6"],"CreatedUtc":{"StartUtc":"2022-03-03T00:00:00Z","EndUtc":"2022-03-14T00:00:00.5Z"},"Limitation":{"Count":10}}""",
            JsonSerializer.Serialize(request, ContractJson.Default.ListRequest));
    }

    [Fact]
    public void A_message_is_written_as_documented_and_an_identifier_only_where_there_is_one()
    {
        var thread = Guid.Parse("7f9325f6-ef44-4911-89a8-ae51010a5aa4");
        var request = new AddMessagesRequest([new MessageDraft(thread, "Text of the message", "Message 1"), new MessageDraft(thread, "Text", null)]);

        Assert.Equal(
            $$"""{"Messages":[{"MessageThreadId":"{{thread}}","Text":"Text of the message","Identifier":"Message 1"},{"MessageThreadId":"{{thread}}","Text":"Text"}]}""",
            JsonSerializer.Serialize(request, ContractJson.Default.AddMessagesRequest));
    }

    [Theory]
    [InlineData("""{ "MessageThreads": [{0}], "MessageThreads": [], "Cursor": null }""")]
    [InlineData("""{ "MessageThreads": [{0}], "Cursor": null, "MessageThreads": [{0}] }""")]
    [InlineData("""{ "MessageThreads": [{0}], "MessageThreads": null, "Cursor": null }""")]
    [InlineData("""{ "MessageThreads": [{0}], "Cursor": "a", "Cursor": null }""")]
    [InlineData("""{ "MessageThreads": [{0}], "\u0043ursor": "a", "Cursor": null }""")]
    public void A_page_with_a_property_twice_is_refused(string page) =>
        Assert.ThrowsAny<JsonException>(() => ReadPage(page.Replace("{0}", Thread, StringComparison.Ordinal)));

    [Theory]
    [InlineData("\"Id\": \"7f9325f6-ef44-4911-89a8-ae51010a5aa5\"")]
    [InlineData("\"OriginalSender\": \"Jane\"")]
    [InlineData("\"Subject\": \"Other\"")]
    [InlineData("\"CreatedUtc\": \"2022-03-07T16:09:46Z\"")]
    [InlineData("\"UpdatedUtc\": \"2022-03-07T16:09:46Z\"")]
    [InlineData("\"IsResolved\": false")]
    public void A_thread_with_a_property_twice_is_refused(string property) =>
        Assert.ThrowsAny<JsonException>(() => Read(Thread.Replace("\"Id\"", $"{property}, \"Id\"", StringComparison.Ordinal)));

    [Theory]
    [InlineData("\"Id\": \"7f9325f6-ef44-4911-89a8-ae51010a5aa5\"")]
    [InlineData("\"MessageThreadId\": \"7f9325f6-ef44-4911-89a8-ae51010a5aa5\"")]
    [InlineData("\"Text\": \"Other\"")]
    [InlineData("\"CreatedUtc\": \"2022-03-07T16:09:46Z\"")]
    [InlineData("\"Sender\": { \"Discriminator\": \"Application\" }")]
    public void A_message_with_a_property_twice_is_refused(string property)
    {
        const string Message = """
            "Id": "7f9325f6-ef44-4911-89a8-ae51010a5aa4", "MessageThreadId": "7f9325f6-ef44-4911-89a8-ae51010a5aa4",
            "Text": "Hi", "CreatedUtc": "2022-03-07T16:09:45Z", "Sender": { "Discriminator": "Enterprise" }
            """;

        Assert.ThrowsAny<JsonException>(() => JsonSerializer.Deserialize(
            $$"""{ "Messages": [ { {{Message}}, {{property}} } ], "Cursor": null }""", ContractJson.Default.PageMessage));
    }

    [Theory]
    [InlineData("""{ "Discriminator": "Application", "Value": null }""", "Application")]
    [InlineData("""{ "Discriminator": "Robot", "Value": { } }""", "Robot")]
    [InlineData("\"Application\"", "Application")]
    [InlineData("\"Robot\"", "Robot")]
    [InlineData("null", null)]
    [InlineData("{ }", null)]
    [InlineData("7", null)]
    [InlineData("[ \"Application\" ]", null)]
    public void A_sender_is_read_as_an_object_or_a_text_and_nothing_else(string json, string? sender)
    {
        var page = $$"""
            { "Messages": [ { "Id": "7f9325f6-ef44-4911-89a8-ae51010a5aa4", "MessageThreadId": "7f9325f6-ef44-4911-89a8-ae51010a5aa4",
                "Text": "Hi", "CreatedUtc": "2022-03-07T16:09:45Z", "Sender": {{json}} } ], "Cursor": null }
            """;
        Page<Message>? Read() => JsonSerializer.Deserialize(page, ContractJson.Default.PageMessage);

        if (sender is null)
        {
            Assert.ThrowsAny<JsonException>(Read);
            return;
        }

        Assert.Equal(sender, Assert.Single(Read()!.Items!).Sender);
    }

    [Fact]
    public void The_answer_to_a_write_with_a_property_twice_is_refused()
    {
        Assert.ThrowsAny<JsonException>(() => JsonSerializer.Deserialize(
            $$"""{ "MessageThreads": [ {{Thread}} ], "MessageThreads": [ {{Thread}} ] }""", ContractJson.Default.AddMessageThreadResponse));
        Assert.ThrowsAny<JsonException>(() => JsonSerializer.Deserialize(
            """{ "Messages": [ { } ], "Messages": [ { } ] }""", ContractJson.Default.AddMessagesResponse));
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void Objects_and_arrays_are_read_as_deeply_as_the_limit(int depth, bool isRead) =>
        IsRead(isRead, new string('[', depth) + new string(']', depth));

    [Theory]
    [InlineData(ResponseLimits.Values - 1, true)]
    [InlineData(ResponseLimits.Values, false)]
    public void Values_are_read_up_to_the_limit(int values, bool isRead) =>
        IsRead(isRead, "[" + string.Join(",", Enumerable.Repeat("0", values - 1)) + "]");

    [Theory]
    [InlineData(ResponseLimits.Text, true)]
    [InlineData(ResponseLimits.Text + 1, false)]
    public void Texts_are_read_up_to_the_limit(int length, bool isRead)
    {
        var text = new string('x', length);
        IsRead(isRead, $"[\"{text}\"]");
        IsRead(isRead, "{\"" + text + "\":1}");
        if (!isRead)
        {
            Assert.ThrowsAny<JsonException>(() => Read(Thread.Replace("Example subject", text, StringComparison.Ordinal)));
        }
    }

    private static void IsRead(bool expected, string json)
    {
        if (expected)
        {
            Assert.NotEqual(JsonValueKind.Undefined, JsonSerializer.Deserialize(json, ContractJson.Default.JsonElement).ValueKind);
        }
        else
        {
            Assert.ThrowsAny<JsonException>(() => JsonSerializer.Deserialize(json, ContractJson.Default.JsonElement));
        }
    }

    private static MessageThread Read(string json) => ReadPage($$"""{ "MessageThreads": [ {{json}} ], "Cursor": null }""").Items![0];

    private static Page<MessageThread> ReadPage(string json) =>
        JsonSerializer.Deserialize(json, ContractJson.Default.PageMessageThread)!;
}
