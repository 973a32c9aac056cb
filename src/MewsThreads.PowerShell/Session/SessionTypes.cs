using System.ComponentModel;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace MewsThreads.Commands;

/// <summary>
/// Tells a session how the module's objects are shown, and how threads and what belongs to them leave the process (jobs, remoting,
/// <c>Export-Clixml</c>) and come back as what they were. Not in a types file: of two copies of the module in one session, the second one's
/// file would be refused.
/// </summary>
internal static class SessionTypes
{
    // Deep enough for the parts of a time; one level less makes it a text without fractions of a second.
    private const uint Depth = 2;

    private const string Displayed = nameof(Displayed);

    // What PowerShell shows of an object that comes after one of another type, without its view. Views show the hidden properties, too, which
    // have text from outside without what a terminal would obey.
    private static readonly (Type Type, string[] Shown)[] Views =
    [
        (typeof(MessageThread), ["Id", "DisplayedOriginalSender", "DisplayedSubject", "CreatedUtc", "UpdatedUtc", "IsResolved"]),
        (typeof(Message), ["Id", "MessageThreadId", "DisplayedSender", "CreatedUtc", "DisplayedIdentifier", "DisplayedTextLines"]),
        (typeof(Conversation), [
            "Id", "DisplayedOriginalSender", "DisplayedSubject", "CreatedUtc", "UpdatedUtc", "IsResolved", "FirstMessageUtc",
            "LastMessageUtc", "DisplayedLastSender", "WaitingSince", "FirstReplyAfter", "DisplayedMessages"]),
        (typeof(ConversationMessage), [
            "MessageThreadId", "DisplayedSubject", "DisplayedOriginalSender", "Id", "CreatedUtc", "DisplayedSender", "DisplayedTextLines"]),
        (typeof(MessageDraft), ["MessageThreadId", "DisplayedIdentifier", "DisplayedTextLines"]),
        (typeof(MewsConnection), ["DisplayedEnterpriseName", "EnterpriseId", "IsPortfolio", "Environment", "PlatformAddress", "DisplayedClientName"]),
        (typeof(SyncResult), ["DisplayedPath", "Added", "Updated", "Unchanged", "Total", "From", "To", "Requests", "Duration"]),
    ];

    private static readonly Type[] Serialized = [typeof(MessageThread), typeof(Message), typeof(Conversation), typeof(ConversationMessage)];

    /// <summary>Registers the types with the session that imports the module.</summary>
    public static void Register()
    {
        // By its class, since looking for the command by name would search every module of the machine. It belongs to the same release.
        var assembly = typeof(PSObject).Assembly.FullName.Replace("System.Management.Automation", "Microsoft.PowerShell.Commands.Utility");
        if (Type.GetType($"Microsoft.PowerShell.Commands.UpdateTypeDataCommand, {assembly}") is not { } update)
        {
            // An engine without PowerShell's own modules, which cannot read CLIXML files either.
            return;
        }

        using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell.AddCommand(new CmdletInfo("Update-TypeData", update))
            .AddParameter("TypeData", Types().ToArray())
            .AddParameter("Force")
            .AddParameter("WhatIf", false)
            .AddParameter("Confirm", false)
            .AddParameter("ErrorAction", ActionPreference.Stop);
        shell.Invoke();
    }

    private static IEnumerable<TypeData> Types()
    {
        foreach (var (type, shown) in Views)
        {
            var here = Shown(type.FullName, shown);
            var elsewhere = Shown($"Deserialized.{type.FullName}", shown);
            if (Serialized.Contains(type))
            {
                here.SerializationDepth = Depth;
                here.TypeConverter = typeof(DeserializedConverter);
                elsewhere.TargetTypeForDeserialization = type;
                yield return new TypeData($"Selected.{type.FullName}") { SerializationDepth = Depth };
            }

            yield return here;
            yield return elsewhere;
        }
    }

    private static TypeData Shown(string type, string[] properties)
    {
        var data = new TypeData(type) { DefaultDisplayPropertySet = new PropertySetData(properties) };
        foreach (var property in properties.Where(property => property.StartsWith(Displayed, StringComparison.Ordinal)))
        {
            Add(data, property);

            // Tables show a text in one line.
            if (property == "DisplayedTextLines")
            {
                Add(data, "DisplayedText");
            }
        }

        return data;
    }

    private static void Add(TypeData data, string property)
    {
        var method = typeof(DisplayedText).GetMethod(property.Substring(Displayed.Length));
        data.Members.Add(property, new CodePropertyData(property, method) { IsHidden = true });
    }
}

/// <summary>
/// What views show in place of text from outside: the same with everything escaped that a terminal would obey. <see cref="SessionTypes"/>
/// makes hidden properties of these methods, for objects that came from another session, too.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class DisplayedText
{
    /// <summary>The client's name, as views show it.</summary>
    /// <param name="shown">A connection.</param>
    /// <returns>The escaped text; null where there is none.</returns>
    public static string? ClientName(PSObject shown) => Of(shown, nameof(ClientName));

    /// <summary>The enterprise's name, as views show it.</summary>
    /// <param name="shown">A connection.</param>
    /// <returns>The escaped text; null where there is none.</returns>
    public static string? EnterpriseName(PSObject shown) => Of(shown, nameof(EnterpriseName));

    /// <summary>The caller's name for a message, as views show it.</summary>
    /// <param name="shown">A message.</param>
    /// <returns>The escaped text; null where there is none.</returns>
    public static string? Identifier(PSObject shown) => Of(shown, nameof(Identifier));

    /// <summary>Who wrote last, as views show it.</summary>
    /// <param name="shown">A conversation.</param>
    /// <returns>The escaped text; null where there is none.</returns>
    public static string? LastSender(PSObject shown) => Of(shown, nameof(LastSender));

    /// <summary>The messages of a conversation, a line each, as lists show them.</summary>
    /// <param name="shown">A conversation.</param>
    /// <returns>The escaped text.</returns>
    public static string? Messages(PSObject shown) => Value(shown, nameof(Messages)) is { } lines ? DisplayText.EscapeLines(lines) : null;

    /// <summary>The sender of a thread, as views show it.</summary>
    /// <param name="shown">A thread.</param>
    /// <returns>The escaped text; null where there is none.</returns>
    public static string? OriginalSender(PSObject shown) => Of(shown, nameof(OriginalSender));

    /// <summary>The path of a file, as views show it.</summary>
    /// <param name="shown">The result of a sync.</param>
    /// <returns>The escaped text; null where there is none.</returns>
    public static string? Path(PSObject shown) => Of(shown, nameof(Path));

    /// <summary>The sender of a message, as views show it.</summary>
    /// <param name="shown">A message.</param>
    /// <returns>The escaped text; null where there is none.</returns>
    public static string? Sender(PSObject shown) => Of(shown, nameof(Sender));

    /// <summary>The subject of a thread, as views show it.</summary>
    /// <param name="shown">A thread.</param>
    /// <returns>The escaped text; null where there is none.</returns>
    public static string? Subject(PSObject shown) => Of(shown, nameof(Subject));

    /// <summary>The text of a message in one line, as tables show it.</summary>
    /// <param name="shown">A message.</param>
    /// <returns>The escaped text; null where there is none.</returns>
    public static string? Text(PSObject shown) => Of(shown, nameof(Text));

    /// <summary>The lines of a message, as lists show them.</summary>
    /// <param name="shown">A message.</param>
    /// <returns>The escaped text; null where there is none.</returns>
    public static string? TextLines(PSObject shown) => Value(shown, nameof(Text)) is { } text ? DisplayText.EscapeLines(text) : null;

    private static string? Of(PSObject shown, string property) => Value(shown, property) is { } text ? DisplayText.Escape(text) : null;

    private static string? Value(PSObject shown, string property) => shown.Properties[property]?.Value?.ToString();
}
