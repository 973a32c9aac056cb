using MewsThreads.Transport;

namespace MewsThreads.Paging;

/// <summary>
/// The steps of one list in the order of its output, some of them asked for before they are wanted. Which ones depends on what was consumed
/// and what it held, never on when an answer comes.
/// </summary>
/// <param name="plan">The parts, computed as they are taken.</param>
/// <param name="limit">The most pages that may be under way or wait for the consumer.</param>
/// <param name="pipeline">Where requests report.</param>
internal sealed class ReadAhead<TItem>(IEnumerable<Part> plan, int limit, PipelineThread pipeline) : IDisposable
{
    private readonly LinkedList<Step<TItem>> _steps = new();
    private readonly IEnumerator<Part> _plan = plan.GetEnumerator();
    private readonly List<Task> _withdrawn = [];

    public int Limit => limit;

    /// <summary>Whether the consumer has left.</summary>
    public bool IsDisposed { get; private set; }

    /// <summary>Whether as many pages as may be are under way or wait for the consumer.</summary>
    public bool IsFull => _steps.Count(step => step.Answer is not null) >= limit;

    /// <summary>What comes next in the output; null at the end of the list.</summary>
    public Step<TItem>? Head => _steps.First?.Value ?? Unasked();

    /// <summary>How many items the pages under way ask for at most.</summary>
    public long AskedItems => _steps.Where(step => step.Answer is not null).Sum(step => (long)step.Count);

    /// <summary>The first step that is not asked for; null where there is none.</summary>
    public Step<TItem>? Unasked()
    {
        var step = _steps.FirstOrDefault(step => step.Answer is null);
        if (step is null && _plan.MoveNext())
        {
            step = new Step<TItem>(_plan.Current);
            _steps.AddLast(step);
        }

        return step;
    }

    /// <summary>Puts other parts in the place of a step, whose request is over.</summary>
    public void Replace(Step<TItem> step, params Part[] parts)
    {
        var node = _steps.Find(step)!;
        foreach (var part in parts)
        {
            _steps.AddBefore(node, new Step<TItem>(part));
        }

        _steps.Remove(node);
        step.Withdraw();
    }

    /// <summary>Whether a step can be asked for.</summary>
    /// <param name="step">The step.</param>
    /// <param name="isWorthMore">Whether the last page behind it is to be withdrawn for it where there is no room.</param>
    /// <param name="withdrawn">The part of the page that was withdrawn, if one was.</param>
    public bool HasRoom(Step<TItem> step, bool isWorthMore, out Part? withdrawn)
    {
        withdrawn = null;
        if (!IsFull)
        {
            return true;
        }

        var last = isWorthMore ? _steps.Last(other => other == step || other.Answer is not null) : step;
        if (last == step)
        {
            return false;
        }

        _withdrawn.Add(last.Withdraw());
        withdrawn = last.Part;
        return true;
    }

    /// <summary>Ends every request, and returns when the last one is over.</summary>
    public void Dispose()
    {
        IsDisposed = true;
        _plan.Dispose();
        _withdrawn.AddRange(_steps.Select(step => step.Withdraw()));
        _steps.Clear();
        var all = Task.WhenAll(_withdrawn);
        pipeline.RunUntil(all);

        // What failed ahead of the consumer is nobody's error.
        _ = all.Exception;
    }
}
