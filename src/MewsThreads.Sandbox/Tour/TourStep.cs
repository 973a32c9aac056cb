using System.Management.Automation;

namespace MewsThreads.Sandbox.Tour;

/// <summary>One stop of the tour: a sentence, the lines as a user types them, and the kind of error they are meant to show.</summary>
internal sealed record TourStep(string Title, string[] Lines, ErrorCategory? ShowsError = null);
