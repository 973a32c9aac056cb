using System.Management.Automation;

namespace MewsThreads.Commands;

/// <summary>Refuses a text with half a character, such as an emoji that was cut, which could only be sent as another one.</summary>
internal sealed class WholeCharactersAttribute : ValidateArgumentsAttribute
{
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        if (arguments is not string text)
        {
            return;
        }

        for (var at = 0; at < text.Length; at++)
        {
            if (char.IsSurrogatePair(text, at))
            {
                at++;
            }
            else if (char.IsSurrogate(text[at]))
            {
                throw new ValidationMetadataException(
                    $"The text holds half a character (U+{(int)text[at]:X4}, at position {at}), such as an emoji that was cut. Give it whole, or leave it out.");
            }
        }
    }
}
