using System.Management.Automation;

namespace MewsThreads.Commands;

/// <summary>Values out of the wrapper that the engine may have put around them.</summary>
internal static class Unwrapped
{
    /// <summary>The value itself.</summary>
    public static object? Of(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
