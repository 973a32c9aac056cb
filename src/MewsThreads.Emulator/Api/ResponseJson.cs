using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using MewsThreads.Emulator.Storage;
using MewsThreads.Emulator.Worlds;

namespace MewsThreads.Emulator.Api;

/// <summary>Writes the bodies of responses.</summary>
internal static class ResponseJson
{
    // Accents go out as themselves and emoji escaped: clients meet both.
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ReadOnlyMemory<byte> Bytes<T>(T body) => JsonSerializer.SerializeToUtf8Bytes(body, Options);

    /// <summary>The body of an error. Its details are documented as "only available on development environment".</summary>
    public static ReadOnlyMemory<byte> Error(string message, Guid requestId) =>
        Bytes(new { Message = message, RequestId = requestId, Details = (string?)null });

    /// <summary>
    /// A page of a list. The <c>Cursor</c> is always there, and null only on an empty page: a short last page still has one.
    /// </summary>
    public static OperationResult Page<T>(ApiCall call, string name, IReadOnlyList<T> items, Func<T, Guid> id, Func<T, object> json)
    {
        call.Log(r => r with { Returned = items.Count });
        var body = new Dictionary<string, object?>
        {
            [name] = items.Select(json),
            ["Cursor"] = items.Count > 0 ? id(items[^1]) : null,
        };
        return new OperationResult(Bytes(body), IsEmptyPage: items.Count == 0);
    }

    public static object Thread(StoredThread thread, World world) => new
    {
        thread.Id,
        thread.OriginalSender,
        thread.Subject,
        CreatedUtc = Timestamp(thread.CreatedUtc, world),
        UpdatedUtc = Timestamp(thread.UpdatedUtc, world),
        thread.IsResolved,
    };

    public static object Message(StoredMessage message, World world) => new
    {
        message.Id,
        message.MessageThreadId,
        message.Text,
        // The value is documented as not used yet.
        Sender = world.SenderForm == SenderForm.AsText
            ? (object)message.Sender
            : new { Discriminator = message.Sender, Value = (string?)null },
        CreatedUtc = Timestamp(message.CreatedUtc, world),
    };

    /// <summary>An instant as a world prints it; digits that it does not have are cut off.</summary>
    public static string Timestamp(DateTimeOffset instant, World world)
    {
        var digits = world.TimestampDigits;
        var format = "yyyy-MM-ddTHH:mm:ss" + (digits > 0 ? "." + new string('f', digits) : "") + "Z";
        return instant.UtcDateTime.ToString(format, CultureInfo.InvariantCulture);
    }
}
