using System.Management.Automation.Host;

namespace MewsThreads.Sandbox.Host;

/// <summary>A choice's label taken apart: <c>Yes to &amp;All</c> is offered as <c>[A] Yes to All</c>.</summary>
internal sealed record ChoiceLabel(string Key, string Text)
{
    /// <summary>How the choice is offered.</summary>
    public string Offer => $"[{Key}] {Text}";

    /// <summary>Reads the label of a choice.</summary>
    public static ChoiceLabel Parse(ChoiceDescription choice)
    {
        var mark = choice.Label.IndexOf('&', StringComparison.Ordinal);
        var text = mark < 0 ? choice.Label : choice.Label.Remove(mark, 1);
        return new(mark >= 0 && mark < text.Length ? char.ToUpperInvariant(text[mark]).ToString() : text, text);
    }

    /// <summary>Whether an answer means this choice.</summary>
    public bool Matches(string answer) =>
        answer.Equals(Key, StringComparison.OrdinalIgnoreCase) || answer.Equals(Text, StringComparison.OrdinalIgnoreCase);
}
