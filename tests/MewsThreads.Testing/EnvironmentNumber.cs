using System.Globalization;

namespace MewsThreads.Tests;

/// <summary>How much a test does, which seed it takes: as usual, or as an environment variable says.</summary>
internal static class EnvironmentNumber
{
    /// <param name="variable">The name of the variable; .github/workflows/nightly.yml sets the sizes for a night.</param>
    /// <param name="usual">The number where it is not set: for a size, little enough for every build.</param>
    public static int Of(string variable, int usual) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } given ? int.Parse(given, CultureInfo.InvariantCulture) : usual;
}
