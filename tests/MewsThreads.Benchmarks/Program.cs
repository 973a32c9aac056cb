using System.Globalization;
using System.Text.Json;
using MewsThreads.Benchmarks;

switch (args)
{
    case [PageServer.Role]:
        await PageServer.ServeAsync();
        return 0;
    case [StreamRun.Role, var address, var name]:
        StreamRun.TimeStream(new Uri(address), name);
        return 0;
    case [FileMergeRun.Role, var extension, var times]:
        Console.WriteLine(JsonSerializer.Serialize(FileMergeRun.Of(extension, int.Parse(times, CultureInfo.InvariantCulture))));
        return 0;
}

var rounds = 5;
var chosen = new List<string>();
for (var at = 0; at < args.Length; at++)
{
    if (args[at] == "--rounds" && at + 1 < args.Length && int.TryParse(args[at + 1], CultureInfo.InvariantCulture, out rounds) && rounds > 0)
    {
        at++;
    }
    else
    {
        chosen.Add(args[at]);
    }
}

using var server = PageServer.Start();
if (chosen.Except(Cases.All.Keys).Any())
{
    Console.Error.WriteLine(
        $"Usage: [--rounds N] [case …], of these cases: {string.Join(" ", Cases.All.Keys)}. Without a case, all of them run and write docs/benchmarks.* and the README.");
    return 1;
}

var measurements = new List<Measurement>();
foreach (var (name, measure) in Cases.All.Where(one => chosen.Count == 0 || chosen.Contains(one.Key)))
{
    foreach (var measurement in measure(server, rounds))
    {
        measurements.Add(measurement);
        Console.WriteLine($"{name}: {measurement.Case}: {measurement.MedianText} ({measurement.SpreadText}), goal {measurement.GoalText} {measurement.MetText} {measurement.Remark}");
    }
}

var table = Report.Table(measurements, string.Join(' ', args));
if (chosen.Count == 0)
{
    var docs = Directory.CreateDirectory(Path.Combine(Engine.Root(), "docs")).FullName;
    File.WriteAllText(Path.Combine(docs, "benchmarks.md"), Report.Page(table));
    File.WriteAllText(Path.Combine(docs, "benchmarks.svg"), Report.Chart(measurements));
    Report.IntoReadme(Path.Combine(Engine.Root(), "README.md"), table);
}

Console.WriteLine();
Console.WriteLine(table);
return 0;
