using System.Collections.Concurrent;
using MewsThreads.Emulator.Worlds;

namespace MewsThreads.Emulator.Storage;

/// <summary>New threads and messages that <c>getAll</c> does not find yet, as behind a replica that lags. Thread-safe.</summary>
internal sealed class LateItems(EmulatorClock clock)
{
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _visibleFrom = new();

    /// <summary>Hides what was written just now for as long as the world says.</summary>
    public void Add(Guid id, World world)
    {
        if (world.VisibleAfterSeconds > 0)
        {
            _visibleFrom[id] = clock.SteadyUtcNow.AddSeconds(world.VisibleAfterSeconds);
        }
    }

    /// <summary>What is hidden now.</summary>
    public IReadOnlySet<Guid> Hidden()
    {
        var now = clock.SteadyUtcNow;
        foreach (var (id, _) in _visibleFrom.Where(item => item.Value <= now))
        {
            _visibleFrom.TryRemove(id, out _);
        }
        return _visibleFrom.Keys.ToHashSet();
    }
}
