using System.Text.Json;
using System.Text.Unicode;

namespace MewsThreads.Emulator.Api;

/// <summary>
/// Reads a body as JSON whose every name and string is text. The parser alone accepts invalid UTF-8 and halves of surrogate pairs, and
/// whoever reads such a string later gets an exception.
/// </summary>
internal static class JsonText
{
    private static ReadOnlySpan<byte> ByteOrderMark => "\uFEFF"u8;

    /// <exception cref="JsonException">It is not JSON, or not text.</exception>
    public static async Task<JsonDocument> ReadAsync(Stream body, CancellationToken ct)
    {
        var buffer = new MemoryStream();
        await body.CopyToAsync(buffer, ct).ConfigureAwait(false);
        return Parse(buffer.GetBuffer().AsMemory(0, (int)buffer.Length));
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> json)
    {
        json = json.Span.StartsWith(ByteOrderMark) ? json[ByteOrderMark.Length..] : json;
        if (!Utf8.IsValid(json.Span))
        {
            throw new JsonException("The body is not UTF-8.");
        }
        CheckEscapes(json.Span);
        return JsonDocument.Parse(json);
    }

    private static void CheckEscapes(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
                {
                    reader.GetString();
                }
            }
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException("The body has half of a surrogate pair.", e);
        }
    }
}
