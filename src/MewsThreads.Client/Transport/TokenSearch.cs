using System.Runtime.InteropServices;
using System.Security;

namespace MewsThreads.Transport;

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
