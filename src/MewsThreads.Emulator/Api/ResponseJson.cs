using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using MewsThreads.Emulator.Storage;
using MewsThreads.Emulator.Worlds;

namespace MewsThreads.Emulator.Api;

/// <summary>Writes answers.</summary>
internal static class ResponseJson
{
    // Accents go out as themselves and emoji escaped: clients meet both.
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>The bytes of a JSON object.</summary>
    public static ReadOnlyMemory<byte> Object(Action<Utf8JsonWriter> writeProperties)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            writeProperties(writer);
            writer.WriteEndObject();
        }
        return buffer.WrittenMemory;
    }

    /// <summary>The body of an error.</summary>
    public static ReadOnlyMemory<byte> Error(string message, Guid requestId) => Object(writer =>
    {
        writer.WriteString("Message", message);
        writer.WriteString("RequestId", requestId);
        // Documented as "only available on development environment".
        writer.WriteNull("Details");
    });

    /// <summary>The <c>MessageThreads</c> property.</summary>
    public static void WriteThreads(this Utf8JsonWriter writer, IEnumerable<StoredThread> threads, int timestampDigits)
    {
        writer.WriteStartArray("MessageThreads");
        foreach (var thread in threads)
        {
            writer.WriteStartObject();
            writer.WriteString("Id", thread.Id);
            writer.WriteString("OriginalSender", thread.OriginalSender);
            writer.WriteString("Subject", thread.Subject);
            writer.WriteString("CreatedUtc", Timestamp(thread.CreatedUtc, timestampDigits));
            writer.WriteString("UpdatedUtc", Timestamp(thread.UpdatedUtc, timestampDigits));
            writer.WriteBoolean("IsResolved", thread.IsResolved);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    /// <summary>A message, as the value of a property or an item of an array.</summary>
    public static void WriteMessage(this Utf8JsonWriter writer, StoredMessage message, World world)
    {
        writer.WriteStartObject();
        writer.WriteString("Id", message.Id);
        writer.WriteString("MessageThreadId", message.MessageThreadId);
        writer.WriteString("Text", message.Text);
        if (world.SenderForm == SenderForm.AsText)
        {
            writer.WriteString("Sender", message.Sender);
        }
        else
        {
            writer.WriteStartObject("Sender");
            writer.WriteString("Discriminator", message.Sender);
            // Documented as not used yet.
            writer.WriteNull("Value");
            writer.WriteEndObject();
        }
        writer.WriteString("CreatedUtc", Timestamp(message.CreatedUtc, world.TimestampDigits));
        writer.WriteEndObject();
    }

    /// <summary>The <c>Cursor</c> property. It is always there, and null only on an empty page: a short last page still has one.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="items">The page.</param>
    /// <param name="id">The id of an item.</param>
    public static void WriteCursor<T>(this Utf8JsonWriter writer, IReadOnlyList<T> items, Func<T, Guid> id)
    {
        if (items.Count > 0)
        {
            writer.WriteString("Cursor", id(items[^1]));
        }
        else
        {
            writer.WriteNull("Cursor");
        }
    }

    /// <summary>An instant with so many fractional digits; the rest is cut off.</summary>
    public static string Timestamp(DateTimeOffset instant, int digits)
    {
        var format = "yyyy-MM-ddTHH:mm:ss" + (digits > 0 ? "." + new string('f', digits) : "") + "Z";
        return instant.UtcDateTime.ToString(format, CultureInfo.InvariantCulture);
    }
}
