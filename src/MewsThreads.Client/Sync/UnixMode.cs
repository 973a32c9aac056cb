using System.Reflection;
using System.Runtime.ExceptionServices;

namespace MewsThreads.Sync;

/// <summary>
/// Who may read and write a file on Linux and macOS: one that only its owner could read must not become everybody's by being replaced.
/// Windows takes care of that itself.
/// </summary>
internal static class UnixMode
{
    // Not in .NET Standard 2.0, but in every .NET that this runs on outside of Windows.
    private static readonly MethodInfo? Get = typeof(File).GetMethod("GetUnixFileMode", [typeof(string)]);

    private static readonly MethodInfo? Set = Get is null ? null : typeof(File).GetMethod("SetUnixFileMode", [typeof(string), Get.ReturnType]);

    /// <exception cref="IOException">The file system refuses it.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not do it.</exception>
    public static void Copy(string from, string to)
    {
        if (Get is null || Set is null || Path.DirectorySeparatorChar != '/')
        {
            return;
        }

        try
        {
            var mode = Get.Invoke(null, [from]);
            if (!mode.Equals(Get.Invoke(null, [to])))
            {
                Set.Invoke(null, [to, mode]);
            }
        }
        catch (TargetInvocationException e)
        {
            ExceptionDispatchInfo.Capture(e.InnerException!).Throw();
        }
    }
}
