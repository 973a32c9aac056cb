using MewsThreads.Emulator.Api;

namespace MewsThreads.Emulator.Faults;

/// <summary>Answers of operations as faults leave them.</summary>
internal static class Spoiled
{
    /// <summary>What is left of an answer; <see langword="null"/> when there is nothing in it that could be spoiled that way.</summary>
    public static ApiResponse? From(ApiResponse answer, Happening happening, FaultTarget target)
    {
        var fault = happening.Fault;
        return fault.Kind switch
        {
            FaultKind.LostAnswer => answer with { Delivery = Delivery.Reset },
            FaultKind.SlowAnswer => answer,
            FaultKind.ClosedAfter => answer with { Delivery = Delivery.WholeThenClosed },
            // Everything else is about a body.
            _ when answer.Body is null => null,
            FaultKind.TruncatedBody => answer with { Delivery = Delivery.Half },
            FaultKind.SlowBody => answer with { Delivery = Delivery.InHalves, Pause = TimeSpan.FromSeconds(fault.Seconds) },
            FaultKind.MalformedJson => WithBody(answer, BodyDamage.WrongBracket(answer.Body.Value)),
            FaultKind.MissingField => WithBody(answer, BodyDamage.Without(fault.Field!, answer.Body.Value, happening.Random)),
            FaultKind.RepeatedCursor => WithBody(answer, BodyDamage.WithCursor(target.Cursor!.Value, answer.Body.Value)),
            _ => throw new ArgumentOutOfRangeException(nameof(happening), fault.Kind, "Not a fault of an answer."),
        };
    }

    private static ApiResponse? WithBody(ApiResponse answer, ReadOnlyMemory<byte>? body) =>
        body is null ? null : answer with { Body = body };
}
