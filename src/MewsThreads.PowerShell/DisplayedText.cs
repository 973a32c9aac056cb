using System.ComponentModel;
using System.Management.Automation;

namespace MewsThreads.PowerShell;

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
