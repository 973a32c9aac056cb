using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace MewsThreads.Benchmarks;

/// <summary>The results as Markdown and as a chart.</summary>
internal static class Report
{
    private const int RowHeight = 30;
    private const int LabelWidth = 640;
    private const int BarWidth = 300;

    /// <summary>The page of the docs.</summary>
    public static string Page(string table) => $"""
        # Benchmarks

        The first cases run in `pwsh` as users do, each script in a process of its own, and the peers take turns. The scripts are in
        `tests/MewsThreads.Benchmarks/Scripts`. This `pwsh` is the .NET tool from NuGet; its assemblies hold no native code, so .NET compiles them
        as they run, and every figure of a new process contains that, the empty `pwsh` included. The other cases run in an engine within the
        benchmark, since they read its memory or need cmdlets of their own.

        {table}
        To run only some cases, name them: `dotnet run -c Release --project tests/MewsThreads.Benchmarks -- list csv`. There are
        {string.Join(", ", Cases.All.Keys.Select(name => $"`{name}`"))}. Only a run of all cases writes this page and the table of the README.
        `--rounds N` changes how often each is measured, 5 by default; some cases take more or fewer rounds than that.

        """.ReplaceLineEndings("\n");

    /// <summary>The table, with the machine and the command that repeats it.</summary>
    public static string Table(IReadOnlyList<Measurement> measurements, string arguments)
    {
        var text = new StringBuilder();
        text.AppendLine("| case | goal | median | spread | met | |");
        text.AppendLine("| --- | --- | --- | --- | --- | --- |");
        foreach (var row in measurements)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {row.Case.Replace("|", "\\|", StringComparison.Ordinal)} | {row.GoalText} | {row.MedianText} | {row.SpreadText} | {row.MetText} | {row.Remark} |");
        }

        text.AppendLine();
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"Measured on {DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}: {Processor()}, {Environment.ProcessorCount} processors, "
            + $"{RuntimeInformation.OSDescription.Split(" #")[0]}, {RuntimeInformation.FrameworkDescription}, the server on the same machine. Repeat it with "
            + $"`dotnet run -c Release --project tests/MewsThreads.Benchmarks{(arguments.Length > 0 ? $" -- {arguments}" : "")}`.");
        return text.ToString().ReplaceLineEndings("\n");
    }

    /// <summary>A bar a row: the full length of its track is twice the goal.</summary>
    public static string Chart(IReadOnlyList<Measurement> measurements)
    {
        var rows = measurements.Where(row => row.Goal is not null).ToList();
        var height = (rows.Count * RowHeight) + 50;
        var svg = new StringBuilder();
        svg.AppendLine(Format($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{LabelWidth + BarWidth + 110}\" height=\"{height}\" font-family=\"sans-serif\" font-size=\"11\">"));
        svg.AppendLine("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>");
        svg.AppendLine(Format($"<text x=\"10\" y=\"20\" font-size=\"13\" font-weight=\"bold\">Measured against its goal (the line; bars stop at twice the goal)</text>"));
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i];
            var y = 35 + (i * RowHeight);
            var length = Math.Clamp(row.Median / row.Goal!.Value, 0.01, 2) * BarWidth / 2;
            var name = System.Security.SecurityElement.Escape(row.Case.Replace("`", "", StringComparison.Ordinal));
            svg.AppendLine(Format($"<text x=\"{LabelWidth - 8}\" y=\"{y + 16}\" text-anchor=\"end\">{name}</text>"));
            svg.AppendLine(Format($"<rect x=\"{LabelWidth}\" y=\"{y + 4}\" width=\"{length:0.#}\" height=\"16\" fill=\"{(row.IsMet ? "#3a7d44" : "#c1440e")}\"/>"));
            svg.AppendLine(Format($"<text x=\"{LabelWidth + BarWidth + 8}\" y=\"{y + 16}\">{row.MedianText} ({row.GoalText})</text>"));
        }

        svg.AppendLine(Format($"<line x1=\"{LabelWidth + (BarWidth / 2)}\" x2=\"{LabelWidth + (BarWidth / 2)}\" y1=\"30\" y2=\"{height - 10}\" stroke=\"black\" stroke-dasharray=\"3\"/>"));
        svg.AppendLine("</svg>");
        return svg.ToString();
    }

    /// <summary>Puts the table into the README, between its two marks.</summary>
    public static void IntoReadme(string path, string table)
    {
        const string Begin = "<!-- benchmarks: begin -->";
        const string End = "<!-- benchmarks: end -->";
        var readme = File.ReadAllText(path);
        var from = readme.IndexOf(Begin, StringComparison.Ordinal);
        var to = readme.IndexOf(End, StringComparison.Ordinal);
        if (from < 0 || to < from)
        {
            throw new InvalidDataException($"{path} does not say with {Begin} and {End} where the table belongs.");
        }

        File.WriteAllText(path, $"{readme[..(from + Begin.Length)]}\n\n{table}\n{readme[to..]}");
    }

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Processor() => File.Exists("/proc/cpuinfo")
        ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "an unnamed processor"
        : RuntimeInformation.ProcessArchitecture.ToString();
}
