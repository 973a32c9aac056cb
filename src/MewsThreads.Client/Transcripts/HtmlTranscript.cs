using System.Text.Encodings.Web;

namespace MewsThreads.Transcripts;

/// <summary>
/// A transcript as a page for a browser or a printer. It loads and runs nothing. It is all ASCII, and so is right in whatever encoding a
/// shell writes it. The direction of each line of what somebody wrote is its own.
/// </summary>
internal sealed class HtmlTranscript : ITranscript
{
    public IEnumerable<string> Begin() =>
    [
        "<!DOCTYPE html>",
        "<html lang=\"en\">",
        "<head>",
        "<meta charset=\"utf-8\">",
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">",
        "<title>Conversations</title>",
        "<style>",
        "body { font: 1rem/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }",
        "html { color: #1a1a1a; background: #fff; }",
        "section { border-top: 1px solid #767676; margin-top: 2rem; }",
        "h2, .text { unicode-bidi: plaintext; text-align: start; overflow-wrap: anywhere; white-space: pre-wrap; }",
        "ol { list-style: none; padding: 0; }",
        "li { border: 1px solid #767676; border-radius: .5rem; padding: .5rem .75rem; margin: .75rem 0; break-inside: avoid; }",
        "li.guest { margin-right: 15%; }",
        "li.property { margin-left: 15%; background: #eef3f8; }",
        "li p, section > p { margin: 0; overflow-wrap: anywhere; }",
        ".about { color: #595959; font-size: .875rem; }",
        "@media print { body { max-width: none; margin: 0; padding: 0; } h2, .about { break-after: avoid; } }",
        "</style>",
        "</head>",
        "<body>",
        "<h1>Conversations</h1>",
    ];

    public IEnumerable<string> Section(Conversation conversation, int number)
    {
        yield return $"<section aria-labelledby=\"subject-{number}\">";
        yield return $"<h2 id=\"subject-{number}\" dir=\"auto\">{Written(conversation.Subject)}</h2>";
        yield return $"<p class=\"about\">From <bdi>{Written(conversation.OriginalSender)}</bdi>, {Time(conversation.CreatedUtc)}. "
            + $"{TranscriptWords.State(conversation)} Thread {conversation.Id}</p>";
        yield return "<ol>";
        foreach (var message in conversation.Messages)
        {
            yield return $"<li class=\"{(message.IsReply ? "property" : "guest")}\">";
            yield return $"<p class=\"about\"><bdi>{Written(message.Sender)}</bdi>, {Time(message.CreatedUtc)}</p>";
            yield return $"<p class=\"text\" dir=\"auto\">{Written(message.Text)}</p>";
            yield return "</li>";
        }

        yield return "</ol>";
        yield return "</section>";
    }

    public IEnumerable<string> End(int count) => ["<hr>", $"<p>{TranscriptWords.End(count)}</p>", "</body>", "</html>"];

    private static string Time(DateTimeOffset instant) =>
        $"<time datetime=\"{instant.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}\">{TranscriptWords.Time(instant)}</time>";

    private static string Written(string text) =>
        string.Join("<br>", DisplayText.EscapeForPage(text).Split('\n').Select(HtmlEncoder.Default.Encode));
}
