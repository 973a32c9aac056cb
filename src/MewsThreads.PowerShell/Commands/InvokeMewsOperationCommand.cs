using System.Management.Automation;
using System.Net;
using MewsThreads.Calls;
using MewsThreads.Contract;

namespace MewsThreads.Commands;

/// <summary>Calls any operation of the Connector API with the connection's tokens, limits and retries.</summary>
/// <remarks>
/// <para>Operations whose action begins with <c>get</c>, <c>customers/search</c> and <c>reservations/price</c> are reads, and are repeated after
/// failures that may pass. All others are writes: they ask <c>-Confirm</c> and <c>-WhatIf</c>, and are never sent again where Mews may have acted; the error is then <c>MewsOutcomeUnknown</c>.</para>
/// <para>Values are as on the wire, on every edition: objects have their properties in order, texts stay texts even where they look like dates,
/// whole numbers are <c>long</c> or, beyond that, <c>BigInteger</c>, other numbers are <c>decimal</c>, or their text where a decimal would round
/// them. A number of more than 250 digits is its text, too. An object whose names PowerShell cannot tell apart, as they differ in letter case alone, comes as a dictionary.</para>
/// <para>Enterprises, as <c>enterprises/getAll -All</c> returns them, can be piped to <c>Get-MewsMessageThread</c>.</para>
/// <para>In a body, times are sent in UTC, <c>TimeSpan</c> as an ISO 8601 duration, byte arrays as base64, and enumerations by their names.</para>
/// </remarks>
/// <returns>
/// The response of Mews or, with <see cref="All"/>, the items of all its pages, one at a time and at most one page ahead.
/// </returns>
/// <example>
/// The time zone of the property.
/// <code>
/// (Invoke-MewsOperation configuration/get).Enterprise.TimeZoneIdentifier
/// </code>
/// </example>
/// <example>
/// Every enterprise of the access token.
/// <code>
/// Invoke-MewsOperation enterprises/getAll -All | ForEach-Object { $_.Name }
/// </code>
/// </example>
/// <example>
/// All items of an operation that needs a filter.
/// <code>
/// $body = @{ CreatedUtc = @{ StartUtc = (Get-Date).AddDays(-7); EndUtc = Get-Date } }
/// Invoke-MewsOperation messageThreads/getAll $body -All | Where-Object { -not $_.IsResolved }
/// </code>
/// Local times are sent in UTC. The times in the response are texts, as Mews wrote them.
/// </example>
/// <example>
/// One page, with a body in JSON.
/// <code>
/// $page = Invoke-MewsOperation messageThreads/getAll (Get-Content filter.json -Raw) -PageSize 50
/// $page.MessageThreads
/// </code>
/// </example>
/// <example>
/// What would be sent where an operation writes.
/// <code>
/// $thread = Get-MewsMessageThread -First 1
/// $message = @{ MessageThreadId = $thread.Id; Text = 'We look forward to your stay.' }
/// Invoke-MewsOperation messages/add @{ Messages = @($message) } -WhatIf
/// </code>
/// </example>
/// <seealso cref="ConnectMewsCommand"/>
/// <seealso cref="GetMewsMessageThreadCommand"/>
/// <seealso>about_MewsThreads_Paging</seealso>
/// <seealso>about_MewsThreads_Errors</seealso>
/// <seealso href="https://docs.mews.com/connector-api/operations">Operations of the Connector API</seealso>
[Cmdlet(VerbsLifecycle.Invoke, "MewsOperation", SupportsShouldProcess = true)]
[OutputType(typeof(PSObject))]
public sealed class InvokeMewsOperationCommand : MewsPagedCommand
{
    private const string EnterprisesOperation = "enterprises/getAll";

    private bool _isRead;

    /// <summary>Resource, action and, for some, a version, such as <c>reservations/getAll/2023-06-06</c>. The letter case of a documented name does not matter.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(OperationCompleter))]
    public string Operation { get; set; } = null!;

    /// <summary>
    /// The operation's own properties: a hashtable, an ordered dictionary, an object, or the text of a JSON object. The tokens and the client's
    /// name are added by the module and refused here. It is not shown in verbose lines, errors or their bound parameters.
    /// </summary>
    [Parameter(Position = 1)]
    [ValidateNotNull]
    [Opaque]
    public object? Body { get; set; }

    /// <summary>
    /// Follows the cursor to the end and returns the items of the response's one array, or of the one with the name of the resource. A <c>Limitation.Cursor</c> in the body is where it begins.
    /// </summary>
    [Parameter]
    [ReadAs(typeof(SwitchParameter))]
    public SwitchParameter All { get; set; }

    /// <summary>
    /// The most items to ask for in one request, 1 to 1000, in place of the body's <c>Limitation.Count</c>. With <c>-All</c>, 1000 where
    /// neither is given.
    /// </summary>
    [Parameter]
    [ValidateRange(1, Limitation.MaximumCount)]
    [ReadAs(typeof(int))]
    public int PageSize { get; set; }

    private protected override string Items => "items";

    private protected override string Activity => $"Getting {Operation}";

    private int? PageSizeGiven => PageSize == 0 ? null : PageSize;

    /// <summary>Checks the arguments.</summary>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (!OperationName.IsValid(Operation))
        {
            Refuse($"-{nameof(Operation)} must be a resource, an action and, for some, a version, such as reservations/getAll/2023-06-06.", target: null);
        }

        RefuseToken(nameof(Operation), Operation);
        Operation = DocumentedOperations.InItsLetterCase(Operation);
        _isRead = OperationName.IsRead(Operation);
        if (!_isRead && (All || PageSizeGiven is not null))
        {
            Refuse($"-{(All ? nameof(All) : nameof(PageSize))} is for operations that read, and {Operation} does not.", Operation);
        }
    }

    /// <summary>Calls the operation.</summary>
    protected override void EndProcessing()
    {
        var call = new OperationCall(Connection.Client, Operation, new WireReader(WireObjects.Make, Cancellation));
        var body = Checked(ReadBody);
        if (All)
        {
            var source = new OperationSource(call, body);
            var reader = Checked(() => Reader(source, source.Query(PageSizeGiven)));
            var plan = Checked(source.Plan);
            Emit(reader.Read(plan), e => Failed(e, reader.Cursor), Named);
            base.EndProcessing();
            return;
        }

        var content = PageSizeGiven is { } count ? Checked(() => body.With(count, body.Limitation.Cursor())) : body.Json;
        if (!_isRead && !ShouldProcess(Connection.ToString(), Operation))
        {
            return;
        }

        if (Call(() => call.Send(content, Context), e => Failed(e, body)) is { } response)
        {
            NameEnterprises(response);
            WriteObject(response);
        }
    }

    /// <summary>The error of a list.</summary>
    private ErrorRecord Failed(MewsException exception, string? reached)
    {
        if (exception is MewsProtocolException && Emitted == 0)
        {
            return Errors.Extended(
                Errors.From(exception, Operation, Connection.ToString()),
                "With -All, the response must be a page: one list of items, and Cursor.",
                " If the operation has no pages, call it without -All.");
        }

        var goOn = Connection.Client.Shown.Cursor(reached) is { } cursor
            ? $" To go on after the last whole page, repeat the command with Limitation = @{{ Cursor = {Literal.Of(cursor)} }} in the body."
            : " Repeat the command to get them all.";
        return Failed(exception, Operation, last: "", goOn);
    }

    /// <summary>The error of a single call. Mews does not say in a way that can be recognised that a limitation is missing.</summary>
    private ErrorRecord Failed(MewsException exception, OperationBody body)
    {
        var error = Errors.WithSize(
            Errors.From(exception, Operation, Connection.ToString()), $"-{nameof(Body)} has {body.Json.GetRawText().Length} characters as JSON.");
        return _isRead && !body.Limitation.IsGiven && PageSizeGiven is null && exception is MewsApiException { StatusCode: HttpStatusCode.BadRequest }
            ? Errors.Extended(
                error,
                "The request has no Limitation, which operations with pages require.",
                " If the operation has pages, add -All to get every item, or -PageSize for one page.")
            : error;
    }

    /// <summary>Gives enterprises a type name, by which they pipe as enterprises; their properties stay.</summary>
    private object? Named(object? item)
    {
        if (Operation == EnterprisesOperation)
        {
            Enterprises.Name(item);
        }

        return item;
    }

    private void NameEnterprises(object response)
    {
        if (response is PSObject page && page.Properties["Enterprises"]?.Value is object[] enterprises)
        {
            foreach (var enterprise in enterprises)
            {
                Named(enterprise);
            }
        }
    }

    private OperationBody ReadBody()
    {
        var value = Body is null ? "{}" : OpaqueArgument.Unwrap(Body);
        return Unwrapped.Of(value) is string text
            ? OperationBody.OfText(text)
            : OperationBody.OfValue(value, WireObjects.Unwrap);
    }

    /// <summary>Makes something of the body, or ends the command by saying why it cannot be sent.</summary>
    private T Checked<T>(Func<T> make)
    {
        try
        {
            return make();
        }
        catch (ArgumentException e)
        {
            RefuseToken(nameof(Body), e.Message);
            var advice = e is not ReservedPropertyException reserved ? ""
                : reserved.Property == "Client" ? " Use -ClientName of Connect-Mews."
                : " Give tokens as secure strings to Connect-Mews.";
            Refuse($"-{nameof(Body)} cannot be sent: {e.Message}{advice}", Operation);
            throw;
        }
    }
}

/// <summary>Binds an argument as an <see cref="OpaqueArgument"/>.</summary>
internal sealed class OpaqueAttribute : ArgumentTransformationAttribute
{
    // Null goes on to the validation, which refuses it by the parameter's name.
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        inputData is null or OpaqueArgument ? inputData : new OpaqueArgument(inputData);
}

/// <summary>
/// An argument as it is bound, showing nothing of its value: every verbose line and error record of a command carries its bound
/// parameters, so that a log in JSON would show them.
/// </summary>
internal sealed class OpaqueArgument(object value)
{
    /// <summary>The value of an argument, whether it was bound or set.</summary>
    public static object Unwrap(object argument) => argument is OpaqueArgument opaque ? opaque.Value : argument;

    private object Value => value;

    public override string ToString() => "(not shown)";
}
