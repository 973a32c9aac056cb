using System.Management.Automation;
using MewsThreads.Lists;

namespace MewsThreads.Commands;

/// <summary>Gets message threads with all that was said in them: who wrote last, which guests are waiting, and since when.</summary>
/// <remarks>
/// <para>Threads are chosen as by <see cref="GetMewsMessageThreadCommand"/>, and come in the same order. The messages of up to 1000 threads
/// are asked for in one request, while the next threads come. <c>-ThrottleLimit</c> is about the requests for threads; there may be one for
/// messages at the same time. At most the messages of 2000 threads are in memory.</para>
/// <para>The property is the sender <c>Enterprise</c>; every other sender is the guest's side. A guest is waiting if the guest's side wrote
/// last and the thread is not resolved: since the first message after the last reply. A thread without messages waits for nobody.</para>
/// <para>With <c>-Unanswered</c> and <c>-WaitingLongerThan</c>, <c>-First</c> counts the conversations that are returned; the threads are
/// read all the same. Where <c>-CreatedAfter</c> is not given, threads of every age are.</para>
/// </remarks>
/// <example>
/// Which guests of this month have been waiting for more than two hours, the longest first.
/// <code>
/// Get-MewsConversation -CreatedAfter (Get-Date).AddMonths(-1) -WaitingLongerThan 2:00:00 |
///     Sort-Object WaitingSince
/// </code>
/// </example>
/// <example>
/// The newest five conversations, each from its beginning.
/// <code>
/// Get-MewsConversation -First 5 | ConvertTo-MewsTranscript
/// </code>
/// </example>
/// <example>
/// One row for each conversation of the last week, and one for each message.
/// <code>
/// Get-MewsConversation -UpdatedAfter (Get-Date).AddDays(-7) | Export-Csv conversations.csv -NoTypeInformation
/// Get-MewsConversation -UpdatedAfter (Get-Date).AddDays(-7) -ExpandMessage | Export-Csv messages.csv -NoTypeInformation
/// </code>
/// What was said is one cell of the first file, with a line for each message.
/// </example>
/// <example>
/// As JSON, each message with all that is known of it.
/// <code>
/// Get-MewsConversation -First 10 | ConvertTo-Json -Depth 3
/// </code>
/// With the depth that ConvertTo-Json has by itself, messages of several conversations are texts.
/// </example>
/// <example>
/// How long guests have waited for the first reply, on average.
/// <code>
/// Get-MewsConversation -CreatedAfter (Get-Date).AddDays(-30) |
///     Where-Object FirstReplyAfter |
///     ForEach-Object { $_.FirstReplyAfter.TotalMinutes } |
///     Measure-Object -Average -Maximum
/// </code>
/// </example>
/// <example>
/// A word to everyone who is still waiting.
/// <code>
/// Get-MewsConversation -CreatedAfter (Get-Date).AddDays(-1) -Unanswered |
///     Add-MewsMessage -Text 'Thank you for waiting. Somebody will be with you soon.' -WhatIf
/// </code>
/// Piped on, a conversation stands for its thread.
/// </example>
/// <seealso cref="ConvertToMewsTranscriptCommand"/>
/// <seealso cref="GetMewsMessageThreadCommand"/>
/// <seealso cref="GetMewsMessageCommand"/>
/// <seealso cref="ConnectMewsCommand"/>
/// <seealso>about_MewsThreads_Paging</seealso>
/// <seealso href="https://docs.mews.com/connector-api/operations/messages">Messages in the Connector API</seealso>
[Cmdlet(VerbsCommon.Get, "MewsConversation")]
[OutputType(typeof(Conversation), typeof(ConversationMessage))]
public sealed class GetMewsConversationCommand : MewsThreadListCommand
{
    private ConversationReader _conversations = null!;

    /// <summary>Only conversations in which the guest is waiting now.</summary>
    [Parameter]
    [ReadAs(typeof(SwitchParameter))]
    public SwitchParameter Unanswered { get; set; }

    /// <summary>
    /// Only conversations in which the guest has been waiting for longer than this time span, by the clock of Mews when they are returned.
    /// At least zero.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    [UnitNeeded]
    public TimeSpan? WaitingLongerThan { get; set; }

    /// <summary>
    /// Returns a row for each message in place of the conversations, with the thread's id, subject and sender, oldest first within a
    /// thread.
    /// <c>-First</c> still counts conversations.
    /// </summary>
    [Parameter]
    [ReadAs(typeof(SwitchParameter))]
    public SwitchParameter ExpandMessage { get; set; }

    private protected override string Items => "conversations";

    // What is not wanted is only known once it is read.
    private protected override ListQuery ThreadQuery =>
        Unanswered || WaitingLongerThan is not null ? base.ThreadQuery with { First = null } : base.ThreadQuery;

    private protected override bool IsDone => base.IsDone || (First > 0 && Emitted >= First);

    /// <summary>Checks the time span.</summary>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (WaitingLongerThan < TimeSpan.Zero)
        {
            Refuse($"-{nameof(WaitingLongerThan)} ({WaitingLongerThan}) must not be less than zero.", WaitingLongerThan);
        }

        _conversations = new ConversationReader(
            Connection.Client, PageSize, refused => WriteError(Errors.ThreadNotFound(refused.Id, refused.Reason)), Context);
    }

    private protected override void Emit(IEnumerable<MessageThread> threads)
    {
        var conversations = _conversations.Read(threads).Where(IsWanted);
        Emit(Threads, First == 0 ? conversations : conversations.Take(First - (int)Emitted));
    }

    private protected override void Write(object? item)
    {
        if (ExpandMessage)
        {
            WriteObject(ConversationMessage.Of((Conversation)item!), enumerateCollection: true);
        }
        else
        {
            base.Write(item);
        }
    }

    private bool IsWanted(Conversation conversation) =>
        (!Unanswered || conversation.WaitingSince is not null)
        && (WaitingLongerThan is not { } limit || Connection.Client.ServerClock.Now - conversation.WaitingSince > limit);
}
