using System.Collections;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace MewsThreads.Sandbox.Host;

/// <summary>The questions that commands ask: confirmations, mandatory parameters, credentials.</summary>
internal sealed class Questions(ConsoleOutput output, ConsoleInput input)
{
    /// <summary>Asks for one of several choices; Enter takes the default, <c>?</c> explains them.</summary>
    public int AskChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        output.WriteLine();
        Announce(caption, message);
        var labels = choices.Select(ChoiceLabel.Parse).ToList();
        while (true)
        {
            var offer = string.Concat(labels.Select((label, index) =>
                (index == defaultChoice ? Terminal.Styled(PSStyle.Instance.Foreground.BrightYellow, label.Offer) : label.Offer) + "  "));
            var fallback = defaultChoice >= 0 ? $" (default is \"{labels[defaultChoice].Key}\")" : "";
            var answer = input.ReadLine($"{offer}[?] Help{fallback}: ").Trim();
            if (answer.Length == 0 && defaultChoice >= 0)
            {
                return defaultChoice;
            }

            var chosen = labels.FindIndex(label => label.Matches(answer));
            if (chosen >= 0)
            {
                return chosen;
            }

            if (answer == "?")
            {
                foreach (var (label, choice) in labels.Zip(choices))
                {
                    output.WriteLine($"{label.Key} - {choice.HelpMessage}");
                }
            }
        }
    }

    /// <summary>Asks for the values of mandatory parameters.</summary>
    public Dictionary<string, PSObject?> AskFields(string caption, string message, Collection<FieldDescription> fields)
    {
        output.WriteLine();
        Announce(caption, message);
        var answers = new Dictionary<string, PSObject?>();
        foreach (var field in fields)
        {
            var type = Type.GetType(field.ParameterAssemblyFullName) ?? typeof(string);
            answers[field.Name] = PSObject.AsPSObject(type switch
            {
                _ when type == typeof(SecureString) => input.ReadSecret($"{field.Name}: "),
                _ when type == typeof(PSCredential) => AskCredential("", "", ""),
                _ when typeof(IList).IsAssignableFrom(type) => AskList(field.Name, type.GetElementType() ?? typeof(object)),
                _ => AskValue($"{field.Name}: ", type)!,
            });
        }

        return answers;
    }

    /// <summary>Asks for a user name, if none is given, and a password.</summary>
    public PSCredential AskCredential(string caption, string message, string? userName)
    {
        Announce(caption, message);
        var user = string.IsNullOrEmpty(userName) ? input.ReadLine("User: ") : userName;
        return new(user, input.ReadSecret($"Password for user {user}: "));
    }

    private object[] AskList(string name, Type type)
    {
        var items = new List<object>();
        while (AskValue($"{name}[{items.Count}]: ", type, endsOnEmpty: true) is { } item)
        {
            items.Add(item);
        }

        return [.. items];
    }

    private object? AskValue(string prompt, Type type, bool endsOnEmpty = false)
    {
        while (true)
        {
            var text = input.ReadLine(prompt);
            if (endsOnEmpty && text.Length == 0)
            {
                return null;
            }

            try
            {
                return LanguagePrimitives.ConvertTo(text, type, CultureInfo.CurrentCulture);
            }
            catch (PSInvalidCastException exception) when (Terminal.HasKeyboard)
            {
                output.WriteErrorLine(exception.Message);
            }
        }
    }

    private void Announce(string caption, string message)
    {
        if (!string.IsNullOrEmpty(caption))
        {
            output.WriteLine(Terminal.Styled(PSStyle.Instance.Bold, caption));
        }

        if (!string.IsNullOrEmpty(message))
        {
            output.WriteLine(message);
        }
    }
}
