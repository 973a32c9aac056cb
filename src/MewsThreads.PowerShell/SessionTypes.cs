using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace MewsThreads.PowerShell;

/// <summary>
/// Tells a session how the module's objects are shown, and how threads and messages leave the process (jobs, remoting, <c>Export-Clixml</c>) and
/// come back as what they were. Not in a types file: of two copies of the module in one session, the second one's file would be refused.
/// </summary>
internal static class SessionTypes
{
    // Deep enough for the parts of a time; one level less makes it a text without fractions of a second.
    private const uint Depth = 2;

    private const string Displayed = nameof(Displayed);

    // What PowerShell shows of an object that comes after one of another type, without its view. Views show the hidden properties, too, which
    // have text from outside without what a terminal would obey.
    private static readonly (Type Type, string[] Shown)[] Views =
    [
        (typeof(MessageThread), ["Id", "DisplayedOriginalSender", "DisplayedSubject", "CreatedUtc", "UpdatedUtc", "IsResolved"]),
        (typeof(Message), ["Id", "MessageThreadId", "DisplayedSender", "CreatedUtc", "DisplayedIdentifier", "DisplayedTextLines"]),
        (typeof(MessageDraft), ["MessageThreadId", "DisplayedIdentifier", "DisplayedTextLines"]),
        (typeof(MewsConnection), ["DisplayedEnterpriseName", "EnterpriseId", "IsPortfolio", "Environment", "PlatformAddress", "DisplayedClientName"]),
        (typeof(SyncResult), ["DisplayedPath", "Added", "Updated", "Unchanged", "Total", "From", "To", "Requests", "Duration"]),
    ];

    /// <summary>Registers the types with the session that imports the module.</summary>
    public static void Register()
    {
        // By its class, since looking for the command by name would search every module of the machine. It belongs to the same release.
        var assembly = typeof(PSObject).Assembly.FullName.Replace("System.Management.Automation", "Microsoft.PowerShell.Commands.Utility");
        if (Type.GetType($"Microsoft.PowerShell.Commands.UpdateTypeDataCommand, {assembly}") is not { } update)
        {
            // An engine without PowerShell's own modules, which cannot read CLIXML files either.
            return;
        }

        using var shell = System.Management.Automation.PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell.AddCommand(new CmdletInfo("Update-TypeData", update))
            .AddParameter("TypeData", Types().ToArray())
            .AddParameter("Force")
            .AddParameter("WhatIf", false)
            .AddParameter("Confirm", false)
            .AddParameter("ErrorAction", ActionPreference.Stop);
        shell.Invoke();
    }

    private static IEnumerable<TypeData> Types()
    {
        foreach (var (type, shown) in Views)
        {
            var here = Shown(type.FullName, shown);
            var elsewhere = Shown($"Deserialized.{type.FullName}", shown);
            if (type == typeof(MessageThread) || type == typeof(Message))
            {
                here.SerializationDepth = Depth;
                here.TypeConverter = typeof(DeserializedConverter);
                elsewhere.TargetTypeForDeserialization = type;
                yield return new TypeData($"Selected.{type.FullName}") { SerializationDepth = Depth };
            }

            yield return here;
            yield return elsewhere;
        }
    }

    private static TypeData Shown(string type, string[] properties)
    {
        var data = new TypeData(type) { DefaultDisplayPropertySet = new PropertySetData(properties) };
        foreach (var property in properties.Where(property => property.StartsWith(Displayed, StringComparison.Ordinal)))
        {
            Add(data, property);

            // Tables show a text in one line.
            if (property == "DisplayedTextLines")
            {
                Add(data, "DisplayedText");
            }
        }

        return data;
    }

    private static void Add(TypeData data, string property)
    {
        var method = typeof(DisplayedText).GetMethod(property.Substring(Displayed.Length));
        data.Members.Add(property, new CodePropertyData(property, method) { IsHidden = true });
    }
}
