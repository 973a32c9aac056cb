namespace MewsThreads.Contract;

/// <summary>
/// The body of an error. Its third property, <c>Details</c>, is left unread: on development environments it repeats the request,
/// tokens included.
/// </summary>
internal sealed class ErrorResponse
{
    public string? Message { get; set; }

    public string? RequestId { get; set; }
}
