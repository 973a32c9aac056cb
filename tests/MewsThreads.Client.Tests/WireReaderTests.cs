using System.Globalization;
using System.Numerics;
using System.Text.Json;
using MewsThreads.Calls;
using MewsThreads.Contract;

namespace MewsThreads.Client.Tests;

/// <summary>What becomes of the values of a response.</summary>
public class WireReaderTests
{
    [Theory]
    [InlineData("0", 0L)]
    [InlineData("-7", -7L)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("-9223372036854775808", long.MinValue)]
    [InlineData("\"2024-01-01T10:00:00Z\"", "2024-01-01T10:00:00Z")]
    [InlineData("\"2024-01-01\"", "2024-01-01")]
    [InlineData("\"/Date(0)/\"", "/Date(0)/")]
    [InlineData("\"12\"", "12")]
    [InlineData("\"\"", "")]
    [InlineData("\"\\u00fc\\n\"", "ü\n")]
    [InlineData("true", true)]
    [InlineData("false", false)]
    [InlineData("null", null)]
    public void A_value_is_what_it_is_on_the_wire(string json, object? expected) => Assert.Equal(expected, Read(json));

    [Theory]
    [InlineData("9223372036854775808")]
    [InlineData("-123456789012345678901234567890123456789012345678901234567890")]
    public void A_large_whole_number_keeps_its_digits(string json) =>
        Assert.Equal(json, Assert.IsType<BigInteger>(Read(json)).ToString(CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("0.1", "0.1")]
    [InlineData("12.50", "12.50")]
    [InlineData("-0.0000000000000000000000000001", "-0.0000000000000000000000000001")]
    [InlineData("1234567890123456789.123456789", "1234567890123456789.123456789")]
    [InlineData("1.5e3", "1500")]
    [InlineData("25E-2", "0.25")]
    public void A_fraction_is_a_decimal_with_its_digits(string json, string expected) =>
        Assert.Equal(expected, Assert.IsType<decimal>(Read(json)).ToString(CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("0.12345678901234567890123456789")]
    [InlineData("1e400")]
    [InlineData("1e-30")]
    [InlineData("1E99999999999")]
    [InlineData("12345678901234567890123456789.5")]
    public void A_number_that_a_decimal_would_round_is_its_text(string json) => Assert.Equal(json, Read(json));

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("0.")]
    [InlineData("1e")]
    public void A_number_with_millions_of_digits_is_its_text(string start)
    {
        var json = start + new string('7', 3_000_000);

        Assert.Equal(json, Read(json));
    }

    [Theory]
    [InlineData(ResponseLimits.Digits, true)]
    [InlineData(ResponseLimits.Digits + 1, false)]
    public void A_whole_number_is_a_number_up_to_the_limit_of_digits(int digits, bool isNumber) =>
        Assert.Equal(isNumber, Read(new string('7', digits)) is BigInteger);

    [Fact]
    public void An_object_with_the_same_name_twice_is_refused() =>
        Assert.ThrowsAny<JsonException>(() => Read("""{ "a": [1], "A": 2, "a": [] }"""));

    [Fact]
    public void The_reading_of_a_large_value_can_be_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        var reader = new WireReader(
            properties =>
            {
                cancellation.Cancel();
                return properties;
            },
            cancellation.Token);

        Assert.Throws<OperationCanceledException>(() => reader.Read(JsonDocument.Parse("[{}, {}]").RootElement));
    }

    [Fact]
    public void An_object_has_its_properties_in_order_and_an_array_its_items()
    {
        var made = Assert.IsType<KeyValuePair<string, object?>[]>(Read("""{ "b": [1, [], null], "a": {}, "A": 2 }"""));

        Assert.Equal(["b", "a", "A"], made.Select(property => property.Key));
        Assert.Equal([1L, Array.Empty<object?>(), null], Assert.IsType<object?[]>(made[0].Value));
    }

    private static object? Read(string json) =>
        new WireReader(properties => properties.ToArray(), TestContext.Current.CancellationToken).Read(JsonDocument.Parse(json).RootElement);
}
