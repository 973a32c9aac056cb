namespace MewsThreads.Emulator.Faults;

/// <summary>What happens to one request.</summary>
/// <param name="Winner">The one fault that decides the answer, if any.</param>
/// <param name="Changes">What changes threads before.</param>
internal sealed record FaultPlan(Happening? Winner, IReadOnlyList<Happening> Changes);

/// <summary>A fault that is about to happen.</summary>
/// <param name="Fault">The fault.</param>
/// <param name="Random">Whatever it leaves to chance comes from here.</param>
/// <param name="Withdraw">Says that it could not happen after all, so that it does not count.</param>
internal sealed record Happening(Fault Fault, Random Random, Action Withdraw);
