namespace MewsThreads.Sandbox.Host;

/// <summary>What came of reading a line: its text, or Ctrl+C, or the end of input.</summary>
internal readonly record struct TypedLine(string? Text, bool Interrupted = false);
