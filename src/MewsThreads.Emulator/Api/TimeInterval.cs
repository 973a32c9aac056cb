using System.Text.Json;
using MewsThreads.Emulator.Storage;
using MewsThreads.Emulator.Worlds;

namespace MewsThreads.Emulator.Api;

/// <summary>A time interval of a request, checked.</summary>
/// <param name="Start">Its start, in UTC.</param>
/// <param name="End">Its end, in UTC, not before the start.</param>
internal readonly record struct TimeInterval(DateTimeOffset Start, DateTimeOffset End)
{
    /// <summary>How long most filters may be, in months.</summary>
    public const int Usual = 3;

    /// <summary>An interval of at most some months; <see langword="null"/> when absent or null.</summary>
    /// <param name="owner">The object that has it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="world">Whether "3 months" means that and not a day more, and what an end of null means.</param>
    /// <param name="months">How many.</param>
    public static TimeInterval? ReadOptional(JsonElement owner, string name, World world, int months = Usual)
    {
        if (Fields.OptionalObject(owner, name) is not { } value)
        {
            return null;
        }

        var (start, end) = (Fields.OptionalInstant(value, "StartUtc"), Fields.OptionalInstant(value, "EndUtc"));
        if (world.NullEnds == NullEnds.Reject && (start is null || end is null))
        {
            throw ApiError.Required(start is null ? "StartUtc" : "EndUtc");
        }
        var interval = new TimeInterval(start ?? DateTimeOffset.MinValue, end ?? DateTimeOffset.MaxValue);
        if (interval.End < interval.Start)
        {
            throw ApiError.Backwards(name);
        }
        if (start is not null && end is not null && !interval.IsWithin(months, days: world.StrictMonths ? 0 : 1))
        {
            throw ApiError.TooLong(months, world.StrictMonths);
        }
        return interval;
    }

    /// <summary>The stored ticks in the interval. Equal ends mean "equal to" under either rule.</summary>
    public TickRange Ticks(World world)
    {
        var last = world.Intervals == IntervalRule.HalfOpen && Start != End ? End.Ticks - 1 : End.Ticks;
        if (world.ComparedTimes == ComparedTimes.AsStored)
        {
            return new TickRange(Start.Ticks, last);
        }
        // What is stored from one printed time to the next is printed as the first.
        var unit = TimeSpan.TicksPerSecond / (long)Math.Pow(10, world.TimestampDigits);
        return new TickRange(
            (Start.Ticks + unit - 1) / unit * unit,
            Math.Min(last / unit * unit + unit - 1, DateTimeOffset.MaxValue.Ticks));
    }

    public LoggedInterval ForLog() => new(Start, End);

    // Where days are lost to a short month, counting back from the end allows more than counting on from the start; so whatever
    // passes here passes under both readings of "3 months". At the end of the calendar the sum would overflow.
    private bool IsWithin(int months, int days) =>
        Start > DateTimeOffset.MaxValue.AddMonths(-months - 1) || Start.AddMonths(months).AddDays(days) >= End;
}
