using MewsThreads.Emulator;
using PuppeteerSharp;
using PuppeteerSharp.Media;

namespace MewsThreads.Commands.Tests;

/// <summary>A page of conversations as Chromium displays and prints it. Skipped on a machine that has no Chromium.</summary>
public sealed class TranscriptBrowserTests(Chromium chromium) : IAsyncLifetime, IClassFixture<Chromium>
{
    private const string Hebrew = "שלום, החדר מוכן?";
    private const string Arabic = "مرحبا، متى يمكنني الوصول؟";
    private const string English = "We land at 23:40.";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mewsthreads-");
    private readonly List<string> _requests = [];
    private EmulatorHost _emulator = null!;

    public async ValueTask InitializeAsync() => _emulator = await Emulators.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _emulator.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task What_runs_from_right_to_left_is_displayed_so_line_by_line()
    {
        foreach (var line in new[] { Hebrew, Arabic, "\u200F12:30" })
        {
            _emulator.Store.Clear();
            var page = await OpenAsync(subject: line, text: $"{line}\n{English}\n{line}");

            // Where the first and the last character of each line are, and the edges of the box.
            var (box, lines) = await EdgesAsync(page, ".text");

            Assert.Equal(3, lines.Length);
            Assert.All([lines[0], lines[2]], edges => AssertRightToLeft(line, edges, box));
            Assert.True(lines[1].First < lines[1].Last, "English runs from left to right");
            Assert.Equal(box.Left, lines[1].First, 1.0);
            var (subjectBox, subject) = await EdgesAsync(page, "h2");
            AssertRightToLeft(line, subject[0], subjectBox);
        }

        // A line of digits after the mark runs from left to right, and begins at the right edge all the same.
        static void AssertRightToLeft(string line, (double First, double Last) edges, (double Left, double Right) within)
        {
            Assert.Equal(within.Right, Math.Max(edges.First, edges.Last), 1.0);
            Assert.True(line[0] == '\u200F' || edges.First > edges.Last, $"{line} runs from right to left");
        }
    }

    [Fact]
    public async Task A_name_from_right_to_left_leaves_what_is_around_it_where_it_is()
    {
        var page = await OpenAsync(subject: "Late check-in", text: English, sender: "משה 7");

        var order = await page.EvaluateFunctionAsync<string[]>(
            """
            () => {
                const about = document.querySelector('section > p.about');
                const parts = [...about.childNodes].map(node => {
                    const range = document.createRange();
                    range.selectNodeContents(node);
                    return { text: node.textContent.trim(), left: range.getClientRects()[0].left };
                });
                return parts.slice(0, 3).sort((one, other) => one.left - other.left).map(part => part.text);
            }
            """);

        Assert.Equal(["From", "משה 7", ","], order);
    }

    [Fact]
    public async Task Nothing_is_run_or_loaded_whatever_was_written()
    {
        var page = await OpenAsync(TranscriptTests.Hostile, TranscriptTests.Hostile, TranscriptTests.Hostile);

        Assert.Equal("Conversations", await page.GetTitleAsync());
        Assert.Equal([$"{new Uri(Path.Combine(_folder.FullName, "page.html"))}"], _requests);
        Assert.Equal(1, await page.EvaluateFunctionAsync<int>("() => document.querySelectorAll('section').length"));
        Assert.Contains("onerror=\"document.title='taken'\"", await TextAsync(page, ".text"), StringComparison.Ordinal);
        Assert.Contains(@"\u001B[31m\u009B31m\u0000\u202Egnp\u2066\u2028", await TextAsync(page, ".text"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_fits_the_width_of_a_phone_a_screen_and_a_sheet_and_prints_on_as_many_sheets_as_it_needs()
    {
        var page = await OpenAsync(subject: new string('W', 300), text: $"{new string('x', 5000)}\nhttps://{new string('y', 500)}", sender: new string('Z', 300));
        foreach (var (width, media) in new[] { (320, MediaType.Screen), (1200, MediaType.Screen), (794, MediaType.Print) })
        {
            await page.EmulateMediaTypeAsync(media);
            await page.SetViewportAsync(new ViewPortOptions { Width = width, Height = 800 });
            Assert.Equal(width, await page.EvaluateFunctionAsync<int>("() => document.documentElement.scrollWidth"));
        }

        _emulator.Store.Clear();
        var thread = Emulators.Thread(Emulators.Now.AddDays(-1));
        _emulator.Store.Insert([thread]);
        ConversationTests.Write(_emulator, thread, string.Concat(Enumerable.Repeat("AE", 30)));
        var document = await (await OpenAsync()).PdfDataAsync(new PdfOptions { Format = PaperFormat.A4 });

        // Each page object of the file names its parent.
        var sheets = System.Text.RegularExpressions.Regex.Count(System.Text.Encoding.Latin1.GetString(document), @"/Type\s*/Page\b");
        Assert.InRange(sheets, 3, 12);
    }

    private async Task<IPage> OpenAsync(string subject, string text, string sender = "Jane Doe")
    {
        var thread = _emulator.Store.Add(Emulators.Now.AddHours(-1), originalSender: sender, subject: subject);
        _emulator.Messages.Add(thread.Id, thread.CreatedUtc, text);
        return await OpenAsync();
    }

    private async Task<IPage> OpenAsync()
    {
        using var session = Session.ConnectedTo(_emulator);
        var file = Path.Combine(_folder.FullName, "page.html");
        await File.WriteAllLinesAsync(
            file, TranscriptTests.Lines(session, "Get-MewsConversation | ConvertTo-MewsTranscript -As Html"), TestContext.Current.CancellationToken);
        var page = await chromium.PageAsync();
        page.Request += (_, request) => _requests.Add(request.Request.Url);
        await page.GoToAsync($"{new Uri(file)}");
        return page;
    }

    private static Task<string> TextAsync(IPage page, string selector) =>
        page.EvaluateFunctionAsync<string>("selector => document.querySelector(selector).innerText", selector);

    /// <summary>The edges of an element, and of each line of it the middle of its first and its last character, moved to the outer edge.</summary>
    private static async Task<((double Left, double Right) Box, (double First, double Last)[] Lines)> EdgesAsync(IPage page, string selector)
    {
        var numbers = await page.EvaluateFunctionAsync<double[][]>(
            """
            selector => {
                const element = document.querySelector(selector);
                const box = element.getBoundingClientRect();
                const lines = [...element.childNodes].filter(node => node.nodeType === Node.TEXT_NODE).map(node => {
                    const rects = [...node.data].map((_, at) => {
                        const range = document.createRange();
                        range.setStart(node, at);
                        range.setEnd(node, at + 1);
                        return range.getBoundingClientRect();
                    }).filter(rect => rect.width > 0);
                    const first = rects[0], last = rects[rects.length - 1];
                    return first.left <= last.left ? [first.left, last.right] : [first.right, last.left];
                });
                return [[box.left, box.right], ...lines];
            }
            """,
            selector);
        return ((numbers[0][0], numbers[0][1]), [.. numbers.Skip(1).Select(line => (line[0], line[1]))]);
    }
}

/// <summary>A Chromium that the tests of a class share.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Names = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome"];

    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (Find() is { } program)
        {
            // Chromium's own sandbox cannot be had by root, as in a container. The pages are those of the tests.
            _browser = await Puppeteer.LaunchAsync(new LaunchOptions { ExecutablePath = program, Args = ["--no-sandbox"] });
        }
    }

    public ValueTask DisposeAsync() => _browser?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>A new page, or no test where there is no Chromium.</summary>
    public Task<IPage> PageAsync()
    {
        Assert.SkipWhen(_browser is null, "There is no Chromium on the PATH.");
        return _browser!.NewPageAsync();
    }

    private static string? Find() =>
        (from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
         from name in Names
         let program = Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name)
         where File.Exists(program)
         select program).FirstOrDefault();
}
