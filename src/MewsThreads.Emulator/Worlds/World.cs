namespace MewsThreads.Emulator.Worlds;

/// <summary>
/// One answer to every question about the API that its documentation leaves open, or answers in two ways. A client must be right in
/// every world. Immutable; <see cref="EmulatorHost.World"/> can be changed between two requests.
/// </summary>
public sealed record World
{
    /// <summary>The friendliest world, and the default.</summary>
    public static World Kind { get; } = new();

    /// <summary>The world that is hardest on a client.</summary>
    public static World Strict { get; } = new()
    {
        Intervals = IntervalRule.Inclusive,
        StrictMonths = true,
        NullEnds = NullEnds.Reject,
        UpdatedSort = UpdatedSort.Updated,
        GoneCursor = GoneCursor.Reject,
        UnknownIds = UnknownIds.Reject,
        RetryAfter = RetryAfterStyle.None,
        TimestampDigits = 0,
        StoredTimes = StoredTimes.WholeSeconds,
        ComparedTimes = ComparedTimes.AsPrinted,
        MessageUpdatesThread = false,
        MessageReopensThread = true,
        BadMessages = BadMessages.WriteOthers,
        AnswerOrder = AnswerOrder.Reversed,
        SameInstant = SameInstant.Any,
        PortfolioAdd = PortfolioAdd.Reject,
        UnknownCustomer = UnknownCustomer.Reject,
        UnknownProperties = UnknownProperties.Reject,
        ClientVersion = ClientVersion.Required,
        Addresses = Addresses.Exact,
        SenderForm = SenderForm.AsText,
        Refusals = Refusals.AfterWriting,
        VisibleAfterSeconds = 5,
    };

    /// <summary>How the end of a time interval counts.</summary>
    [Switch("Whether the end of an interval is outside or inside.")]
    public IntervalRule Intervals { get; init; }

    /// <summary>
    /// Enforces the bare documented "3 months", for messages "1 month", whichever end they are counted from. Off, an interval may be a
    /// day longer, which is what the recorded message "The interval must not exceed 3M1D." says.
    /// </summary>
    [Switch("Allow intervals of 3 months (messages: 1), not of a day more.")]
    public bool StrictMonths { get; init; }

    /// <summary>What becomes of an interval with an end that is null.</summary>
    [Switch("What to do with an interval that has an end of null.")]
    public NullEnds NullEnds { get; init; }

    /// <summary>The sort key of a request that filters by <c>UpdatedUtc</c>.</summary>
    [Switch("Sort key under an UpdatedUtc filter.")]
    public UpdatedSort UpdatedSort { get; init; }

    /// <summary>What becomes of a cursor to a thread or message that has gone.</summary>
    [Switch("What to do with a cursor to a thread or message that has gone.")]
    public GoneCursor GoneCursor { get; init; }

    /// <summary>What becomes of an id that names no visible thread.</summary>
    [Switch("What to do with an id that names no visible thread.")]
    public UnknownIds UnknownIds { get; init; }

    /// <summary>The form of <c>Retry-After</c> on a 429.</summary>
    [Switch("Form of Retry-After on a 429.")]
    public RetryAfterStyle RetryAfter { get; init; }

    /// <summary>Fractional digits of printed timestamps, 0 to 7, cut off (never rounded) from what is stored.</summary>
    [Switch("Fractional digits of printed timestamps.", 0, 3, 7)]
    public int TimestampDigits { get; init; }

    /// <summary>How finely times are stored.</summary>
    [Switch("How finely times are stored.")]
    public StoredTimes StoredTimes { get; init; }

    /// <summary>Which time an interval is compared with.</summary>
    [Switch("Which time an interval is compared with.")]
    public ComparedTimes ComparedTimes { get; init; }

    /// <summary>Whether a new message moves the <c>UpdatedUtc</c> of its thread.</summary>
    [Switch("Whether a new message moves the UpdatedUtc of its thread.")]
    public bool MessageUpdatesThread { get; init; } = true;

    /// <summary>Whether a new message reopens a resolved thread, which then is updated in any case.</summary>
    [Switch("Whether a new message reopens a resolved thread.")]
    public bool MessageReopensThread { get; init; }

    /// <summary>What becomes of a batch in which some messages cannot be written.</summary>
    [Switch("What messages/add does if some messages name a thread that is not visible.")]
    public BadMessages BadMessages { get; init; }

    /// <summary>The order in which <c>messages/add</c> returns the messages.</summary>
    [Switch("Order in which messages/add returns the messages.")]
    public AnswerOrder AnswerOrder { get; init; }

    /// <summary>The order in which a page lists messages of the same instant.</summary>
    [Switch("Order of messages of the same instant.")]
    public SameInstant SameInstant { get; init; }

    /// <summary>What <c>add</c> does with a portfolio token.</summary>
    [Switch("What messageThreads/add and messages/add do with a portfolio token.")]
    public PortfolioAdd PortfolioAdd { get; init; }

    /// <summary>What becomes of a <c>CustomerId</c> that names no customer.</summary>
    [Switch("What to do with a CustomerId that names no customer.")]
    public UnknownCustomer UnknownCustomer { get; init; }

    /// <summary>What becomes of a property that the operation does not have.</summary>
    [Switch("What to do with a property that the operation does not have.")]
    public UnknownProperties UnknownProperties { get; init; }

    /// <summary>Whether a <c>Client</c> text must end with a version.</summary>
    [Switch("Whether a Client text must end with a version.")]
    public ClientVersion ClientVersion { get; init; }

    /// <summary>How exactly an address must match.</summary>
    [Switch("Whether letter case and a trailing slash of an address matter.")]
    public Addresses Addresses { get; init; }

    /// <summary>The form of the <c>Sender</c> of a message.</summary>
    [Switch("Form of the Sender of a message.")]
    public SenderForm SenderForm { get; init; }

    /// <summary>When a call of <c>add</c> is answered with 429 or 5xx.</summary>
    [Switch("Whether a 429 or 5xx on add comes before or after the writing.")]
    public Refusals Refusals { get; init; }

    /// <summary>
    /// How long a new thread or message takes to be found by <c>getAll</c>, by <see cref="EmulatorOptions.Clock"/>. What is put into the
    /// store directly is visible at once.
    /// </summary>
    [Switch("Seconds until a new thread or message is found by getAll.", 0, 2, 30, 240)]
    public int VisibleAfterSeconds { get; init; }

    /// <summary>A world in which each answer is drawn by itself.</summary>
    /// <param name="seed">The same seed gives the same world.</param>
    /// <returns>The world.</returns>
    public static World Random(int seed) => WorldSwitch.Draw(new Random(seed));

    /// <summary>A time as this world stores it.</summary>
    /// <param name="instant">The time.</param>
    /// <returns>The time, in UTC, cut to whole seconds if they are all that is stored.</returns>
    public DateTimeOffset Stored(DateTimeOffset instant)
    {
        var utc = instant.ToUniversalTime();
        return StoredTimes == StoredTimes.Exact ? utc : utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerSecond));
    }

    /// <summary>What differs from <see cref="Kind"/>, as options of the command line; "kind" if nothing does.</summary>
    /// <returns>Text to repeat this world with.</returns>
    public override string ToString()
    {
        var differences = WorldSwitch.All.Where(s => !Equals(s.Get(this), s.Get(Kind))).Select(s => $"{s.Name} {s.Word(this)}").ToList();
        return differences.Count == 0 ? "kind" : string.Join(' ', differences);
    }

    internal void Validate()
    {
        foreach (var option in WorldSwitch.All)
        {
            option.Check(option.Get(this));
        }
    }
}

/// <summary>The world as it is now, with the clock that dates what is written in it.</summary>
internal sealed class LiveWorld(World world, EmulatorClock clock)
{
    private volatile World _world = world;

    public EmulatorClock Clock => clock;

    public World World
    {
        get => _world;
        set
        {
            value.Validate();
            _world = value;
        }
    }

    /// <summary>The time at which something that is written now is dated.</summary>
    public DateTimeOffset Now => World.Stored(clock.UtcNow);
}
