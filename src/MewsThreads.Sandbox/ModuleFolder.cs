namespace MewsThreads.Sandbox;

/// <summary>Finds the staged module, <c>out/MewsThreads</c>.</summary>
internal static class ModuleFolder
{
    /// <summary>The path of the staged manifest.</summary>
    /// <remarks>Searched from the program's own place: the working directory is the user's and can be anywhere.</remarks>
    public static string FindManifest()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var manifest = Path.Combine(folder.FullName, "out", "MewsThreads", "MewsThreads.psd1");
            if (File.Exists(manifest))
            {
                return manifest;
            }
        }

        throw new UsageException("out/MewsThreads is not there; build the repository first (dotnet build).");
    }
}
