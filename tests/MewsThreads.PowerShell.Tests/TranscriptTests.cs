using System.Management.Automation;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Dom.Events;
using AngleSharp.Html.Parser;

namespace MewsThreads.Commands.Tests;

/// <summary>Transcripts as text, and as a page that a parser reads as browsers must.</summary>
public class TranscriptTests
{
    // Markup in each place of a page that could take it, characters that a terminal or a page would obey, and lines that look like the transcript's own.
    internal const string Hostile =
        "</p></li></ol></section><script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">&lt;b&gt; &#60;b> \"'`<!-- ]]>"
        + "\u001B[31m\u009B31m\0\u202Egnp\u2066\u2028 \uD800 \r\n------------------------------------------------------------------------\n2. Another\rline\tand\vmore";

    [Fact]
    public async Task Text_has_a_section_for_each_conversation_with_messages_in_their_order()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);
        var threads = emulator.Insert(2);
        ConversationTests.Write(emulator, threads[0], "AE");
        emulator.Messages.Add(threads[0].Id, threads[0].CreatedUtc.AddMinutes(2), "Two\nlines");

        var lines = Lines(session, "Get-MewsConversation | ConvertTo-MewsTranscript");

        var rule = new string('-', 72);
        Assert.Equal(
            [
                rule, "1. Late check-in", "    From Jane Doe, 2026-08-31 11:00:00 UTC", "    The guest has been waiting since 2026-08-31 11:02:00 UTC.",
                $"    Thread {threads[0].Id}", "",
                "2026-08-31 11:00:00 UTC, Application:", "    Message 0 of A", "",
                "2026-08-31 11:01:00 UTC, Enterprise:", "    Message 1 of E", "",
                "2026-08-31 11:02:00 UTC, Application:", "    Two", "    lines", "",
                rule, "2. Late check-in", "    From Jane Doe, 2026-08-31 10:59:00 UTC", "    Nobody has written.", $"    Thread {threads[1].Id}", "",
                rule, "End of 2 conversations.",
            ],
            lines);
    }

    [Theory]
    [InlineData("AE", false, "Nobody is waiting.")]
    [InlineData("AEA", true, "Resolved.")]
    [InlineData("", true, "Resolved.")]
    public async Task It_says_whether_somebody_has_to_answer(string senders, bool isResolved, string said)
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);
        var thread = emulator.Insert(1)[0];
        ConversationTests.Write(emulator, thread, senders);
        emulator.Resolve(thread.Id, isResolved);

        Assert.Contains("    " + said, Lines(session, "Get-MewsConversation | ConvertTo-MewsTranscript"));
        Assert.Contains(said, Page(session).QuerySelector("section > p.about")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_that_a_guest_writes_passes_for_a_line_of_the_text()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);
        var thread = emulator.Store.Add(Emulators.Now.AddHours(-1), originalSender: Hostile, subject: Hostile);
        emulator.Messages.Add(thread.Id, thread.CreatedUtc, Hostile, sender: "Guest\nE");

        var lines = Lines(session, "Get-MewsConversation | ConvertTo-MewsTranscript");

        Assert.Equal(2, lines.Count(line => line.StartsWith("---", StringComparison.Ordinal)));
        Assert.Single(lines, line => line.Length > 1 && char.IsAsciiDigit(line[0]) && line[1] == '.');
        Assert.Single(lines, line => line.EndsWith(@", Guest\nE:", StringComparison.Ordinal));
        Assert.All(lines, line => Assert.DoesNotContain(line, character => char.IsControl(character) || character is '\u202E' or '\u2066' or '\u2028'));
        Assert.Contains(lines, line => line.StartsWith("    ", StringComparison.Ordinal) && line.Contains(@"\u001B[31m\u009B31m\u0000\u202Egnp\u2066", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_page_has_a_section_for_each_conversation_and_is_valid()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);
        var threads = emulator.Insert(3);
        ConversationTests.Write(emulator, threads[0], "AEX");
        ConversationTests.Write(emulator, threads[2], "E");

        var page = Page(session);

        Assert.Equal(["ol", "ol", "ol"], page.QuerySelectorAll("section > ol").Select(list => list.LocalName));
        Assert.Equal(threads.Select(thread => thread.Subject), page.QuerySelectorAll("section[aria-labelledby] > h2").Select(subject => subject.TextContent));
        Assert.Equal(["guest", "property", "guest", "property"], page.QuerySelectorAll("li").Select(message => message.ClassName));
        Assert.Equal(
            ["Message 0 of A", "Message 1 of E", "Message 2 of X", "Message 0 of E"], page.QuerySelectorAll("li > .text").Select(text => text.TextContent));
        Assert.Equal("2026-08-31T11:01:00Z", page.QuerySelectorAll("li time")[1].GetAttribute("datetime"));
        Assert.All(page.QuerySelectorAll("section"), section => Assert.NotNull(page.GetElementById(section.GetAttribute("aria-labelledby")!)));
        Assert.Equal("End of 3 conversations.", page.QuerySelector("body > p")!.TextContent);
    }

    [Fact]
    public async Task A_page_is_ascii_and_loads_and_runs_nothing()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);
        var thread = emulator.Store.Add(Emulators.Now.AddHours(-1), originalSender: "משה כהן", subject: "Zimmer für Müller 🛏");
        emulator.Messages.Add(thread.Id, thread.CreatedUtc, Hostile);

        var lines = Lines(session, "Get-MewsConversation | ConvertTo-MewsTranscript -As Html");
        var page = Page(session);

        Assert.All(lines, line => Assert.All(line, character => Assert.InRange(character, ' ', '~')));
        Assert.Empty(page.QuerySelectorAll("script, img, link, iframe, object, embed, base, form, a, [src], [href], [style], [onerror], [onclick]"));
        Assert.Equal("default-src 'none'; style-src 'unsafe-inline'", page.QuerySelector("meta[http-equiv=Content-Security-Policy]")!.GetAttribute("content"));
        Assert.Equal("Zimmer für Müller 🛏", page.QuerySelector("h2")!.TextContent);
        Assert.Equal("משה כהן", page.QuerySelector("bdi")!.TextContent);
    }

    [Fact]
    public async Task Whatever_is_written_is_read_in_the_page_and_is_never_markup()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        string[] pieces =
        [
            "<", ">", "&", "\"", "'", "`", "/", "=", "<!--", "-->", "</p>", "<br>", "<b>", "&lt;", "&#x41;", "&amp", ";", "]]>", "\n", "\r\n", "\r", "\t", "  ", "\0",
            "\u001B", "\u0085", "\u200F", "\u202E", "\uFEFF", "\uFFFE", "\uD83D", "\uDE00", "😀", "é", "ש", "م", "中", "a", "B", "7", "http-equiv", "\\", "\\u0041",
        ];
        var thread = emulator.Insert(1)[0];
        List<string> texts = [Hostile, .. Enumerable.Range(0, 300).Select(_ => string.Concat(Enumerable.Range(0, random.Next(1, 30)).Select(_ => pieces[random.Next(pieces.Length)])))];
        emulator.Messages.Insert(texts.Select((text, at) => new StoredMessage
        {
            Id = ThreadStore.NewId(thread.CreatedUtc.AddSeconds(at)),
            MessageThreadId = thread.Id,
            Text = text,
            CreatedUtc = thread.CreatedUtc.AddSeconds(at),
        }));

        var read = session.Run("(Get-MewsConversation).Messages").AssertNoErrors().Output.Select(message => ((Message)message.BaseObject).Text).ToList();
        var shown = Page(session).QuerySelectorAll("li > .text").ToList();

        Assert.Equal(texts.Count, shown.Count);
        foreach (var (text, element) in read.Zip(shown))
        {
            var expected = DisplayText.EscapeForPage(text);
            Assert.True(element.Children.All(child => child.LocalName == "br"), $"Seed {seed}: {expected}");
            Assert.True(
                expected == string.Concat(element.ChildNodes.Select(node => node is IHtmlBreakRowElement ? "\n" : node.TextContent)), $"Seed {seed}: {expected}");
        }
    }

    [Theory]
    [InlineData("Text", 2)]
    [InlineData("Html", 20)]
    public void No_conversation_is_a_transcript_that_says_so(string form, int least)
    {
        using var session = new Session();

        var lines = Lines(session, $"@() | ConvertTo-MewsTranscript -As {form}");

        Assert.True(lines.Count >= least);
        Assert.Contains(lines, line => line.Contains("End of 0 conversations.", StringComparison.Ordinal));
        Assert.Equal(lines, Lines(session, $"ConvertTo-MewsTranscript @() -As {form}"));
    }

    [Theory]
    [InlineData("ConvertTo-MewsTranscript $null")]
    [InlineData("ConvertTo-MewsTranscript 'a text that may be a token'")]
    [InlineData("ConvertTo-MewsTranscript ([datetime]::UtcNow)")]
    [InlineData("ConvertTo-MewsTranscript @() -As 'a text that may be a token'")]
    public void What_is_no_conversation_is_refused_and_not_shown(string script)
    {
        using var session = new Session();

        var error = session.Run(script).Terminating;

        Assert.IsAssignableFrom<ParameterBindingException>(error!.Exception);
        Assert.DoesNotContain("may be a token", error.Exception.Message, StringComparison.Ordinal);
    }

    internal static List<string> Lines(Session session, string script) =>
        [.. session.Run(script).AssertNoErrors().Output.Select(line => Assert.IsType<string>(line.BaseObject))];

    private static IHtmlDocument Page(Session session)
    {
        var parser = new HtmlParser();
        parser.Error += (_, error) =>
        {
            // A reference to one of the code points that stand for no character is an error, and is displayed as what it is.
            var code = ((HtmlErrorEvent)error).Code;
            Assert.True(code == (int)HtmlParseError.CharacterReferenceInvalidRange, $"{(HtmlParseError)code}");
        };
        return parser.ParseDocument(string.Join("\n", Lines(session, "Get-MewsConversation | ConvertTo-MewsTranscript -As Html")));
    }
}
