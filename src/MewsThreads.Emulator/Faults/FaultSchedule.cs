namespace MewsThreads.Emulator.Faults;

/// <summary>
/// The faults of an emulator; empty at first. A request meets the first one in the order of the schedule that happens to it, and every
/// one that changes threads or the clock. Whether one happens depends on nothing but the seed, its place in the schedule and how many
/// requests it matched before, so the same requests in the same order meet the same faults. Thread-safe.
/// </summary>
public sealed class FaultSchedule
{
    private readonly Lock _lock = new();
    private volatile Slot[] _slots = [];
    private volatile int _seed = 1;

    internal FaultSchedule()
    {
    }

    /// <summary>
    /// What <see cref="Fault.Probability"/> and everything else that is left to chance follows. Setting it leaves the counters alone.
    /// </summary>
    public int Seed
    {
        get => _seed;
        set => _seed = value;
    }

    internal bool IsEmpty => _slots.Length == 0;

    /// <summary>Adds faults to the end of the schedule, all or, when one of them makes no sense, none.</summary>
    /// <param name="faults">The faults.</param>
    /// <exception cref="ArgumentException">A property of a fault is out of range; the message names it.</exception>
    public void Add(params IEnumerable<Fault> faults) => Add(faults, seed: null);

    /// <summary>Adds faults to the schedule, or, when one of them makes no sense, leaves it as it is.</summary>
    /// <param name="faults">The faults, behind those that are there.</param>
    /// <param name="seed">The seed from now on; by default as it was.</param>
    /// <exception cref="ArgumentException">A property of a fault is out of range; the message names it.</exception>
    public void Add(IEnumerable<Fault> faults, int? seed) => Arrange(faults, seed, isAdded: true);

    /// <summary>Replaces the schedule, or, when one of the faults makes no sense, leaves it as it is.</summary>
    /// <param name="faults">The faults from now on.</param>
    /// <param name="seed">The seed from now on; by default as it was.</param>
    /// <exception cref="ArgumentException">A property of a fault is out of range; the message names it.</exception>
    public void Set(IEnumerable<Fault> faults, int? seed = null) => Arrange(faults, seed, isAdded: false);

    /// <summary>Empties the schedule; the seed stays.</summary>
    public void Clear() => Set([]);

    /// <summary>Begins anew with the faults there are: every counter at 0, as if they had just been added.</summary>
    /// <param name="seed">The seed from now on.</param>
    public void Reset(int seed)
    {
        lock (_lock)
        {
            _seed = seed;
            _slots = [.. _slots.Select(slot => new Slot(slot.Fault, slot.Index))];
        }
    }

    /// <summary>The faults in order, each with what came of it so far.</summary>
    /// <returns>A copy that later requests do not change.</returns>
    public IReadOnlyList<ScheduledFault> Snapshot()
    {
        lock (_lock)
        {
            return [.. _slots.Select(slot => new ScheduledFault(slot.Fault, slot.Matched, slot.Happened))];
        }
    }

    /// <summary>What happens to a request.</summary>
    internal FaultPlan Decide(FaultTarget target)
    {
        lock (_lock)
        {
            Happening? winner = null;
            List<Happening> changes = [];
            foreach (var slot in _slots)
            {
                if (!target.Matches(slot.Fault))
                {
                    continue;
                }
                // Counted and drawn for whether or not it is its turn: so a fault does not depend on those before it.
                var number = slot.Matched++;
                var isItsTurn = winner is null || slot.Fault.IsChange;
                if (!isItsTurn
                    || number < slot.Fault.Skip
                    || slot.Happened >= slot.Fault.Times
                    || Chance.Draw(_seed, slot.Index, number) >= slot.Fault.Probability)
                {
                    continue;
                }

                slot.Happened++;
                var happening = new Happening(slot.Fault, Chance.Random(_seed, slot.Index, number), () => Withdraw(slot));
                if (slot.Fault.IsChange)
                {
                    changes.Add(happening);
                }
                else
                {
                    winner = happening;
                }
            }
            return new FaultPlan(winner, changes);
        }
    }

    private void Arrange(IEnumerable<Fault> faults, int? seed, bool isAdded)
    {
        Fault[] given = [.. faults];
        Array.ForEach(given, fault => fault.Validate());
        lock (_lock)
        {
            Slot[] kept = isAdded ? _slots : [];
            _slots = [.. kept, .. given.Select((fault, i) => new Slot(fault, kept.Length + i))];
            _seed = seed ?? _seed;
        }
    }

    private void Withdraw(Slot slot)
    {
        lock (_lock)
        {
            slot.Happened--;
        }
    }

    private sealed record Slot(Fault Fault, int Index)
    {
        public int Matched { get; set; }

        public int Happened { get; set; }
    }
}

/// <summary>A fault and what came of it so far.</summary>
/// <param name="Fault">The fault.</param>
/// <param name="Matched">How many requests it matched, those it left alone included.</param>
/// <param name="Happened">To how many of them it happened.</param>
public sealed record ScheduledFault(Fault Fault, int Matched, int Happened);

/// <summary>What happens to one request.</summary>
/// <param name="Winner">The one fault that decides the response, if any.</param>
/// <param name="Changes">What changes threads before.</param>
internal sealed record FaultPlan(Happening? Winner, IReadOnlyList<Happening> Changes);

/// <summary>A fault that is about to happen.</summary>
/// <param name="Fault">The fault.</param>
/// <param name="Random">Whatever it leaves to chance comes from here.</param>
/// <param name="Withdraw">Says that it could not happen after all, so that it does not count.</param>
internal sealed record Happening(Fault Fault, Random Random, Action Withdraw);

/// <summary>
/// Chance without a state: a hash of the seed, the place of a fault and the number of a request. Requests at once cannot mix up a
/// sequence that is not there.
/// </summary>
internal static class Chance
{
    /// <summary>At least 0, less than 1.</summary>
    public static double Draw(int seed, int index, int number) => (Hash(seed, index, number) >> 11) * (1.0 / (1UL << 53));

    /// <summary>For everything beyond the first draw.</summary>
    public static Random Random(int seed, int index, int number) => new((int)Hash(~seed, index, number));

    private static ulong Hash(int seed, int index, int number) => Mix(Mix(Mix((uint)seed) + (uint)index) + (uint)number);

    // SplitMix64.
    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
