using System.Collections;
using System.Collections.Specialized;
using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Security;

namespace MewsThreads.Commands;

/// <summary>Objects of PowerShell, to and from what the client writes and reads.</summary>
internal static class WireObjects
{
    // What every object of PowerShell has by itself.
    private static readonly HashSet<string> ReservedNames =
        new(StringComparer.OrdinalIgnoreCase) { "PSBase", "PSAdapted", "PSExtended", "PSObject", "PSTypeNames" };

    /// <summary>
    /// Makes an object of properties, in their order. Names of properties cannot be empty or differ in letter case alone; what has such
    /// names becomes a dictionary, which keeps them all.
    /// </summary>
    public static object Make(IReadOnlyList<KeyValuePair<string, object?>> properties)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        if (properties.Any(property => property.Key.Length == 0 || ReservedNames.Contains(property.Key) || !names.Add(property.Key)))
        {
            var dictionary = new OrderedDictionary(StringComparer.Ordinal);
            foreach (var property in properties)
            {
                dictionary.Add(property.Key, property.Value);
            }

            return dictionary;
        }

        var made = new PSObject();
        foreach (var property in properties)
        {
            made.Properties.Add(new PSNoteProperty(property.Key, property.Value), preValidated: true);
        }

        return made;
    }

    /// <summary>
    /// Takes a value out of its wrapper; an object becomes a dictionary of its properties. Whether what is left has a form in JSON is the
    /// client's to say.
    /// </summary>
    public static object? Unwrap(object value)
    {
        if (ReferenceEquals(value, AutomationNull.Value))
        {
            return null;
        }

        var bare = Unwrapped.Of(value);
        return bare switch
        {
            SwitchParameter given => given.IsPresent,
            ScriptBlock or Delegate or Type => throw new ArgumentException($"there is a {bare.GetType()} in it, which has no form in JSON."),
            string or IEnumerable or ValueType or Uri or Version or DBNull or SecureString => bare,
            _ => PropertiesOf(PSObject.AsPSObject(value)),
        };
    }

    private static OrderedDictionary PropertiesOf(PSObject value)
    {
        var properties = new OrderedDictionary(StringComparer.Ordinal);
        foreach (var property in value.Properties.Where(property => property.IsGettable))
        {
            try
            {
                properties.Add(property.Name, property.Value);
            }
            catch (GetValueException)
            {
                // The message of a property's own script may hold anything.
                throw new ArgumentException($"its property {property.Name} cannot be read.");
            }
        }

        return properties;
    }
}
