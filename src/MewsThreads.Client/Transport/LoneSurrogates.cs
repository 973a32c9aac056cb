namespace MewsThreads.Transport;

/// <summary>
/// Halves of characters that stand alone in JSON, such as <c>\ud83c</c>, which a text that was cut in the middle of an emoji ends with. No .NET
/// reader takes them, and one such text must not keep anybody from reading all others.
/// </summary>
internal static class LoneSurrogates
{
    // \uXXXX
    private const int EscapeLength = 6;

    private static ReadOnlySpan<byte> Replacement => "\\ufffd"u8;

    /// <summary>Replaces each by U+FFFD, which stands for what cannot be shown. The length stays.</summary>
    public static void Replace(Span<byte> json)
    {
        var at = 0;
        while (json.Slice(at).IndexOf((byte)'\\') is var next && next >= 0)
        {
            at += next;
            var unit = UnitAt(json, at);
            if (IsHigh(unit) && IsLow(UnitAt(json, at + EscapeLength)))
            {
                at += 2 * EscapeLength;
            }
            else if (IsHigh(unit) || IsLow(unit))
            {
                Replacement.CopyTo(json.Slice(at));
                at += EscapeLength;
            }
            else
            {
                // Past what is escaped, which may be another backslash.
                at = Math.Min(at + 2, json.Length);
            }
        }
    }

    private static bool IsHigh(int unit) => unit is >= 0xD800 and <= 0xDBFF;

    private static bool IsLow(int unit) => unit is >= 0xDC00 and <= 0xDFFF;

    /// <summary>The value of an escape; -1 where there is none.</summary>
    private static int UnitAt(ReadOnlySpan<byte> json, int at)
    {
        if (at + EscapeLength > json.Length || json[at] != '\\' || json[at + 1] != 'u')
        {
            return -1;
        }

        var unit = 0;
        foreach (var digit in json.Slice(at + 2, EscapeLength - 2))
        {
            var value = digit switch
            {
                >= (byte)'0' and <= (byte)'9' => digit - '0',
                >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
                >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
                _ => -1,
            };
            if (value < 0)
            {
                return -1;
            }

            unit = (unit * 16) + value;
        }

        return unit;
    }
}
