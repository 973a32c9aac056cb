using System.Reflection;
using Mono.Cecil;

namespace MewsThreads.Commands.Tests;

/// <summary>
/// Whether the module can run on Windows PowerShell 5.1, which cannot run here: all that its assemblies call must be in .NET Framework
/// 4.7.2, in PowerShell 5.1, or beside them. That netstandard 2.0 has it proves nothing, for .NET Framework leaves out some of that.
/// </summary>
public sealed class WindowsPowerShellTests : IDisposable
{
    private static readonly string Bin = Path.Combine(Session.ModulePath, "bin");

    private readonly References _references = new();

    public static TheoryData<string> Shipped => [.. ShippedNames()];

    public void Dispose() => _references.Dispose();

    [Theory]
    [MemberData(nameof(Shipped))]
    public void Each_type_and_member_that_a_shipped_assembly_uses_exists_there(string name)
    {
        using var module = _references.Read(Path.Combine(Bin, name + ".dll"));
        var missing = new List<string>();
        foreach (var type in module.GetTypeReferences())
        {
            if (type.Resolve() is null)
            {
                missing.Add(type.FullName);
            }
        }

        foreach (var member in module.GetMemberReferences())
        {
            // The runtime makes the members of arrays.
            if (member.DeclaringType is not ArrayType && member.Resolve() is null)
            {
                missing.Add(member.FullName);
            }
        }

        Assert.Empty(missing);
        Assert.NotEmpty(module.GetTypeReferences());
    }

    [Theory]
    [MemberData(nameof(Shipped))]
    public void Each_assembly_that_a_shipped_one_names_is_there_and_no_older_than_named(string name)
    {
        using var module = _references.Read(Path.Combine(Bin, name + ".dll"));

        foreach (var reference in module.AssemblyReferences)
        {
            // What is bundled is found by name, whatever the version; .NET Framework's own must do as it is.
            var found = _references.Resolve(reference);
            Assert.NotNull(found);
            Assert.True(
                ShippedNames().Contains(reference.Name) || found.Name.Version >= reference.Version,
                $"{name} wants {reference.FullName}, and there is {found.Name.Version}.");
        }
    }

    [Fact]
    public void The_search_sees_what_net_framework_lacks()
    {
        // Each of them is in netstandard 2.1 or .NET, or is of another overload than .NET Framework 4.7.2 has.
        using var module = ModuleDefinition.CreateModule("Probe", new ModuleParameters { AssemblyResolver = _references, Kind = ModuleKind.Dll });
        var missing = new MethodInfo[]
        {
            typeof(string).GetMethod(nameof(string.Contains), [typeof(char)])!,
            typeof(HashSet<int>).GetMethod(nameof(HashSet<int>.EnsureCapacity))!,
            typeof(Math).GetMethod(nameof(Math.Clamp), [typeof(int), typeof(int), typeof(int)])!,
            typeof(Task).GetMethod(nameof(Task.WaitAsync), [typeof(CancellationToken)])!,
        };
        var present = typeof(string).GetMethod(nameof(string.Contains), [typeof(string)])!;

        Assert.All(missing, method => Assert.Null(Framework(method).Resolve()));
        Assert.NotNull(Framework(present).Resolve());

        MethodReference Framework(MethodInfo method)
        {
            // As a compiler for netstandard 2.0 would name it.
            var reference = module.ImportReference(method);
            reference.DeclaringType.GetElementType().Scope = new AssemblyNameReference("netstandard", new Version(2, 0, 0, 0));
            return reference;
        }
    }

    [Fact]
    public void The_resolve_handler_finds_exactly_what_is_bundled()
    {
        var initializer = Assembly.LoadFrom(Path.Combine(Bin, "MewsThreads.PowerShell.dll")).GetType("MewsThreads.Commands.ModuleAssemblyInitializer")!;
        var bundled = (IEnumerable<string>)initializer.GetField("Bundled", BindingFlags.NonPublic | BindingFlags.Static)!.GetValue(null)!;
        var resolve = initializer.GetMethod("ResolveBundled", BindingFlags.NonPublic | BindingFlags.Static)!;

        Assert.Equal(ShippedNames().Order(StringComparer.Ordinal), bundled.Order(StringComparer.Ordinal));
        Assert.Equal("MewsThreads.Client", Resolved("MewsThreads.Client, Version=99.0.0.0, Culture=neutral")?.GetName().Name);
        Assert.Null(Resolved("Newtonsoft.Json, Version=13.0.0.0, Culture=neutral"));
        Assert.Null(Resolved("MewsThreads.Client.resources, Version=99.0.0.0, Culture=de"));

        Assembly? Resolved(string fullName) => (Assembly?)resolve.Invoke(null, [this, new ResolveEventArgs(fullName)]);
    }

    private static IEnumerable<string> ShippedNames() => Directory.EnumerateFiles(Bin, "*.dll").Select(file => Path.GetFileNameWithoutExtension(file));

    /// <summary>Finds assemblies as Windows PowerShell would: those of .NET Framework and PowerShell, and those that are bundled.</summary>
    private sealed class References : IAssemblyResolver
    {
        private readonly Dictionary<string, AssemblyDefinition?> _assemblies = [];

        private static IEnumerable<string> Folders
        {
            get
            {
                var framework = Metadata("NetFrameworkReferences");
                return [framework, Path.Combine(framework, "Facades"), Metadata("PowerShellReferences"), Bin];
            }
        }

        public ModuleDefinition Read(string path) => ModuleDefinition.ReadModule(path, new ReaderParameters { AssemblyResolver = this });

        public AssemblyDefinition Resolve(AssemblyNameReference name) => _assemblies.TryGetValue(name.Name, out var known)
            ? known!
            : (_assemblies[name.Name] = Folders
                .Select(folder => Path.Combine(folder, name.Name + ".dll"))
                .Where(File.Exists)
                .Select(file => Read(file).Assembly)
                // Of .NET Framework's own and ours, the newer: what was built against that is not content with less.
                .OrderByDescending(assembly => assembly.Name.Version)
                .FirstOrDefault())!;

        public AssemblyDefinition Resolve(AssemblyNameReference name, ReaderParameters parameters) => Resolve(name);

        public void Dispose()
        {
            foreach (var assembly in _assemblies.Values)
            {
                assembly?.Dispose();
            }
        }

        private static string Metadata(string key) => typeof(WindowsPowerShellTests).Assembly
            .GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(metadata => metadata.Key == key).Value!;
    }
}
