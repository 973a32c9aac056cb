namespace MewsThreads.Tests;

/// <summary>
/// The seeds of random cases. A run takes one after the other from a random one on. A case that failed names its seed and its time; given in an
/// environment variable, they repeat this case alone, at the same time of its calendar.
/// </summary>
internal sealed class CaseSeeds
{
    private readonly string _variable;
    private readonly int? _seed;

    /// <param name="variable">The name of the variable.</param>
    public CaseSeeds(string variable)
    {
        _variable = variable;
        if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } given)
        {
            var parts = given.Split('@');
            _seed = int.Parse(parts[0], null);
            Began = parts.Length > 1 ? new DateTimeOffset(long.Parse(parts[1], null), TimeSpan.Zero) : null;
        }
    }

    /// <summary>Whether one case is repeated.</summary>
    public bool AreRepeated => _seed is not null;

    /// <summary>When the repeated case began; null if it was not given, and for a run of new cases.</summary>
    public DateTimeOffset? Began { get; }

    /// <summary>The seeds of so many cases, or the one that is repeated.</summary>
    public IReadOnlyList<int> Take(int cases)
    {
        var first = _seed ?? Random.Shared.Next(1_000_000) * 1000;
        TestContext.Current.TestOutputHelper!.WriteLine($"Seeds from {first}");
        return [.. Enumerable.Range(first, AreRepeated ? 1 : cases)];
    }

    /// <summary>What a case that failed says of itself.</summary>
    public string ToRepeat(int seed, DateTimeOffset began) => $"{_variable}={seed}@{began.UtcTicks} repeats it";
}
