using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace MewsThreads.Emulator.Worlds;

/// <summary>What the help says of a property of <see cref="World"/> and, if it is a number, which ones are drawn, in ascending order.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SwitchAttribute(string description, params int[] numbers) : Attribute
{
    public string Description => description;

    public int[] Numbers => numbers;
}

/// <summary>A property of <see cref="World"/> as an option of the command line and as something to draw.</summary>
internal sealed class WorldSwitch
{
    private readonly PropertyInfo _property;
    private readonly object[] _answers;

    private WorldSwitch(PropertyInfo property, SwitchAttribute attribute)
    {
        _property = property;
        Name = "--" + JsonNamingPolicy.KebabCaseLower.ConvertName(property.Name);
        Description = attribute.Description;
        IsNumber = property.PropertyType == typeof(int);
        _answers = IsNumber ? [.. attribute.Numbers.Cast<object>()]
            : property.PropertyType == typeof(bool) ? [false, true]
            : [.. Enum.GetValues(property.PropertyType).Cast<object>()];
    }

    /// <summary>Every switch, in the order in which <see cref="World"/> declares them.</summary>
    public static IReadOnlyList<WorldSwitch> All { get; } =
    [
        .. typeof(World).GetProperties()
            .Select(property => (Property: property, Attribute: property.GetCustomAttribute<SwitchAttribute>()))
            .Where(pair => pair.Attribute is not null)
            .OrderBy(pair => pair.Property.MetadataToken)
            .Select(pair => new WorldSwitch(pair.Property, pair.Attribute!)),
    ];

    /// <summary>Its option, such as <c>--unknown-ids</c>.</summary>
    public string Name { get; }

    public string Description { get; }

    /// <summary>Whether it takes any number from 0 to the largest answer.</summary>
    public bool IsNumber { get; }

    /// <summary>What the option takes.</summary>
    public IReadOnlyList<string> Words => [.. _answers.Select(Text)];

    /// <summary>A world whose answers are drawn one by one.</summary>
    public static World Draw(Random random)
    {
        var world = new World();
        foreach (var option in All)
        {
            option._property.SetValue(world, option._answers[random.Next(option._answers.Length)]);
        }
        return world;
    }

    public object Get(World world) => _property.GetValue(world)!;

    /// <summary>The answer of a world, as the option takes it.</summary>
    public string Word(World world) => Text(Get(world));

    /// <summary>Whether a word is one of its answers.</summary>
    public bool Takes(string word) => IsNumber
        ? int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= (int)_answers[^1]
        : Words.Contains(word);

    /// <summary>A world that differs in this answer alone.</summary>
    public World With(World world, string word)
    {
        var changed = world with { };
        object answer = IsNumber ? int.Parse(word, CultureInfo.InvariantCulture) : _answers.Single(a => Text(a) == word);
        _property.SetValue(changed, answer);
        return changed;
    }

    /// <exception cref="ArgumentOutOfRangeException">It is no answer.</exception>
    public void Check(object answer)
    {
        if (!Takes(Text(answer)))
        {
            throw new ArgumentOutOfRangeException(
                _property.Name, answer, IsNumber ? $"It must be from 0 to {_answers[^1]}." : "There is no such answer.");
        }
    }

    private static string Text(object answer) =>
        JsonNamingPolicy.KebabCaseLower.ConvertName(Convert.ToString(answer, CultureInfo.InvariantCulture)!);
}
