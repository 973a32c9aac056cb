using System.Management.Automation;
using MewsThreads.Contract;
using MewsThreads.Http;
using MewsThreads.Lists;

namespace MewsThreads.Commands;

/// <summary>A cmdlet that lists what lies in windows of time or belongs to ids.</summary>
public abstract class MewsListCommand : MewsPagedCommand
{
    private IItem? _last;
    private int _refused;

    private protected MewsListCommand()
    {
    }

    /// <summary>Only what was created at this instant or later.</summary>
    [Parameter]
    [IsoTime]
    public DateTimeOffset? CreatedAfter { get; set; }

    /// <summary>Only what was created before this instant.</summary>
    [Parameter]
    [IsoTime]
    public DateTimeOffset? CreatedBefore { get; set; }

    /// <summary>Only what belongs to these enterprises; to all in the scope of the access token where none is given.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [EnterpriseId]
    [ArgumentCompleter(typeof(EnterpriseCompleter))]
    public Guid[]? EnterpriseId { get; set; }

    /// <summary>The most items to ask for in one request, 1 to 1000 (the limit of the API and the default).</summary>
    [Parameter]
    [ValidateRange(1, Limitation.MaximumCount)]
    [ReadAs(typeof(int))]
    public int PageSize { get; set; } = Limitation.MaximumCount;

    /// <summary>The most items to return, at least 1; all where it is not given. Requests ask for no more than what is left of it.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    [ReadAs(typeof(int))]
    public int First { get; set; }

    /// <summary>
    /// How many pages may be requested at the same time, 1 to 64. By default the command decides: it begins with one, and goes on to 2, 4
    /// and 8 as long as what arrives is consumed at once; it asks for fewer if Mews refuses a request or the request limit is near. With
    /// 1, each page is requested when the one before it has arrived, so that there are never two requests at the same time. Any other
    /// number is used at once and stays, also where that takes many more requests. Windows of time are cut to about a page each. The
    /// order of the output is the same, and no more pages than that wait in memory. Ids with times are asked for one request after the
    /// other.
    /// </summary>
    [Parameter]
    [ValidateRange(1, HttpSockets.Maximum)]
    [ReadAs(typeof(int))]
    public int ThrottleLimit { get; set; }

    private protected override string Activity => $"Getting {Items}";

    /// <summary>Whether the whole list is sorted by creation, so that it can be gone on with after the last item.</summary>
    private protected abstract bool IsSorted { get; }

    /// <summary>The enterprises that the command line names; null where it leaves them to the pipeline.</summary>
    private protected Guid[]? EnterprisesNamed { get; private set; }

    /// <summary>What these parameters ask for.</summary>
    private protected ListQuery Query => new()
    {
        Created = new TimeFilter(CreatedAfter, CreatedBefore),
        EnterpriseIds = EnterprisesNamed,
        PageSize = PageSize,
        ThrottleLimit = ThrottleLimit == 0 ? null : ThrottleLimit,
        First = First == 0 ? null : First,
    };

    /// <summary>Finds the connection, and checks the window.</summary>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        RefuseReversed(nameof(CreatedAfter), CreatedAfter, nameof(CreatedBefore), CreatedBefore);
        EnterprisesNamed = EnterpriseId;
    }

    /// <summary>
    /// The enterprises that came where threads may: as objects of <c>enterprises/getAll</c>, or as a row that names no other id. Null where
    /// threads came, or where the command line names the enterprises.
    /// </summary>
    private protected Guid[]? EnterprisesIn(Guid[]? ids) =>
        EnterprisesNamed is not null ? null
        : Enterprises.Are(ids) ? ids
        : ids is null || (EnterpriseId is not null && ids.SequenceEqual(EnterpriseId)) ? EnterpriseId
        : null;

    private protected void RefuseReversed(string afterName, DateTimeOffset? after, string beforeName, DateTimeOffset? before)
    {
        if (after > before)
        {
            Refuse($"-{afterName} ({after:u}) is later than -{beforeName} ({before:u}): nothing can lie between them.", after);
        }
    }

    /// <summary>Emits items that come of a list as they come, and then an error for each id that Mews refused.</summary>
    private protected void Emit<TRead, TItem>(ListReader<TRead> reader, IEnumerable<TItem> items, Action<TItem>? seen = null)
        where TItem : class, IItem
    {
        // Also before an error that ends the list, so that none is lost.
        Emit(items, Failing, Last);
        WriteNewlyRefused();

        object Last(TItem item)
        {
            seen?.Invoke(item);
            return _last = item;
        }

        ErrorRecord Failing(MewsException exception)
        {
            WriteNewlyRefused();
            return Failed(exception);
        }

        void WriteNewlyRefused()
        {
            WriteRefused(reader, _refused);
            _refused = reader.Refused.Count;
        }
    }

    /// <summary>Writes an error for each id that Mews refused.</summary>
    private protected void WriteRefused<TItem>(ListReader<TItem> reader, int from = 0)
    {
        foreach (var refused in reader.Refused.Skip(from))
        {
            WriteError(Errors.ThreadNotFound(refused.Id, refused.Reason));
        }
    }

    private ErrorRecord Failed(MewsException exception)
    {
        // The second that the last item was created in may hold more; after the last of all there is no other.
        var goOn = IsSorted && _last is not null
            ? $" To go on from there, repeat the command with -CreatedBefore '{AfterSecondOf(_last.CreatedUtc):u}'; the {Items} of that last second come again."
            : " Repeat the command to get them all.";
        return Failed(exception, _last?.Id, $", the last of them {_last?.Id}, created {_last?.CreatedUtc:u}", goOn);
    }

    private static DateTimeOffset AfterSecondOf(DateTimeOffset instant) =>
        instant < DateTimeOffset.MaxValue.AddSeconds(-1) ? instant.AddSeconds(1) : DateTimeOffset.MaxValue;
}
