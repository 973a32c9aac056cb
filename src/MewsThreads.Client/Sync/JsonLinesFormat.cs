using System.Text.Encodings.Web;
using System.Text.Json;

namespace MewsThreads.Sync;

/// <summary>A thread a line, as JSON in UTF-8, names as on the wire.</summary>
internal sealed class JsonLinesFormat() : RowFormat(idAt: "{\"Id\":\"".Length, betweenKeys: "\",\"CreatedUtc\":\"".Length)
{
    // Not for HTML, so that letters of all languages stay readable; what would end a line is escaped in any case.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public override byte[] RowOf(MessageThread thread)
    {
        using var row = new MemoryStream();
        using (var writer = new Utf8JsonWriter(row, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("Id", thread.Id);
            writer.WriteString("CreatedUtc", InstantOf(thread.CreatedUtc));
            writer.WriteString("UpdatedUtc", InstantOf(thread.UpdatedUtc));
            if (thread.IsResolved is { } isResolved)
            {
                writer.WriteBoolean("IsResolved", isResolved);
            }

            writer.WriteString("OriginalSender", thread.OriginalSender);
            writer.WriteString("Subject", thread.Subject);
            writer.WriteEndObject();
        }

        row.WriteByte((byte)'\n');
        return row.ToArray();
    }

    public override int RowLength(ReadOnlySpan<byte> bytes) => bytes.IndexOf((byte)'\n') + 1;
}
