using System.Text.Json;
using System.Text.Json.Serialization;

namespace MewsThreads.Contract;

/// <summary>
/// The sender of a message: an object with a <c>Discriminator</c>, which is all there is to it so far ("Currently not used and always
/// null", say the docs of its value).
/// </summary>
internal sealed class SenderConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var sender = JsonDocument.ParseValue(ref reader);
        return sender.RootElement.ValueKind == JsonValueKind.Object
            && sender.RootElement.TryGetProperty("Discriminator", out var discriminator)
            && discriminator.ValueKind == JsonValueKind.String
                ? discriminator.GetString()
                : throw new JsonException("A message came without the Discriminator of its sender.");
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("Discriminator", value);
        writer.WriteNull("Value");
        writer.WriteEndObject();
    }
}
