using System.Text.Json;
using System.Text.Json.Serialization;

namespace MewsThreads.Contract;

/// <summary>
/// Reads a response of any form. It is looked through before anything is made of it, since its values take many times the memory of their bytes.
/// </summary>
internal sealed class AnyResponseConverter : JsonConverter<JsonElement>
{
    public override JsonElement Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var ahead = reader;
        var values = 0;
        do
        {
            if (++values > ResponseLimits.Values)
            {
                throw new ContractException($"it has more than {ResponseLimits.Values} values.");
            }

            if (ahead.ValueSpan.Length > ResponseLimits.Text)
            {
                throw new ContractException($"a text or number in it has more than {ResponseLimits.Text} bytes.");
            }
        }
        while (ahead.Read());

        return JsonElement.ParseValue(ref reader);
    }

    public override void Write(Utf8JsonWriter writer, JsonElement value, JsonSerializerOptions options) => value.WriteTo(writer);
}
