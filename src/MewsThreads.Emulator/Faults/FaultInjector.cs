using MewsThreads.Emulator.Api;

namespace MewsThreads.Emulator.Faults;

/// <summary>Responds to requests as the schedule says: by the operation, instead of it, or with what is left of its response.</summary>
internal sealed class FaultInjector(FaultSchedule schedule, ThreadChanges changes, EmulatorClock clock, Pauses pauses)
{
    /// <summary>Whether there is nothing to inject, so that <see cref="RespondAsync"/> need not be called.</summary>
    public bool IsIdle => schedule.IsEmpty;

    /// <summary>Responds to one request.</summary>
    /// <param name="target">The request.</param>
    /// <param name="entry">Its place in the log.</param>
    /// <param name="carryOut">Carries it out, or throws what is wrong with it.</param>
    /// <param name="ct">Cancelled when the client has gone.</param>
    public async Task<EmulatorResponse> RespondAsync(
        FaultTarget target, RequestLog.Entry entry, Func<EmulatorResponse> carryOut, CancellationToken ct)
    {
        var plan = schedule.Decide(target);
        foreach (var change in plan.Changes)
        {
            changes.Apply(change, target.Scope);
            Log(entry, change.Fault.Kind);
        }
        if (plan.Winner is not { Fault: var fault } winner)
        {
            return carryOut();
        }
        if (Substitute.Replaces(fault.Kind) && !target.IsProcessed(fault))
        {
            Log(entry, fault.Kind);
            return Substitute.For(fault, entry.Request, clock);
        }

        EmulatorResponse response;
        try
        {
            response = carryOut();
        }
        catch (ApiError)
        {
            winner.Withdraw();
            throw;
        }
        var spoiled = Substitute.Replaces(fault.Kind)
            ? Substitute.For(fault, entry.Request, clock)
            : SpoiledResponse.From(response, winner, target);
        if (spoiled is null)
        {
            winner.Withdraw();
            return response;
        }
        Log(entry, fault.Kind);
        if (fault.Kind == FaultKind.SlowAnswer)
        {
            await pauses.WaitAsync(TimeSpan.FromSeconds(fault.Seconds), ct).ConfigureAwait(false);
        }
        return spoiled;
    }

    private static void Log(RequestLog.Entry entry, FaultKind kind) => entry.Request = entry.Request with { Fault = kind };
}

/// <summary>Waits by the emulator's clock, and no longer than there is someone to wait for.</summary>
/// <param name="clock">Whose timers end a wait.</param>
/// <param name="stopping">Cancelled when the emulator stops.</param>
internal sealed class Pauses(EmulatorClock clock, CancellationToken stopping)
{
    public async Task WaitAsync(TimeSpan duration, CancellationToken clientGone)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(clientGone, stopping);
        await clock.DelayAsync(duration, end.Token).ConfigureAwait(false);
    }
}
