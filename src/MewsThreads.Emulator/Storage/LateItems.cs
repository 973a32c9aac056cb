using MewsThreads.Emulator.Worlds;

namespace MewsThreads.Emulator.Storage;

/// <summary>New threads and messages that <c>getAll</c> does not find yet, as behind a replica that lags. Thread-safe.</summary>
internal sealed class LateItems(EmulatorClock clock)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, DateTimeOffset> _visibleFrom = [];

    /// <summary>Hides what was written just now for as long as the world says.</summary>
    public void Add(Guid id, World world)
    {
        if (world.VisibleAfterSeconds == 0)
        {
            return;
        }
        lock (_lock)
        {
            _visibleFrom[id] = clock.SteadyUtcNow.AddSeconds(world.VisibleAfterSeconds);
        }
    }

    /// <summary>What is hidden now.</summary>
    public IReadOnlySet<Guid> Hidden()
    {
        lock (_lock)
        {
            var now = clock.SteadyUtcNow;
            foreach (var id in _visibleFrom.Where(item => item.Value <= now).Select(item => item.Key).ToList())
            {
                _visibleFrom.Remove(id);
            }
            return _visibleFrom.Keys.ToHashSet();
        }
    }
}
