using System.Text.Json;

namespace MewsThreads.Emulator.Seeding;

/// <summary>
/// What guests and staff are called and write, from <c>texts.json</c>; <c>{0}</c> is a small number. Chosen to break what is carelessly
/// quoted, cut or decoded on the way to a CSV file: quotes, commas, semicolons, a leading "=", line breaks, accents, right-to-left and
/// CJK text, emoji, a very long subject.
/// </summary>
/// <param name="EverydayNames">Those in Latin letters.</param>
/// <param name="OtherNames">All others.</param>
/// <param name="EverydaySubjects">Subjects that any terminal shows in one line.</param>
/// <param name="OtherSubjects">All others but the long one.</param>
/// <param name="Openings">A guest begins, through the integration.</param>
/// <param name="Answers">The enterprise answers.</param>
/// <param name="Replies">The guest writes again.</param>
internal sealed record SeedTexts(
    IReadOnlyList<FullNames> EverydayNames,
    IReadOnlyList<FullNames> OtherNames,
    IReadOnlyList<string> EverydaySubjects,
    IReadOnlyList<string> OtherSubjects,
    IReadOnlyList<string> Openings,
    IReadOnlyList<string> Answers,
    IReadOnlyList<string> Replies)
{
    public static SeedTexts All { get; } = Read();

    public IReadOnlyList<FullNames> Names { get; } = [.. EverydayNames, .. OtherNames];

    public IReadOnlyList<string> Subjects { get; } = [.. EverydaySubjects, .. OtherSubjects];

    /// <summary>A subject as long as a whole message, as comes of guests who write everything there.</summary>
    public string LongSubject { get; } = string.Concat(
        Enumerable.Repeat("Dear team, we would like to change our dates, add a night, move to a quieter room, and keep the rate; ", 20));

    private static SeedTexts Read()
    {
        using var json = typeof(SeedTexts).Assembly.GetManifestResourceStream(typeof(SeedTexts), "texts.json")!;
        return JsonSerializer.Deserialize<SeedTexts>(json)!;
    }
}

/// <summary>Given and family names of one language, which belong together.</summary>
internal sealed record FullNames(IReadOnlyList<string> Given, IReadOnlyList<string> Family);
