namespace MewsThreads.Contract;

/// <summary>
/// The most that is read of a response. Mews stays far below each of these numbers; without them, a few bytes from a broken or hostile peer
/// could fill the memory. about_MewsThreads_Errors names them for users.
/// </summary>
internal static class ResponseLimits
{
    private const int Mebibyte = 1024 * 1024;

    /// <summary>The bytes of a successful response, as received and unpacked.</summary>
    public const int Success = 64 * Mebibyte;

    /// <summary>The bytes of an error response, as received and unpacked.</summary>
    public const int Error = 64 * 1024;

    /// <summary>How deeply objects and arrays may be nested, which is the limit of the serializer, too.</summary>
    public const int Depth = 64;

    /// <summary>The bytes of one text or number, as received. A document in base64 fits.</summary>
    public const int Text = 16 * Mebibyte;

    /// <summary>The values in a response whose form the module does not know; names count, too, and so does the end of an object or array.</summary>
    public const int Values = 1_000_000;

    /// <summary>The digits of a whole number that is read as a number; parsing takes time in proportion to their square.</summary>
    public const int Digits = 250;
}
