using System.Globalization;
using System.Text;

namespace MewsThreads.Transport;

/// <summary>
/// What is left of a text without what can be put between its letters and digits or around them: letter case, width and styles, accents, spaces,
/// punctuation, and what is invisible.
/// </summary>
internal static class LettersAndDigits
{
    /// <summary>The most characters that one of a text becomes.</summary>
    public const int MostOfOne = 4;

    /// <summary>Writes them without making a string of the text, which may be a secret.</summary>
    /// <param name="text">The text.</param>
    /// <param name="to">Where to; <see cref="MostOfOne"/> times as long as the text.</param>
    /// <param name="positions">Where in the text each of them is; as long as <paramref name="to"/>, or null.</param>
    /// <returns>How many there are.</returns>
    public static int Write(ReadOnlySpan<char> text, Span<char> to, int[]? positions)
    {
        var count = 0;
        for (var at = 0; at < text.Length; at++)
        {
            var isPair = char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]);
            if (!isPair && (text[at] <= '\u007F' || char.IsSurrogate(text[at])))
            {
                Add(text[at], at, to, positions, ref count);
                continue;
            }

            // What is no character has no form.
            if (CharUnicodeInfo.GetUnicodeCategory(text[at]) == UnicodeCategory.OtherNotAssigned)
            {
                continue;
            }

            var most = count + MostOfOne;
            foreach (var character in text.Slice(at, isPair ? 2 : 1).ToString().Normalize(NormalizationForm.FormKD))
            {
                if (count < most)
                {
                    Add(character, at, to, positions, ref count);
                }
            }

            at += isPair ? 1 : 0;
        }

        return count;
    }

    private static void Add(char character, int at, Span<char> to, int[]? positions, ref int count)
    {
        // Fillers of Hangul are letters that nobody sees.
        if (!char.IsLetterOrDigit(character) || character is '\u115F' or '\u1160')
        {
            return;
        }

        var digit = character <= '\u007F' ? -1 : CharUnicodeInfo.GetDecimalDigitValue(character);
        if (positions is not null)
        {
            positions[count] = at;
        }

        to[count++] = digit >= 0 ? (char)('0' + digit) : char.ToUpperInvariant(character);
    }
}
