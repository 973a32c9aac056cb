using System.Text.Json;
using System.Text.Json.Serialization;

namespace MewsThreads.Contract;

/// <summary>
/// Writes the body of the first requests that a process makes. The serializer would compile several hundred methods for its times and ids before
/// that, which takes longer than the request.
/// </summary>
internal sealed class ListRequestConverter : JsonConverter<ListRequest>
{
    public override ListRequest Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, ListRequest value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        Write(writer, nameof(value.EnterpriseIds), value.EnterpriseIds);
        Write(writer, nameof(value.MessageThreadIds), value.MessageThreadIds);
        Write(writer, nameof(value.CreatedUtc), value.CreatedUtc);
        Write(writer, nameof(value.UpdatedUtc), value.UpdatedUtc);
        writer.WriteStartObject(nameof(value.Limitation));
        writer.WriteNumber(nameof(Limitation.Count), value.Limitation.Count);
        if (value.Limitation.Cursor is { } cursor)
        {
            writer.WriteString(nameof(Limitation.Cursor), cursor);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, IReadOnlyCollection<Guid>? ids)
    {
        if (ids is not null)
        {
            writer.WriteStartArray(name);
            foreach (var id in ids)
            {
                writer.WriteStringValue(id);
            }

            writer.WriteEndArray();
        }
    }

    private static void Write(Utf8JsonWriter writer, string name, Interval? interval)
    {
        if (interval is { } given)
        {
            writer.WriteStartObject(name);
            writer.WriteString("StartUtc", UtcTimestampConverter.Format(given.Start));
            writer.WriteString("EndUtc", UtcTimestampConverter.Format(given.End));
            writer.WriteEndObject();
        }
    }
}
