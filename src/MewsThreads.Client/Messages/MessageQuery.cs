using MewsThreads.Paging;

namespace MewsThreads.Messages;

/// <summary>Which messages of some threads are wanted.</summary>
internal sealed record MessageQuery : PageQuery;
