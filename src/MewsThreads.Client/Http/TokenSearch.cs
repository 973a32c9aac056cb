using System.Globalization;
using System.Runtime.InteropServices;
using System.Security;
using System.Text;

namespace MewsThreads.Http;

/// <summary>
/// Finds a part of a token in a text, forwards and backwards: a run of 12 of its characters, or the whole of a shorter one. The copies that it
/// makes of the token are pinned, and cleared when it is disposed of.
/// </summary>
internal sealed class TokenSearch : IDisposable
{
    private const int Part = 12;

    // Of a run that is mostly punctuation, so many letters and digits must be there.
    private const int FewestLetters = 4;

    private readonly char[] _token;
    private readonly char[] _letters;
    private readonly int[] _positions;
    private readonly int _count;
    private GCHandle _tokenPin;
    private GCHandle _lettersPin;

    public TokenSearch(SecureString token)
    {
        _token = new char[token.Length];
        _letters = new char[token.Length * LettersAndDigits.MostOfOne];
        _positions = new int[_letters.Length];
        _tokenPin = GCHandle.Alloc(_token, GCHandleType.Pinned);
        _lettersPin = GCHandle.Alloc(_letters, GCHandleType.Pinned);
        var characters = Marshal.SecureStringToGlobalAllocUnicode(token);
        try
        {
            Marshal.Copy(characters, _token, 0, _token.Length);
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(characters);
        }

        _count = LettersAndDigits.Write(_token, _letters, _positions);
        for (var i = 0; i < _token.Length; i++)
        {
            _token[i] = char.ToUpperInvariant(_token[i]);
        }
    }

    /// <summary>Whether a text holds a part of the token.</summary>
    /// <param name="text">The text in upper case.</param>
    /// <param name="letters">Its <see cref="LettersAndDigits"/>.</param>
    public bool Finds(ReadOnlySpan<char> text, ReadOnlySpan<char> letters) =>
        HasRun(letters, isBackwards: false)
        || HasRun(letters, isBackwards: true)
        || (_count < _token.Length && HasRunAsItIs(text));

    public void Dispose()
    {
        Array.Clear(_token, 0, _token.Length);
        Array.Clear(_letters, 0, _letters.Length);
        if (_tokenPin.IsAllocated)
        {
            _tokenPin.Free();
            _lettersPin.Free();
        }
    }

    private bool HasRun(ReadOnlySpan<char> text, bool isBackwards)
    {
        // How long the run is that ends at the character of the text and at each of the token.
        Span<int> runs = _count <= 512 ? stackalloc int[_count] : new int[_count];
        runs.Clear();
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[isBackwards ? text.Length - 1 - i : i];
            for (var last = _count - 1; last >= 0; last--)
            {
                runs[last] = _letters[last] != character ? 0 : last == 0 ? 1 : runs[last - 1] + 1;
                if (runs[last] >= Math.Min(FewestLetters, _count) && LengthOf(last - runs[last] + 1, last) >= Math.Min(Part, _token.Length))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>How many characters of the token a run of its letters stands for: with it goes the punctuation around it.</summary>
    private int LengthOf(int first, int last)
    {
        var from = first == 0 ? 0 : _positions[first - 1] + 1;
        var end = last == _count - 1 ? _token.Length : _positions[last + 1];
        return end - from;
    }

    /// <summary>Of a token with hardly any letters, its punctuation is what there is to find.</summary>
    private bool HasRunAsItIs(ReadOnlySpan<char> text)
    {
        var length = Math.Min(Part, _token.Length);
        for (var from = 0; from + length <= _token.Length; from++)
        {
            if (text.IndexOf(_token.AsSpan(from, length)) >= 0)
            {
                return true;
            }
        }

        return false;
    }
}

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
