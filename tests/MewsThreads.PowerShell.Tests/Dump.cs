using System.Collections;
using System.Management.Automation;
using System.Reflection;
using System.Text;

namespace MewsThreads.Commands.Tests;

/// <summary>Everything that a curious logger could print of an object: its text, its public properties, and theirs.</summary>
internal sealed class Dump
{
    private const int Deepest = 5;

    private readonly StringBuilder _text = new();
    private readonly HashSet<object> _seen = new(ReferenceEqualityComparer.Instance);

    public static string Of(object? value)
    {
        var dump = new Dump();
        dump.Add(value, 0);
        return dump._text.ToString();
    }

    private void Add(object? value, int depth)
    {
        value = value is PSObject wrapped ? wrapped.BaseObject : value;
        if (value is null || depth > Deepest || (!value.GetType().IsValueType && !_seen.Add(value)))
        {
            return;
        }

        _text.Append(value).Append('\n');
        // A command leads to the whole engine, a task waits for its result; a time is made of times, none of which is a text.
        if (value is string or MemberInfo or Assembly or Module or CommandInfo or Task or DateTimeOffset or DateTime or TimeSpan
            || value.GetType().IsPrimitive)
        {
            return;
        }

        if (value is IEnumerable items)
        {
            foreach (var item in items.Cast<object?>().Take(10_000))
            {
                Add(item, depth + 1);
            }
        }

        foreach (var property in value.GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public))
        {
            if (property.GetIndexParameters().Length == 0)
            {
                Add(ValueOf(property, value), depth + 1);
            }
        }
    }

    private static object? ValueOf(PropertyInfo property, object value)
    {
        try
        {
            return property.GetValue(value);
        }
        catch (TargetInvocationException e)
        {
            return e.InnerException?.Message;
        }
    }
}
