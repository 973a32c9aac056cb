using System.Globalization;

namespace MewsThreads.Benchmarks;

/// <summary>Peers take turns, round by round, so that whatever else the machine does meets all of them.</summary>
internal static class Rounds
{
    /// <summary>What each peer returns, in each round.</summary>
    public static T[][] Of<T>(int count, params Func<T>[] peers)
    {
        var results = peers.Select(_ => new T[count]).ToArray();
        for (var round = 0; round < count; round++)
        {
            for (var peer = 0; peer < peers.Length; peer++)
            {
                results[peer][round] = peers[peer]();
            }
        }

        return results;
    }

    public static double[] Ratio(IEnumerable<double> of, IEnumerable<double> over) => [.. of.Zip(over, (one, other) => one / other)];

    public static double Median(IReadOnlyCollection<double> values) => values.Order().ElementAt(values.Count / 2);

    public static string Milliseconds(IReadOnlyCollection<double> times) => string.Create(CultureInfo.InvariantCulture, $"{Median(times):#,0} ms");
}
