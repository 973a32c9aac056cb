namespace MewsThreads.Sandbox;

/// <summary>The caller asked for something that cannot be done as asked; the message says what.</summary>
internal sealed class UsageException(string message) : Exception(message);
