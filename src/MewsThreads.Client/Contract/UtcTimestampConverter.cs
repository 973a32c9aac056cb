using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MewsThreads.Contract;

/// <summary>
/// Instants as Mews writes them: ISO 8601 in UTC with a <c>Z</c>, 0 to 7 fractional digits. One without an offset is UTC, too,
/// never the local time that the serializer would assume.
/// </summary>
internal sealed class UtcTimestampConverter : JsonConverter<DateTimeOffset>
{
    public static string Format(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    public static DateTimeOffset Read(ref Utf8JsonReader reader)
    {
        var time = reader.GetDateTime();
        return time.Kind == DateTimeKind.Local
            ? reader.GetDateTimeOffset().ToUniversalTime()
            : new DateTimeOffset(time.Ticks, TimeSpan.Zero);
    }

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Read(ref reader);

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Format(value));
}
