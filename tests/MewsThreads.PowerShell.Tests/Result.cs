using System.Management.Automation;

namespace MewsThreads.Commands.Tests;

/// <summary>What a script wrote to each stream, and the error that ended it, if one did.</summary>
internal sealed record Result(
    IReadOnlyList<PSObject> Output,
    ErrorRecord? Terminating,
    IReadOnlyList<ErrorRecord> Errors,
    IReadOnlyList<string> Verbose,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<string> DebugLines,
    IReadOnlyList<InformationRecord> Information,
    IReadOnlyList<ProgressRecord> Progress)
{
    public IReadOnlyList<Guid> Ids => [.. Output.Select(o => (Guid)o.Properties["Id"].Value)];

    public Result AssertNoErrors()
    {
        Assert.Null(Terminating);
        Assert.Empty(Errors);
        return this;
    }

    /// <summary>The one error that ended the script, which must have this id.</summary>
    public ErrorRecord AssertTerminating(string errorId)
    {
        Assert.NotNull(Terminating);
        Assert.StartsWith(errorId + ",", Terminating.FullyQualifiedErrorId, StringComparison.Ordinal);
        return Terminating;
    }

    /// <summary>The one error that was written and ended nothing.</summary>
    public ErrorRecord AssertNonTerminating(string errorId)
    {
        Assert.Null(Terminating);
        var error = Assert.Single(Errors);
        Assert.StartsWith(errorId + ",", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        return error;
    }
}
