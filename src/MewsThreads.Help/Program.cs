using System.Management.Automation;
using System.Reflection;
using MewsThreads.Help;

// Run by the build of src/MewsThreads.PowerShell: what is said in the comments of the cmdlets is said nowhere else.
if (args is not [var assemblyPath, var helpFolder])
{
    Console.Error.WriteLine("Usage: MewsThreads.Help <assembly of the cmdlets> <folder for the help>");
    return 2;
}

var assembly = Assembly.LoadFrom(assemblyPath);
var comments = XmlComments.Beside(assemblyPath);
List<CmdletHelp> cmdlets =
[
    .. assembly.GetExportedTypes()
        .Where(type => type.IsDefined(typeof(CmdletAttribute)))
        .Select(type => new CmdletHelp(type, comments))
        .OrderBy(cmdlet => cmdlet.Name, StringComparer.Ordinal),
];

Directory.CreateDirectory(helpFolder);
Maml.Of(cmdlets).Save(Path.Combine(helpFolder, Path.GetFileName(assemblyPath) + "-Help.xml"));
Topic.WriteAll(helpFolder, cmdlets, assembly);
return 0;
