using System.Management.Automation;
using MewsThreads.Transcripts;

namespace MewsThreads.Commands;

/// <summary>Makes a transcript of conversations, as text or as a page for a browser, to be read, printed or passed on.</summary>
/// <remarks>
/// <para>Lines are returned as they come, with one section for each conversation, messages from the first on, and times in UTC. The last
/// line says how many conversations there were, so a transcript without it broke off.</para>
/// <para>The page is one file that loads and runs nothing. It is all ASCII, and so right in whatever encoding it is written. Text that runs
/// from right to left is displayed so, line by line.</para>
/// <para>What guests wrote is escaped: in the page it is never markup, and characters that a terminal would obey are shown, such as
/// \u001B.</para>
/// </remarks>
/// <returns>The lines of the transcript, as texts.</returns>
/// <example>
/// The newest conversation, to be read.
/// <code>
/// Get-MewsConversation -First 1 | ConvertTo-MewsTranscript
/// </code>
/// </example>
/// <example>
/// All that is waiting for an answer, as a page to be printed.
/// <code>
/// Get-MewsConversation -CreatedAfter (Get-Date).AddDays(-7) -Unanswered |
///     ConvertTo-MewsTranscript -As Html |
///     Set-Content waiting.html
/// </code>
/// </example>
/// <example>
/// What was said with one guest, in a single text.
/// <code>
/// $lines = Get-MewsConversation -CreatedAfter (Get-Date).AddDays(-30) |
///     Where-Object OriginalSender -EQ 'Jane Doe' |
///     ConvertTo-MewsTranscript
/// $lines -join [Environment]::NewLine
/// </code>
/// </example>
/// <example>
/// A file for each conversation.
/// <code>
/// foreach ($conversation in Get-MewsConversation -First 3) {
///     ConvertTo-MewsTranscript $conversation -As Html | Set-Content "$($conversation.Id).html"
/// }
/// </code>
/// </example>
/// <seealso cref="GetMewsConversationCommand"/>
/// <seealso>about_MewsThreads</seealso>
[Cmdlet(VerbsData.ConvertTo, "MewsTranscript")]
[OutputType(typeof(string))]
public sealed class ConvertToMewsTranscriptCommand : PSCmdlet
{
    private ITranscript _transcript = null!;
    private int _count;

    /// <summary>The conversations, as <c>Get-MewsConversation</c> returns them.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowEmptyCollection]
    [ReadAs(typeof(Conversation[]))]
    public Conversation[] Conversation { get; set; } = null!;

    /// <summary>The form: <c>Text</c>, which is the default, or <c>Html</c>.</summary>
    [Parameter]
    [ReadAs(typeof(TranscriptForm))]
    public TranscriptForm As { get; set; }

    /// <summary>Writes what comes before the first conversation.</summary>
    protected override void BeginProcessing()
    {
        _transcript = As == TranscriptForm.Html ? new HtmlTranscript() : new TextTranscript();
        WriteObject(_transcript.Begin(), enumerateCollection: true);
    }

    /// <summary>Writes a section for each conversation.</summary>
    protected override void ProcessRecord()
    {
        foreach (var conversation in Conversation)
        {
            _count++;
            WriteObject(_transcript.Section(conversation, _count), enumerateCollection: true);
        }
    }

    /// <summary>Writes the end.</summary>
    protected override void EndProcessing() => WriteObject(_transcript.End(_count), enumerateCollection: true);
}

/// <summary>The forms of a transcript.</summary>
public enum TranscriptForm
{
    /// <summary>Lines of text.</summary>
    Text,

    /// <summary>A page of HTML.</summary>
    Html,
}
