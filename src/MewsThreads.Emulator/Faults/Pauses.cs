namespace MewsThreads.Emulator.Faults;

/// <summary>Waits by the emulator's clock, and no longer than there is someone to wait for.</summary>
/// <param name="clock">Whose timers end a wait.</param>
/// <param name="stopping">Cancelled when the emulator stops.</param>
internal sealed class Pauses(TimeProvider clock, CancellationToken stopping)
{
    public async Task WaitAsync(TimeSpan duration, CancellationToken clientGone)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(clientGone, stopping);
        await Task.Delay(duration, clock, end.Token).ConfigureAwait(false);
    }
}
