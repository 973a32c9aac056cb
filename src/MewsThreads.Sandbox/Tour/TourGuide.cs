using System.Management.Automation;
using MewsThreads.Sandbox.Engine;
using MewsThreads.Sandbox.Host;

namespace MewsThreads.Sandbox.Tour;

/// <summary>Walks through the steps: prints each line as typed, runs it, and tells what it cost.</summary>
internal sealed class TourGuide(SandboxSession session)
{
    /// <summary>Runs the tour up to its end or its first failure.</summary>
    /// <returns>The exit code.</returns>
    public int Run()
    {
        session.Output.WriteLine(session.Description);
        foreach (var (index, step) in TourSteps.All.Index())
        {
            session.Output.WriteLine();
            session.Output.WriteLine(Terminal.Styled(PSStyle.Instance.Foreground.BrightBlack, $"# {index + 1}. {step.Title}"));
            var end = RunEnd.Completed;
            var failure = Run(step, ref end);
            if (end == RunEnd.Stopped)
            {
                return RequestedRun.Interrupted;
            }

            if (failure is not null)
            {
                session.Output.WriteErrorLine($"The tour failed at step {index + 1} ({step.Title}): {failure}");
                return 1;
            }
        }

        return 0;
    }

    private string? Run(TourStep step, ref RunEnd end)
    {
        var requestsBefore = session.Emulator.Requests.Snapshot().Count;
        session.Errors.Clear();
        foreach (var line in step.Lines)
        {
            session.Output.WriteLine(Terminal.Styled(PSStyle.Instance.Foreground.BrightYellow, "PS mews> ") + line);
            end = session.Runner.Run(line);
            if (end == RunEnd.Stopped)
            {
                return null;
            }
        }

        var requests = session.Emulator.Requests.Snapshot().Skip(requestsBefore).ToList();
        session.Output.WriteLine(Terminal.Styled(PSStyle.Instance.Foreground.BrightBlack, "  " + RequestSummary.Of(requests)));
        return Judge(step, end, session.Errors.OfType<object>().Select(RecordOf).OfType<ErrorRecord>().ToList());
    }

    private static string? Judge(TourStep step, RunEnd end, List<ErrorRecord> errors)
    {
        if (end == RunEnd.Terminated && errors.Count == 0)
        {
            return "an error ended it.";
        }

        if (errors.Find(error => error.CategoryInfo.Category != step.ShowsError) is { } unexpected)
        {
            return $"unexpected {unexpected.CategoryInfo.Category} error ({unexpected.FullyQualifiedErrorId}).";
        }

        return step.ShowsError is { } expected && errors.Count == 0 ? $"the {expected} error did not come." : null;
    }

    // $Error holds records, and exceptions where an error ended its script.
    private static ErrorRecord? RecordOf(object error) => error as ErrorRecord ?? (error as IContainsErrorRecord)?.ErrorRecord;
}
