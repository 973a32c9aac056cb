using System.Management.Automation;
using MewsThreads.Sync;
using Microsoft.PowerShell.Commands;

namespace MewsThreads.Commands;

/// <summary>Brings a file in step with Mews: one row for every message thread, as it is now.</summary>
/// <remarks>
/// <para>The first run reads every thread. Later ones read what was updated since the last completed run, by the clock of Mews, and keep all
/// other rows to the byte. Rows are sorted by creation, then by id. A first run, and one with <c>-Full</c>, holds all threads in memory; later
/// ones hold those that changed.</para>
/// <para>If the clock of Mews shows an earlier time than in the last completed run, everything is read again, with a warning. If it is set back
/// and forward again between two completed runs, or has caught up by itself, no run can notice: what was updated meanwhile is found only as
/// far as <c>-Lookback</c> reaches, or with <c>-Full</c>.</para>
/// <para>Beside the file lie its state, <c>.state.json</c>, which says where the next run starts, and an empty <c>.lock</c>; of two runs at once
/// on one file, the second ends with an error. File and state are replaced only when the new ones are whole: a run that fails, is stopped or
/// killed leaves the old file, and the next one goes on from it. A file that something else has changed, or that belongs to another property,
/// is never overwritten without <c>-Full</c>.</para>
/// <para>The file must be a plain file with one name: a symbolic or hard link, a folder, a named pipe or a device in the place of the file or of
/// what lies beside it is an error, as is a read-only file. On Linux and macOS a new file keeps the mode of the old one, and its owner and group
/// where the process may set them.</para>
/// <para>CSV is that of RFC 4180 in UTF-8, with the columns <c>Id</c>, <c>CreatedUtc</c>, <c>UpdatedUtc</c>, <c>IsResolved</c> (True, False, or
/// empty where Mews does not say), <c>OriginalSender</c> and <c>Subject</c>, and instants as in 2022-03-07T16:09:45Z. JSON lines have the same
/// names.</para>
/// </remarks>
/// <example>
/// A file of every thread, and next time what has changed since.
/// <code>
/// Sync-MewsMessageThread synced.csv -PassThru
/// </code>
/// </example>
/// <example>
/// A nightly runbook, with the tokens in environment variables, for readers with a spreadsheet.
/// <code>
/// Connect-Mews
/// Sync-MewsMessageThread synced.csv -SpreadsheetSafe -Utf8Bom -Verbose
/// </code>
/// </example>
/// <example>
/// As JSON, only what is in use since the beginning of the year.
/// <code>
/// Sync-MewsMessageThread synced.jsonl -UpdatedAfter 2026-01-01T00:00:00Z
/// </code>
/// </example>
/// <example>
/// What a run would do.
/// <code>
/// Sync-MewsMessageThread synced.csv -WhatIf
/// </code>
/// </example>
/// <example>
/// The threads of a file that are still open, with what was written in them.
/// <code>
/// Sync-MewsMessageThread synced.csv
/// Import-Csv synced.csv | Where-Object IsResolved -EQ False | Get-MewsMessage
/// </code>
/// </example>
/// <seealso cref="GetMewsMessageThreadCommand"/>
/// <seealso cref="ConnectMewsCommand"/>
/// <seealso>about_MewsThreads_Runbooks</seealso>
/// <seealso href="https://docs.mews.com/connector-api/operations/messagethreads">Message threads in the Connector API</seealso>
[Cmdlet(VerbsData.Sync, "MewsMessageThread", SupportsShouldProcess = true)]
[OutputType(typeof(SyncResult))]
public sealed class SyncMewsMessageThreadCommand : MewsApiCommand, ISyncObserver
{
    private const string Activity = "Syncing threads";

    private int _threads;
    private int _percent;

    /// <summary>
    /// The file: <c>.csv</c>, or <c>.jsonl</c> for one thread a line in JSON. Taken as it is, without wildcards, and relative to the current
    /// location. Its folder must be there.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = null!;

    /// <summary>
    /// Only threads last updated at this instant or later are to be in the file; every thread where it is not given. It need not change from run
    /// to run: rows stay, and a file that does not reach back so far is extended. No run adds a thread that was last updated earlier; while the
    /// instant lies in the future, by the clock of Mews, the file stays as it is, with a warning.
    /// </summary>
    [Parameter]
    [IsoTime]
    public DateTimeOffset? UpdatedAfter { get; set; }

    /// <summary>
    /// How late Mews may show an update, 10 minutes by default: so much of what the last run has read is read again. At least zero.
    /// </summary>
    [Parameter]
    [UnitNeeded]
    public TimeSpan Lookback { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Reads every thread and builds the file anew, whatever lies there.</summary>
    [Parameter]
    [ReadAs(typeof(SwitchParameter))]
    public SwitchParameter Full { get; set; }

    /// <summary>
    /// CSV only: puts an apostrophe before <c>=</c>, <c>+</c>, <c>-</c>, <c>@</c> and <c>|</c>, and their full-width forms, where a spreadsheet
    /// would take them for the beginning of a formula, since guests write the subjects: at the start of a value, after a separator or a line
    /// break in it, and behind characters that cannot be seen. Such values read back with the apostrophe.
    /// </summary>
    [Parameter]
    [ReadAs(typeof(SwitchParameter))]
    public SwitchParameter SpreadsheetSafe { get; set; }

    /// <summary>
    /// CSV only: begins the file with a byte order mark, without which Excel and Windows PowerShell 5.1 do not take it for UTF-8.
    /// </summary>
    [Parameter]
    [ReadAs(typeof(SwitchParameter))]
    public SwitchParameter Utf8Bom { get; set; }

    /// <summary>Only threads of these enterprises; of all in the scope of the access token where none is given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [EnterpriseId]
    [ArgumentCompleter(typeof(EnterpriseCompleter))]
    public Guid[]? EnterpriseId { get; set; }

    /// <summary>Returns what the run did, which is otherwise only verbose. With <c>-WhatIf</c>, what it would do is always returned.</summary>
    [Parameter]
    [ReadAs(typeof(SwitchParameter))]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Syncs the file.</summary>
    protected override void EndProcessing()
    {
        var path = ResolvePath();
        var format = FormatOf(path);
        if (Lookback < TimeSpan.Zero)
        {
            Refuse($"-{nameof(Lookback)} ({Lookback}) must not be less than zero.", Lookback);
        }

        if (Lookback < TimeSpan.FromMinutes(1))
        {
            WriteWarning($"-{nameof(Lookback)} {Lookback} is less than a minute: an update that Mews shows later than that is not found.");
        }

        var what = $"Sync '{DisplayText.Escape(path)}' with {Connection}";
        var isConfirmed = ShouldProcess(what, $"{what}?", "Sync", out var reason);
        if (!isConfirmed && reason != ShouldProcessReason.WhatIf)
        {
            return;
        }

        var options = new SyncOptions(format, EnterpriseId, UpdatedAfter, Lookback, Full, IsDryRun: !isConfirmed);
        var result = Call(
            () => new ThreadSync(Connection, options, new SyncFiles(path, Cancellation), this, Context).Run(), e => Failed(e, path));
        EndProgress(Activity);
        WriteVerbose($"{result} in {result.Requests} requests and {result.Duration.TotalSeconds:0.0} s");
        if (PassThru || options.IsDryRun)
        {
            WriteObject(result);
        }
    }

    void ISyncObserver.Warn(string line) => WriteWarning(line);

    void ISyncObserver.Read(int threads, DateTimeOffset? reachedBack)
    {
        // One page is there at once; a bar would only flicker.
        if (_threads > 0)
        {
            ShowProgress(Activity, $"{threads} threads", reachedBack);
        }

        _threads = threads;
    }

    void ISyncObserver.Merged(long bytes, long length)
    {
        // The same of a small file.
        var percent = (int)Math.Min(100, 100 * bytes / length);
        if (percent > _percent && (percent < 100 || _percent > 0))
        {
            _percent = percent;
            ShowProgress(Activity, "Writing the file", percent);
        }
    }

    private string ResolvePath()
    {
        RefuseToken(nameof(Path), Path);
        if (Path.IndexOf('\0') >= 0)
        {
            Refuse($"-{nameof(Path)} '{Path}' holds a NUL character, which no file has in its name.", Path);
        }

        var path = SessionState.Path.GetUnresolvedProviderPathFromPSPath(Path, out var provider, out _);
        if (provider.Name != FileSystemProvider.ProviderName)
        {
            Refuse($"-{nameof(Path)} '{Path}' is no place in the file system.", Path);
        }

        if (Directory.Exists(path))
        {
            Refuse($"-{nameof(Path)} '{Path}' is a folder; it must name a file.", Path);
        }

        return path;
    }

    private RowFormat FormatOf(string path)
    {
        switch (System.IO.Path.GetExtension(path).ToUpperInvariant())
        {
            case ".CSV":
                return new CsvFormat(SpreadsheetSafe, Utf8Bom);
            case ".JSONL" when SpreadsheetSafe || Utf8Bom:
                Refuse($"-{nameof(SpreadsheetSafe)} and -{nameof(Utf8Bom)} are for CSV, and '{Path}' is JSON lines.", Path);
                break;
            case ".JSONL":
                return new JsonLinesFormat();
        }

        Refuse($"-{nameof(Path)} '{Path}' must end with .csv or .jsonl, which says what is written.", Path);
        return null!;
    }

    private ErrorRecord Failed(MewsException exception, string path) => exception is MewsSyncException ? Errors.From(exception, path, Connection.ToString()) : Errors.Extended(
        Errors.From(exception, path, Connection.ToString()),
        $"'{DisplayText.Escape(path)}' was left as it was.",
        " Then run the command again: it goes on after the last run that completed.");
}
