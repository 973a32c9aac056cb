namespace MewsThreads;

/// <summary>The version that the manifest says, as the build stamped it on this assembly.</summary>
internal static class ModuleVersion
{
    public static string Text { get; } = typeof(ModuleVersion).Assembly.GetName().Version.ToString(3);
}
