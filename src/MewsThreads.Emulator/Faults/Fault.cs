using MewsThreads.Emulator.Worlds;

namespace MewsThreads.Emulator.Faults;

/// <summary>
/// What happens to requests, and to which. A fault matches requests of its <see cref="Operation"/> and, where the
/// <see cref="FaultKind"/> says so, of a certain shape; every limit here counts those.
/// </summary>
public sealed record Fault
{
    /// <summary>What happens.</summary>
    public required FaultKind Kind { get; init; }

    /// <summary>The operation it happens to, such as <c>messageThreads/getAll</c>; <see langword="null"/> for every one.</summary>
    public string? Operation { get; init; }

    /// <summary>How likely it happens to a matching request, 0 to 1. See <see cref="FaultSchedule.Seed"/>.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>How many matching requests are left alone first.</summary>
    public int Skip { get; init; }

    /// <summary>How often it happens at most; <see langword="null"/> for no limit.</summary>
    public int? Times { get; init; }

    /// <summary><see cref="FaultKind.ServerError"/>: its status, 500 to 599.</summary>
    public int Status { get; init; } = StatusCodes.Status500InternalServerError;

    /// <summary>
    /// <see cref="FaultKind.ServerError"/>, <see cref="FaultKind.TooManyRequests"/>, <see cref="FaultKind.TooHeavy"/>: what the body is.
    /// </summary>
    public FaultBody Body { get; init; }

    /// <summary>
    /// <see cref="FaultKind.TooManyRequests"/>, and <see cref="FaultKind.ServerError"/> with 503: the form of <c>Retry-After</c>.
    /// </summary>
    public RetryAfterStyle RetryAfter { get; init; }

    /// <summary>
    /// What <c>Retry-After</c> says, rounded up to whole seconds: 0, less than that (a date in the past) or any more.
    /// </summary>
    public double RetryAfterSeconds { get; init; } = 1;

    /// <summary>
    /// <see cref="FaultKind.TooManyRequests"/>, <see cref="FaultKind.TooHeavy"/>, <see cref="FaultKind.ServerError"/>,
    /// <see cref="FaultKind.Redirect"/>, <see cref="FaultKind.HtmlPage"/>: whether the operation is carried out all the same. Then a
    /// request that fails by itself gets its own error.
    /// </summary>
    public bool Processed { get; init; }

    /// <summary>
    /// <see cref="FaultKind.TooHeavy"/>: only for more items than this, that is <c>Limitation.Count</c> or, if threads are asked for
    /// and there are fewer, <c>MessageThreadIds</c>; for <c>messages/add</c>, its <c>Messages</c>. With <see cref="AboveWindow"/>, one of the two is enough.
    /// </summary>
    public int? AboveCount { get; init; }

    /// <summary>
    /// <see cref="FaultKind.TooHeavy"/>: only for an interval longer than this. Of two intervals the shorter counts, since it bounds
    /// what has to be looked at.
    /// </summary>
    public TimeSpan? AboveWindow { get; init; }

    /// <summary>
    /// <see cref="FaultKind.SlowAnswer"/>, <see cref="FaultKind.SlowBody"/>: how long, by <see cref="EmulatorOptions.Clock"/>. The
    /// wait ends early when the client goes or the emulator stops. <see cref="FaultKind.ClockJump"/>: how far, backwards if negative.
    /// </summary>
    public double Seconds { get; init; }

    /// <summary>
    /// <see cref="FaultKind.MissingField"/>: a property of the response such as <c>Cursor</c>, <c>MessageThreads</c> or <c>NowUtc</c>,
    /// or one of a thread, message or enterprise such as <c>Subject</c> or <c>Discriminator</c>, which is then missing in one of
    /// them.
    /// </summary>
    public string? Field { get; init; }

    /// <summary><see cref="FaultKind.InsertThreads"/>, <see cref="FaultKind.UpdateThreads"/>: how many.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Whether it changes threads or the clock, which goes together with any other fault.</summary>
    internal bool IsChange => Kind is FaultKind.InsertThreads or FaultKind.UpdateThreads or FaultKind.ClockJump;

    /// <summary>Throws unless it can happen.</summary>
    internal void Validate()
    {
        // What Task.Delay takes is a little more.
        const double longest = 4_000_000;
        Check(Enum.IsDefined(Kind), nameof(Kind), "is not a kind of fault");
        Check(Enum.IsDefined(Body), nameof(Body), "is not a kind of body");
        Check(Enum.IsDefined(RetryAfter), nameof(RetryAfter), "is not a form of Retry-After");
        Check(Probability is >= 0 and <= 1, nameof(Probability), "must be from 0 to 1");
        Check(Skip >= 0, nameof(Skip), "must not be negative");
        Check(Times is null or >= 0, nameof(Times), "must not be negative");
        Check(Status is >= 500 and <= 599, nameof(Status), "must be from 500 to 599");
        Check(double.IsFinite(RetryAfterSeconds), nameof(RetryAfterSeconds), "must be a number");
        Check(AboveCount is null or >= 0, nameof(AboveCount), "must not be negative");
        Check(AboveWindow is null || AboveWindow >= TimeSpan.Zero, nameof(AboveWindow), "must not be negative");
        Check(Kind == FaultKind.ClockJump || Seconds >= 0, nameof(Seconds), "must not be negative");
        Check(Math.Abs(Seconds) <= longest, nameof(Seconds), $"must not exceed {longest:0}");
        Check(Kind != FaultKind.MissingField || !string.IsNullOrEmpty(Field), nameof(Field), "is required");
        Check(Threads is >= 1 and <= 1000, nameof(Threads), "must be from 1 to 1000");
    }

    private static void Check(bool isGood, string property, string message)
    {
        if (!isGood)
        {
            throw new ArgumentException($"{property} {message}.");
        }
    }
}
