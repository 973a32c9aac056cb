namespace MewsThreads.Client.Tests;

public class DisplayTextTests
{
    [Theory]
    [InlineData("\u001B[31mred", @"\u001B[31mred")]
    [InlineData("\u001B]52;c;cm0=\u0007", @"\u001B]52;c;cm0=\u0007")]
    [InlineData("\u009B31m\u009D0;title\u009C", @"\u009B31m\u009D0;title\u009C")]
    [InlineData("a\0b\b\u007F", @"a\u0000b\u0008\u007F")]
    [InlineData("two\r\nlines\tand a tab", @"two\r\nlines\tand a tab")]
    [InlineData("\u0085\u2028\u2029", @"\u0085\u2028\u2029")]
    [InlineData("\u202Egnp\u202C", @"\u202Egnp\u202C")]
    [InlineData("\u2066\u2067\u2068\u2069\u200E\u200F\u061C", @"\u2066\u2067\u2068\u2069\u200E\u200F\u061C")]
    public void What_a_terminal_would_obey_is_escaped(string text, string expected) => Assert.Equal(expected, DisplayText.Escape(text));

    [Theory]
    [InlineData("Late check-in")]
    [InlineData("Frühstück 🍳")]
    [InlineData("👩‍👩‍👧")]
    [InlineData("שלום")]
    [InlineData(@"C:\new")]
    [InlineData("")]
    public void Other_text_is_shown_as_it_is(string text) => Assert.Same(text, DisplayText.Escape(text));

    [Fact]
    public void Half_of_a_pair_is_escaped_and_a_whole_one_is_not()
    {
        // No constant of an attribute can hold a half.
        Assert.Equal(@"a\uD83Cb", DisplayText.Escape("a\uD83Cb"));
        Assert.Equal(@"\uDF73", DisplayText.Escape("\uDF73"));
        Assert.Equal(@"\u001B🍳\uD83C", DisplayText.Escape("\u001B🍳\uD83C"));
    }

    [Fact]
    public void Lines_stay_lines_where_they_may()
    {
        Assert.Equal("one\ntwo\n" + @"thr\ree\u001B", DisplayText.EscapeLines("one\r\ntwo\nthr\ree\u001B"));
    }

    [Fact]
    public void In_a_page_marks_of_direction_stay_and_what_overrides_it_does_not()
    {
        Assert.Equal("\u200Fone\n\u200E\u061C" + @"\u202E\u2066\u001B\r", DisplayText.EscapeForPage("\u200Fone\r\n\u200E\u061C\u202E\u2066\u001B\r"));
    }

    [Fact]
    public void No_character_that_a_terminal_obeys_is_left_of_any_text()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        for (var i = 0; i < 20_000; i++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(20)).Select(
                _ => (char)(random.Next(3) == 0 ? random.Next(0x10000) : random.Next(2) == 0 ? random.Next(0x100) : random.Next(0x2000, 0x2070)))]);
            foreach (var shown in new[] { DisplayText.Escape(text), DisplayText.EscapeLines(text).Replace("\n", "", StringComparison.Ordinal) })
            {
                Assert.False(
                    shown.Any(c => char.IsControl(c) || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069')), $"Seed {seed}: {shown}");
            }
        }
    }
}
