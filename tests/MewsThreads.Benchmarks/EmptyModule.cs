using System.Management.Automation;
using System.Reflection;
using System.Reflection.Emit;

namespace MewsThreads.Benchmarks;

/// <summary>A binary module with a manifest and one cmdlet that does nothing: the least that an import can be.</summary>
internal static class EmptyModule
{
    /// <summary>Makes it.</summary>
    /// <returns>Its folder.</returns>
    public static string Make()
    {
        var folder = Directory.CreateTempSubdirectory("EmptyModule").FullName;
        var assembly = new PersistedAssemblyBuilder(new AssemblyName("EmptyModule"), typeof(object).Assembly);
        var type = assembly.DefineDynamicModule("EmptyModule").DefineType(
            "EmptyModule.GetNothingCommand", TypeAttributes.Public | TypeAttributes.Class, typeof(PSCmdlet));
        type.SetCustomAttribute(new CustomAttributeBuilder(
            typeof(CmdletAttribute).GetConstructor([typeof(string), typeof(string)])!, [VerbsCommon.Get, "Nothing"]));
        type.CreateType();
        assembly.Save(Path.Combine(folder, "EmptyModule.dll"));
        var manifest = Path.Combine(folder, Path.GetFileName(folder) + ".psd1");
        File.WriteAllText(manifest, "@{ ModuleVersion = '1.0'; RootModule = 'EmptyModule.dll'; CmdletsToExport = 'Get-Nothing'; FunctionsToExport = @(); AliasesToExport = @(); VariablesToExport = @() }");
        return manifest;
    }
}
