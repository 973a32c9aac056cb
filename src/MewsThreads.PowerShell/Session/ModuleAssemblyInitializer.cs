using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using System.Net;
using System.Reflection;

namespace MewsThreads.Commands;

/// <summary>
/// Finds the module's bundled assemblies on Windows PowerShell 5.1, where no binding redirect leads from the version that one of
/// them was built against to the version that ships. PowerShell 7 brings its own copies and never asks. Then it registers what the module
/// tells every session that imports it.
/// </summary>
public sealed class ModuleAssemblyInitializer : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private static readonly string Folder = Path.GetDirectoryName(typeof(ModuleAssemblyInitializer).Assembly.Location)!;

    // By simple name, and only what lies beside this assembly: other modules' requests are none of our business.
    private static readonly HashSet<string> Bundled =
        new(Directory.EnumerateFiles(Folder, "*.dll").Select(Path.GetFileNameWithoutExtension), StringComparer.OrdinalIgnoreCase);

    /// <summary>Called by PowerShell before the first cmdlet of the module is loaded.</summary>
    public void OnImport()
    {
        if (IsWindowsPowerShell)
        {
            AppDomain.CurrentDomain.AssemblyResolve += ResolveBundled;
            AllowTls12();
        }

        SessionTypes.Register();
        SayWhereLoaded();
    }

    /// <summary>Called by PowerShell when the module is removed.</summary>
    /// <param name="psModuleInfo">The module.</param>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        if (IsWindowsPowerShell)
        {
            AppDomain.CurrentDomain.AssemblyResolve -= ResolveBundled;
        }
    }

    // MewsThreads.OneVersion.psm1 of the next import reads it. A child process inherits it, and has another id.
    private static void SayWhereLoaded()
    {
        using var process = Process.GetCurrentProcess();
        Environment.SetEnvironmentVariable("MEWSTHREADS_LOADED_IN", process.Id.ToString(CultureInfo.InvariantCulture));
    }

    // Windows PowerShell 5.1 on older systems offers nothing newer than TLS 1.0 of itself, which Mews refuses. Nothing is taken away, and a
    // process that leaves the choice to the system is left alone.
    private static void AllowTls12()
    {
        if (ServicePointManager.SecurityProtocol != 0)
        {
            ServicePointManager.SecurityProtocol |= SecurityProtocolType.Tls12;
        }
    }

    private static bool IsWindowsPowerShell => typeof(object).Assembly.GetName().Name == "mscorlib";

    private static Assembly? ResolveBundled(object sender, ResolveEventArgs request)
    {
        var name = new AssemblyName(request.Name).Name;
        return Bundled.Contains(name) ? Assembly.LoadFrom(Path.Combine(Folder, name + ".dll")) : null;
    }
}
