using MewsThreads.Emulator.Api;

namespace MewsThreads.Emulator.Faults;

/// <summary>Answers requests as the schedule has it: through the operation, instead of it, or with what is left of its answer.</summary>
internal sealed class FaultInjector(FaultSchedule schedule, ThreadChanges changes, OffsetClock clock, Pauses pauses)
{
    /// <summary>Whether there is nothing to inject, so that <see cref="AnswerAsync"/> need not be called.</summary>
    public bool IsIdle => schedule.IsEmpty;

    /// <summary>Answers one request.</summary>
    /// <param name="target">The request.</param>
    /// <param name="entry">Its place in the log.</param>
    /// <param name="carryOut">Carries it out, or throws what is wrong with it.</param>
    /// <param name="ct">Cancelled when the client has gone.</param>
    public async Task<ApiResponse> AnswerAsync(FaultTarget target, RequestLog.Entry entry, Func<ApiResponse> carryOut, CancellationToken ct)
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

        ApiResponse answer;
        try
        {
            answer = carryOut();
        }
        catch (ApiException)
        {
            winner.Withdraw();
            throw;
        }
        var spoiled = Substitute.Replaces(fault.Kind) ? Substitute.For(fault, entry.Request, clock) : Spoiled.From(answer, winner, target);
        if (spoiled is null)
        {
            winner.Withdraw();
            return answer;
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
