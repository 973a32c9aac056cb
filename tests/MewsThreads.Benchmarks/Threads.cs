using System.Globalization;
using System.Text;

namespace MewsThreads.Benchmarks;

/// <summary>
/// Threads as a server has them, newest first, each written once in advance: a page is a slice of these bytes, so that the server is never what is
/// measured.
/// </summary>
internal sealed class Threads
{
    /// <summary>The name of 100,000 threads of the last months.</summary>
    public const string Recent = "recent-100000-0";

    public const int RecentCount = 100_000;

    private readonly byte[] _json;
    private readonly int[] _starts;
    private readonly long[] _created;

    /// <param name="name">
    /// How they lie in time, how many there are, and how long a request takes in milliseconds, such as <c>recent-100000-0</c>; it is given as
    /// the access token.
    /// </param>
    public Threads(string name)
    {
        var parts = name.Split('-');
        var count = int.Parse(parts[1], CultureInfo.InvariantCulture);
        Delay = TimeSpan.FromMilliseconds(int.Parse(parts[2], CultureInfo.InvariantCulture));
        _created = [.. Instants(parts[0], count).OrderDescending()];
        _starts = new int[count + 1];
        using var stream = new MemoryStream(count * 230);
        for (var i = 0; i < count; i++)
        {
            var created = new DateTime(_created[i], DateTimeKind.Utc);
            stream.Write(Encoding.UTF8.GetBytes(string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"Id":"{{Id(i)}}","OriginalSender":"Guest {{i}} of Room {{i % 400}}","Subject":"Late check-in on day {{i % 365}}, please","CreatedUtc":"{{created:yyyy-MM-ddTHH:mm:ssZ}}","UpdatedUtc":"{{created.AddHours(2):yyyy-MM-ddTHH:mm:ssZ}}","IsResolved":{{(i % 3 == 0 ? "true" : "false")}}},""")));
            _starts[i + 1] = (int)stream.Length;
        }

        _json = stream.ToArray();
    }

    public static DateTime Now { get; } = new(2026, 9, 1, 0, 0, 0, DateTimeKind.Utc);

    public static DateTime Earliest { get; } = new(2022, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>How long a request takes.</summary>
    public TimeSpan Delay { get; }

    public int Count => _created.Length;

    /// <summary>The id of a thread, from which its position can be read back.</summary>
    public static Guid Id(int position) => new(position, 0x1234, 0x4567, 0x89, 0xab, 0xcd, 0xef, 0x01, 0x23, 0x45, 0x67);

    /// <summary>The position of the newest thread within a window, or of the one after a cursor.</summary>
    public int Start(DateTime end, Guid? cursor) => cursor is { } id ? BitConverter.ToInt32(id.ToByteArray()) + 1 : FirstOlderThan(end);

    /// <summary>The position after the last thread of a page.</summary>
    public int End(int start, int count, DateTime windowStart) => Math.Max(start, Math.Min(start + count, FirstOlderThan(windowStart)));

    /// <summary>The elements of an array, without its brackets.</summary>
    public ReadOnlyMemory<byte> Json(int start, int end) =>
        start == end ? default : _json.AsMemory(_starts[start], _starts[end] - _starts[start] - 1);

    private static IEnumerable<long> Instants(string spread, int count)
    {
        var random = new Random(7);
        long In(DateTime from, DateTime to) => from.Ticks + (long)(random.NextDouble() * (to - from).Ticks);
        var month = new DateTime(2024, 4, 1, 0, 0, 0, DateTimeKind.Utc);
        return Enumerable.Range(0, count).Select(i => spread switch
        {
            "recent" => Now.AddDays(-80 * (i + 0.5) / count).Ticks,
            "even" => In(Earliest, Now),
            _ => i % 10 == 0 ? In(Earliest, Now) : In(month, month.AddMonths(1)),
        }).Select(ticks => ticks - (ticks % TimeSpan.TicksPerSecond));
    }

    private int FirstOlderThan(DateTime end)
    {
        var (from, to) = (0, _created.Length);
        while (from < to)
        {
            var middle = (from + to) / 2;
            (from, to) = _created[middle] < end.Ticks ? (from, middle) : (middle + 1, to);
        }

        return from;
    }
}
