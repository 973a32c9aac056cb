using MewsThreads.Emulator.Control;

namespace MewsThreads.Emulator.Worlds;

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
