using System.Globalization;

namespace MewsThreads.Benchmarks;

/// <summary>A row of the table.</summary>
/// <param name="Case">What is measured, and against what.</param>
/// <param name="Goal">The most that is good, or the least where <paramref name="MoreIsBetter"/>; null where there is none.</param>
/// <param name="MoreIsBetter">Whether the value is better the larger it is.</param>
/// <param name="Unit">What the values are in.</param>
/// <param name="Values">One value a round.</param>
/// <param name="Remark">What else is to be known.</param>
internal sealed record Measurement(string Case, double? Goal, bool MoreIsBetter, string Unit, IReadOnlyList<double> Values, string Remark)
{
    public double Median => Rounds.Median(Values);

    public bool IsMet => Goal is not { } goal || (MoreIsBetter ? Median >= goal : Median <= goal);

    public string GoalText => Goal is { } goal ? $"{(MoreIsBetter ? "≥" : "≤")} {Number(goal)} {Unit}" : "";

    public string MedianText => $"{Number(Median)} {Unit}";

    public string SpreadText => $"{Number(Values.Min())} … {Number(Values.Max())}";

    public string MetText => Goal is null ? "" : IsMet ? "yes" : "**no**";

    private static string Number(double value) => value.ToString(value < 100 ? "0.##" : "0", CultureInfo.InvariantCulture);
}
