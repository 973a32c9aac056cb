<#
The emulator's control endpoints as commands: the property's side of a conversation, faults, and the log of requests. They use the address
of this session's connection or MEWS_PLATFORM_ADDRESS; -PlatformAddress names another one.
#>
#requires -Version 7.4

function Send-EmulatorReply {
    <#
    .SYNOPSIS
    Writes a message to a thread as the property's staff would.
    .EXAMPLE
    Get-MewsMessageThread -First 1 | Send-EmulatorReply 'Your room is ready.'
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        # The thread: its id, or from the pipeline the thread or a message of it.
        [Parameter(Mandatory, ValueFromPipelineByPropertyName)] [Alias('Id')] [guid] $MessageThreadId,
        # What the property writes.
        [Parameter(Mandatory, Position = 0)] [string] $Text,
        # The address of an emulator that this session is not connected to.
        [uri] $PlatformAddress
    )
    process {
        $null = Invoke-Emulator $PSCmdlet Post answers @{ MessageThreadId = $MessageThreadId; Text = $Text }
    }
}

function Set-EmulatorThread {
    <#
    .SYNOPSIS
    Resolves a thread, or opens it again, as the property's staff would.
    .EXAMPLE
    Get-MewsMessageThread -First 1 | Set-EmulatorThread -IsResolved $true
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        # The thread: its id, or from the pipeline the thread or a message of it.
        [Parameter(Mandatory, ValueFromPipelineByPropertyName)] [Alias('Id')] [guid] $MessageThreadId,
        # $true to resolve it, $false to open it again.
        [Parameter(Mandatory)] [bool] $IsResolved,
        # The address of an emulator that this session is not connected to.
        [uri] $PlatformAddress
    )
    process {
        $null = Invoke-Emulator $PSCmdlet Post resolutions @{ MessageThreadId = $MessageThreadId; IsResolved = $IsResolved }
    }
}

function Add-EmulatorFault {
    <#
    .SYNOPSIS
    Schedules what goes wrong with requests from now on.
    .EXAMPLE
    Add-EmulatorFault TooManyRequests -RetryAfterSeconds 2 -Times 1
    .EXAMPLE
    Add-EmulatorFault LostAnswer -Operation messageThreads/add -Probability 0.2 -Seed 7
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        # What goes wrong.
        [Parameter(Mandatory, Position = 0)]
        [ValidateSet('TooManyRequests', 'TooHeavy', 'ServerError', 'ResetBefore', 'LostAnswer', 'ClosedAfter', 'TruncatedBody', 'SlowAnswer',
            'SlowBody', 'MalformedJson', 'MissingField', 'RepeatedCursor', 'Redirect', 'HtmlPage', 'InsertThreads', 'UpdateThreads',
            'ClockJump', IgnoreCase = $false)]
        [string] $Kind,
        # The operation whose requests it happens to; without it, those of all.
        [ArgumentCompletions('messageThreads/getAll', 'messageThreads/add', 'messages/getAll', 'messages/add', 'configuration/get')]
        [string] $Operation,
        # How many requests go well first.
        [int] $Skip,
        # How often it happens at most.
        [int] $Times,
        # How likely it happens to a request, from 0 to 1.
        [double] $Probability,
        # The same seed makes the same chances again.
        [int] $Seed,
        # The status of ServerError.
        [int] $Status,
        # The body of TooManyRequests, TooHeavy and ServerError.
        [ValidateSet('Json', 'Html', 'Empty', IgnoreCase = $false)] [string] $Body,
        # The form of the header Retry-After, of TooManyRequests and of ServerError with status 503.
        [ValidateSet('Seconds', 'Date', 'None', IgnoreCase = $false)] [string] $RetryAfter,
        # How long that header asks to wait.
        [double] $RetryAfterSeconds,
        # The operation is carried out all the same.
        [switch] $Processed,
        # TooHeavy happens only to requests for more items than this.
        [int] $AboveCount,
        # TooHeavy happens only to requests for a longer interval than this.
        [timespan] $AboveWindow,
        # How late the response of SlowAnswer and SlowBody is.
        [double] $Seconds,
        # The property that MissingField leaves out.
        [string] $Field,
        # How many threads InsertThreads and UpdateThreads touch.
        [int] $Threads,
        # The address of an emulator that this session is not connected to.
        [uri] $PlatformAddress
    )
    # The endpoint has the same names.
    $fault = @{}
    foreach ($name in $PSBoundParameters.Keys | Where-Object { $_ -notin [Management.Automation.Cmdlet]::CommonParameters + 'PlatformAddress' }) {
        $value = $PSBoundParameters[$name]
        $fault[$name] = $value -is [timespan] ? "$value" : $value -is [switch] ? [bool] $value : $value
    }
    $null = Invoke-Emulator $PSCmdlet Patch faults $fault
}

function Get-EmulatorFault {
    <#
    .SYNOPSIS
    Shows the scheduled faults, how many requests each of them matched, and how often it happened.
    .EXAMPLE
    Get-EmulatorFault
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        # The address of an emulator that this session is not connected to.
        [uri] $PlatformAddress
    )
    (Invoke-Emulator $PSCmdlet Get faults).Faults | ConvertTo-Row MewsEmulator.Fault
}

function Clear-EmulatorFault {
    <#
    .SYNOPSIS
    Ends all faults.
    .EXAMPLE
    Clear-EmulatorFault
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        # The address of an emulator that this session is not connected to.
        [uri] $PlatformAddress
    )
    $null = Invoke-Emulator $PSCmdlet Delete faults
}

function Get-EmulatorRequest {
    <#
    .SYNOPSIS
    Lists the requests that the emulator received, oldest first.
    .EXAMPLE
    Get-EmulatorRequest | Select-Object -Last 5
    .EXAMPLE
    Get-EmulatorRequest | Group-Object Operation, Status -NoElement
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        # The address of an emulator that this session is not connected to.
        [uri] $PlatformAddress
    )
    Invoke-Emulator $PSCmdlet Get requests | ConvertTo-Row MewsEmulator.Request
}

function Clear-EmulatorRequest {
    <#
    .SYNOPSIS
    Empties the log of requests.
    .EXAMPLE
    Clear-EmulatorRequest
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        # The address of an emulator that this session is not connected to.
        [uri] $PlatformAddress
    )
    $null = Invoke-Emulator $PSCmdlet Delete requests
}

# The caller's errors, so that each reads "Send-EmulatorReply: …" and ends that command.
function Invoke-Emulator([Management.Automation.PSCmdlet] $Caller, [string] $Method, [string] $Path, [hashtable] $Body) {
    try {
        [uri] $address = $Caller.MyInvocation.BoundParameters['PlatformAddress'] ??
            ((Get-Module MewsThreads) ? (Get-MewsConnection).PlatformAddress : $null) ??
            $env:MEWS_PLATFORM_ADDRESS
        if ($address.Scheme -ne 'http') {
            throw "'$address' is not the address of an emulator. Connect to one, or name it with -PlatformAddress, such as http://127.0.0.1:5080."
        }
        $request = @{ Uri = [uri]::new($address, "/emulator/$Path"); Method = $Method; Body = $Body ? (ConvertTo-Json $Body) : $null }
        if ($env:MEWS_EMULATOR_KEY) {
            # Printed by an emulator that other machines can reach.
            $request.Headers = @{ 'Emulator-Key' = $env:MEWS_EMULATOR_KEY }
        }
        $response = Invoke-RestMethod @request -NoProxy -SkipHttpErrorCheck -StatusCodeVariable status
        if ($status -ge 400) {
            throw "The emulator at $address refused: $($response.Message ?? $status)"
        }
        $response
    }
    catch {
        $message = $_.Exception -is [Net.Http.HttpRequestException] ? "There is no emulator at $address ($_)." : "$_"
        $Caller.ThrowTerminatingError([Management.Automation.ErrorRecord]::new(
            [InvalidOperationException]::new($message, $_.Exception), 'EmulatorFailed', 'InvalidOperation', $address))
    }
}

# What the emulator sends as one array, one by one and under the name of a table.
filter ConvertTo-Row([string] $TypeName) {
    foreach ($row in $_) {
        $row.PSTypeNames.Insert(0, $TypeName)
        $row
    }
}

# Up to four properties are shown as a table.
Update-TypeData -TypeName MewsEmulator.Request -DefaultDisplayPropertySet Operation, Status, Fault, Returned -Force
Update-TypeData -TypeName MewsEmulator.Fault -DefaultDisplayPropertySet Kind, Operation, Matched, Happened -Force

Export-ModuleMember -Function *-Emulator?*
