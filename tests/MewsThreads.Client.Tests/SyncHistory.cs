
namespace MewsThreads.Client.Tests;

/// <summary>What happens in Mews between the runs of a sync, at random.</summary>
internal sealed class SyncHistory(SyncFixture fixture, Random random)
{
    private static readonly string[] Subjects = ["Late check-in", "a,b", "say \"hi\"", "two\r\nlines", " spaced ", "Frühstück 🍳", "\"", "\n"];

    private readonly ThreadStore _store = fixture.Emulator.Store;

    // The latest time from which a run that comes now may go on, and the earliest that Mews has given since to what that run has to find.
    private DateTimeOffset _goneOnFrom = DateTimeOffset.MinValue;
    private DateTimeOffset _earliestDate = DateTimeOffset.MaxValue;

    /// <summary>What was there before the first run.</summary>
    public void Begin()
    {
        // What the history before it did to the limit of the token is over.
        fixture.Time.Pass(TimeSpan.FromMinutes(1));
        fixture.Emulator.Faults.Clear();
        fixture.Emulator.Requests.Clear();
        _store.Clear();
        _store.Insert(Enumerable.Range(0, random.Next(30)).Select(_ =>
        {
            var created = fixture.ServerNow.AddSeconds(-random.Next(1, 50 * 86_400));
            return Thread(created, created + ((fixture.ServerNow - created) * random.NextDouble()));
        }).ToList());
    }

    /// <summary>Time passes, threads come and change; none of it is visible later than so long after it happened.</summary>
    public void GoOn(TimeSpan latest)
    {
        _earliestDate = Min(_earliestDate, fixture.ServerNow);
        for (var changes = random.Next(6); changes > 0; changes--)
        {
            fixture.Time.Pass(TimeSpan.FromMilliseconds(random.Next(random.Next(2) == 0 ? 3_000 : 600_000)));
            var happened = random.Next(2) == 0 ? fixture.ServerNow : fixture.ServerNow - (latest * random.NextDouble());
            var threads = _store.All();
            if (threads.Count == 0 || random.Next(2) == 0)
            {
                _store.Insert([Thread(happened, happened)]);
            }
            else
            {
                var thread = threads[random.Next(threads.Count)];
                _store.Update(
                    thread.Id, fixture.Emulator.World.Stored(thread.UpdatedUtc > happened ? fixture.ServerNow : happened), !thread.IsResolved);
            }
        }
    }

    /// <summary>The clock of Mews is set between two runs.</summary>
    public void SetClock()
    {
        // What is visible late must not be dated hours ago by the time that it is: no look-back reaches so far.
        fixture.Time.Pass(Late);
        fixture.Emulator.ClockOffset = SomeOffset();
        _earliestDate = Min(_earliestDate, fixture.ServerNow);
    }

    /// <summary>The clock of Mews is set during a run, or is not.</summary>
    public IEnumerable<Fault> SettingOfClock()
    {
        var seconds = (int)(SomeOffset() - fixture.Emulator.ClockOffset).TotalSeconds;
        if (random.Next(3) == 0 && (seconds < 0 || Late == TimeSpan.Zero))
        {
            // Once, since a clock that is set back and forward while no response comes can be noticed by nobody.
            yield return new Fault
            {
                Kind = FaultKind.ClockJump,
                Operation = "messageThreads/getAll",
                Skip = random.Next(4),
                Times = 1,
                Seconds = seconds,
            };
        }
    }

    /// <summary>
    /// Before a run: a clock that was set back, dated changes, and was set forward again is set back once more. No run could know of
    /// them otherwise, as the help of the command says.
    /// </summary>
    public DateTimeOffset Start()
    {
        if (_earliestDate < _goneOnFrom && fixture.ServerNow > _earliestDate - Margin)
        {
            fixture.Emulator.ClockOffset -= fixture.ServerNow - _earliestDate + Margin;
        }

        return fixture.ServerNow;
    }

    /// <summary>After a run, which has or has not completed.</summary>
    public void End(DateTimeOffset started, bool isCompleted)
    {
        var earliest = Min(started, fixture.ServerNow);
        _goneOnFrom = isCompleted || earliest > _goneOnFrom ? earliest : _goneOnFrom;
        _earliestDate = isCompleted ? DateTimeOffset.MaxValue : Min(_earliestDate, earliest);
    }

    // Within hours of the time, however often it is set.
    private TimeSpan SomeOffset() => TimeSpan.FromHours(4) * ((2 * random.NextDouble()) - 1);

    // More than all that a run may wait before it looks at the clock.
    private static TimeSpan Margin => TimeSpan.FromHours(2);

    private TimeSpan Late => TimeSpan.FromSeconds(fixture.Emulator.World.VisibleAfterSeconds);

    private static DateTimeOffset Min(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private StoredThread Thread(DateTimeOffset created, DateTimeOffset updated) => new()
    {
        Id = ThreadStore.NewId(created, random),
        OriginalSender = "Guest",
        Subject = Subjects[random.Next(Subjects.Length)],
        CreatedUtc = fixture.Emulator.World.Stored(created),
        UpdatedUtc = fixture.Emulator.World.Stored(updated),
        IsResolved = random.Next(2) == 0,
    };
}
