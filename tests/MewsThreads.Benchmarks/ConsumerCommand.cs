using System.Diagnostics;
using System.Management.Automation;

namespace MewsThreads.Benchmarks;

/// <summary>A consumer that takes its time.</summary>
[Cmdlet(VerbsCommunications.Receive, "Slowly")]
public sealed class ConsumerCommand : PSCmdlet
{
    private const int PerPage = 1000;
    private static readonly TimeSpan EachPage = TimeSpan.FromMilliseconds(100);

    private readonly Stopwatch _stopwatch = new();
    private TimeSpan _busy;
    private int _count;

    /// <summary>What comes.</summary>
    [Parameter(ValueFromPipeline = true)]
    public object? InputObject { get; set; }

    /// <summary>Whether the time goes into each tenth of a page, or into its end.</summary>
    [Parameter]
    public SwitchParameter Spread { get; set; }

    /// <summary>Takes the time that is due by now.</summary>
    protected override void ProcessRecord()
    {
        _count++;
        var step = Spread ? PerPage / 10 : PerPage;
        if (_count % step == 0)
        {
            var due = EachPage * step / PerPage;
            _stopwatch.Restart();
            Thread.Sleep(due - TimeSpan.FromMilliseconds(1));
            SpinWait.SpinUntil(() => _stopwatch.Elapsed >= due);
            _busy += _stopwatch.Elapsed;
        }
    }

    /// <summary>Tells how long it took by itself.</summary>
    protected override void EndProcessing() => WriteObject(_busy.TotalMilliseconds);
}
