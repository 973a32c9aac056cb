using System.Management.Automation;
using System.Reflection;
using System.Reflection.Emit;

namespace MewsThreads.Benchmarks;

/// <summary>A binary module with a manifest and one cmdlet that does nothing: the least that an import can be.</summary>
internal static class EmptyModule
{
    public const string Name = "EmptyModule";

    /// <summary>Makes it, below a folder of modules.</summary>
    public static void Make(DirectoryInfo modules)
    {
        var folder = modules.CreateSubdirectory(Name).FullName;
        var assembly = new PersistedAssemblyBuilder(new AssemblyName(Name), typeof(object).Assembly);
        var type = assembly.DefineDynamicModule(Name).DefineType(
            "EmptyModule.GetNothingCommand", TypeAttributes.Public | TypeAttributes.Class, typeof(PSCmdlet));
        type.SetCustomAttribute(new CustomAttributeBuilder(
            typeof(CmdletAttribute).GetConstructor([typeof(string), typeof(string)])!, [VerbsCommon.Get, "Nothing"]));
        type.CreateType();
        assembly.Save(Path.Combine(folder, "EmptyModule.dll"));
        File.WriteAllText(Path.Combine(folder, Name + ".psd1"), "@{ ModuleVersion = '1.0'; RootModule = 'EmptyModule.dll'; CmdletsToExport = 'Get-Nothing'; FunctionsToExport = @(); AliasesToExport = @(); VariablesToExport = @() }");
    }
}
