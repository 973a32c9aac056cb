namespace MewsThreads.Sandbox.Engine;

/// <summary>How a script ended.</summary>
internal enum RunEnd
{
    /// <summary>It ran to its end or to its <c>exit</c>, perhaps with errors on the way.</summary>
    Completed,

    /// <summary>An error ended it.</summary>
    Terminated,

    /// <summary>Ctrl+C ended it.</summary>
    Stopped,
}
