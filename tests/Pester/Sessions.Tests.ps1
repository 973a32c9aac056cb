#requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessage('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester hands variables from block to block')]
param()

# The same commands in the sessions that users have: preferences, jobs, language modes, cultures, time zones.

BeforeDiscovery {
    # Windows goes by the time zone of the machine alone.
    $timeZones = if ($PSVersionTable.Platform -eq 'Unix') { 'America/New_York', 'Asia/Kathmandu', 'Pacific/Kiritimati' } else { @() }
    $hasThreadJobs = [bool](Get-Command Start-ThreadJob -ErrorAction Ignore)
}

BeforeAll {
    . "$PSScriptRoot/Emulator.ps1"
    . "$PSScriptRoot/Module.ps1"
    $emulator = Start-Emulator '--limit 0'
    Connect-Emulator $emulator
    $connection = Get-MewsConnection
    # Of seeded threads, which no test adds to.
    $monthAgo = (Get-Date).AddMonths(-1)
    $older = (Get-MewsMessageThread -First 3 -CreatedBefore $monthAgo).Id

    function Add-Fault {
        param([hashtable] $Fault)
        $null = Invoke-RestMethod "$($emulator.Address)emulator/faults" -Method Post -ContentType application/json -Body (@{ Faults = @($Fault) } | ConvertTo-Json -Depth 3)
    }

    function Clear-Fault {
        $null = Invoke-RestMethod "$($emulator.Address)emulator/faults" -Method Delete
    }
}

AfterAll {
    Stop-Emulator $emulator
    Remove-Module MewsThreads
}

Describe 'Connecting' {
    BeforeAll {
        $plain = [regex]::Matches($emulator.ConnectLine, "'([^']+)'") | ForEach-Object { $_.Groups[1].Value }
    }

    AfterEach {
        Connect-Emulator $emulator
    }

    It 'takes secure strings, as vaults return them' {
        function Get-Secret { param($Name) ConvertTo-SecureString $plain[[int]($Name -eq 'Access')] -AsPlainText -Force }
        Connect-Mews -ClientToken (Get-Secret Client) -AccessToken (Get-Secret Access) -PlatformAddress $emulator.Address
        (Get-MewsMessageThread -First 1 -CreatedBefore $monthAgo).Id | Should -Be $older[0]
    }

    It 'takes a credential' {
        $credential = [pscredential]::new($plain[0], (ConvertTo-SecureString $plain[1] -AsPlainText -Force))
        (Connect-Mews -Credential $credential -PlatformAddress $emulator.Address -PassThru).EnterpriseName | Should -Be 'Connector API Hotel'
    }

    It 'takes environment variables' {
        $env:MEWS_CLIENT_TOKEN, $env:MEWS_ACCESS_TOKEN = $plain
        $env:MEWS_PLATFORM_ADDRESS = $emulator.Address
        try {
            Disconnect-Mews
            Connect-Mews
            (Get-MewsConnection).PlatformAddress | Should -Be $emulator.Address
        }
        finally {
            Remove-Item env:MEWS_CLIENT_TOKEN, env:MEWS_ACCESS_TOKEN, env:MEWS_PLATFORM_ADDRESS
        }
    }
}

Describe 'Completion' {
    It 'offers the variables that hold a connection' {
        Set-Variable MewsTestHotel $connection -Scope Global
        try {
            $line = 'Get-MewsMessageThread -Connection '
            $offered = (TabExpansion2 $line $line.Length).CompletionMatches
            $offered.CompletionText | Should -Contain '$MewsTestHotel'
            $offered.ToolTip | Should -Contain "$connection"
            $offered.CompletionText | Should -Not -Contain '$emulator'
        }
        finally {
            Remove-Variable MewsTestHotel -Scope Global
        }
    }
}

Describe 'Views' {
    BeforeAll {
        $long = New-MewsMessageThread ('Ada ' * 20) ('A very long subject ' * 20)
        $null = Invoke-MewsOperation messages/add @{ Messages = @(@{ MessageThreadId = $long.Id; Text = 'A very long text. ' * 50 }) }
        $objects = @{
            Connection = $connection
            Thread     = $long
            Message    = Get-MewsMessage $long.Id
        }
    }

    It 'fit 120 columns as a table: <_>' -ForEach 'Connection', 'Thread', 'Message' {
        $lines = ($objects[$_] | Format-Table | Out-String -Width 120).Trim() -split '\r?\n'
        $lines.Count | Should -Be 3
        ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 120
        if ($_ -ne 'Connection') {
            $lines[2] | Should -Match '^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ '
            $lines[2] | Should -Match '(…|\.\.\.) '
        }
    }

    It 'show times in UTC as a list: <_>' -ForEach 'Thread', 'Message' {
        ($objects[$_] | Format-List | Out-String) -split '\r?\n' -match '^CreatedUtc +: \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ$' | Should -HaveCount 1
    }
}

Describe 'Preferences of the caller' {
    It 'ErrorActionPreference decides what a missing id does' {
        $unknown = [guid]::NewGuid()
        & {
            $ErrorActionPreference = 'SilentlyContinue'
            @($unknown, $older[0] | Get-MewsMessageThread).Id | Should -Be $older[0]
        }
        {
            $ErrorActionPreference = 'Stop'
            $unknown, $older[0] | Get-MewsMessageThread
        } | Should -Throw -ErrorId 'MewsThreadNotFound,*'
    }

    It '-ErrorVariable keeps errors that tell what to do' {
        $null = Get-MewsMessageThread ([guid]::NewGuid()) -ErrorAction SilentlyContinue -ErrorVariable missing
        $missing.Count | Should -Be 1
        $missing[0].ErrorDetails.RecommendedAction | Should -Match 'Check the id'
    }

    It '-WarningAction and -WarningVariable hold the warning of a thread that was created though its answer was lost' {
        Add-Fault @{ Kind = 'LostAnswer'; Operation = 'messageThreads/add'; Times = 1 }
        try {
            $subject = "Lost answer $(Get-Random)"
            $output = New-MewsMessageThread 'Jane Doe' $subject -WarningAction SilentlyContinue -WarningVariable warnings 3>&1
            $output.Subject | Should -Be $subject
            $warnings.Count | Should -Be 1
            @(Get-MewsMessageThread -First 5 | Where-Object Subject -EQ $subject).Count | Should -Be 1
        }
        finally {
            Clear-Fault
        }
    }

    It 'WhatIfPreference and ConfirmPreference count' {
        $before = (Get-MewsMessageThread -First 1).Id
        & {
            $WhatIfPreference = $true
            New-MewsMessageThread 'Jane Doe' 'Never'
            Invoke-MewsOperation messageThreads/add @{ OriginalSender = 'Jane Doe'; Subject = 'Never' }
            # A read asks nothing and does what it says.
            (Invoke-MewsOperation configuration/get).Enterprise.Name
        } | Should -Be 'Connector API Hotel'
        (Get-MewsMessageThread -First 1).Id | Should -Be $before
    }

    It '-PipelineVariable keeps the thread beside its messages' {
        $threads = Get-MewsMessageThread -First 20
        $pairs = $threads | ForEach-Object { $_ } -PipelineVariable thread |
            ForEach-Object { Get-MewsMessage $_.Id } | ForEach-Object { @{ Thread = $thread.Id; Message = $_.MessageThreadId } }
        $pairs.Count | Should -BeGreaterThan 20
        @($pairs | Where-Object { $_.Thread -ne $_.Message }).Count | Should -Be 0

        $direct = Get-MewsMessageThread -First 3 -PipelineVariable thread | ForEach-Object { $thread.Id }
        $direct | Should -Be $threads[0..2].Id
    }

    It 'strict mode changes nothing' {
        Set-StrictMode -Version Latest
        @(Get-MewsMessageThread -First 3 | Get-MewsMessage | Get-MewsMessageThread).Count | Should -BeGreaterThan 0
        (Invoke-MewsOperation messageThreads/getAll @{ MessageThreadIds = $older } -All).Count | Should -Be 3
    }

    It 'default parameters can hold the connection' {
        $PSDefaultParameterValues = @{ '*-Mews*:Connection' = $connection }
        Disconnect-Mews
        try {
            (Get-MewsMessageThread -First 3 -CreatedBefore $monthAgo).Id | Should -Be $older
        }
        finally {
            Connect-Emulator $emulator
        }
    }
}

Describe 'Other runspaces' {
    It 'work in thread jobs with the connection passed on' -Skip:(-not $hasThreadJobs) {
        $job = Start-ThreadJob {
            Import-Module $using:module
            (Get-MewsMessageThread -First 3 -CreatedBefore $using:monthAgo -Connection $using:connection).Id
        }
        $job | Receive-Job -Wait -AutoRemoveJob | Should -Be $older
    }

    It 'work in many parallel runspaces at once' -Skip:($PSVersionTable.PSVersion.Major -lt 7) {
        $ids = 1..10 | ForEach-Object -ThrottleLimit 10 -Parallel {
            Import-Module $using:module
            (Get-MewsMessageThread -First 3 -CreatedBefore $using:monthAgo -Connection $using:connection).Id[$_ % 3]
        }
        $ids | Sort-Object -Unique | Should -Be ($older | Sort-Object)
    }

    It 'have a connection of their own' {
        $mine = Get-MewsConnection
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("Import-Module '$module'; $($emulator.ConnectLine); Get-MewsConnection; Disconnect-Mews").Invoke()
            $shell.Streams.Error | Should -BeNullOrEmpty
        }
        finally {
            $shell.Dispose()
        }
        Get-MewsConnection | Should -Be $mine -Because 'the other session forgot only its own'
    }
}

Describe 'Constrained Language Mode' {
    BeforeAll {
        $runspace = [runspacefactory]::CreateRunspace()
        $runspace.Open()
        $runspace.SessionStateProxy.LanguageMode = 'ConstrainedLanguage'
        function Invoke-Constrained {
            param([string] $Script)
            $shell = [powershell]::Create()
            $shell.Runspace = $runspace
            try {
                $shell.AddScript($Script).Invoke()
                $shell.Streams.Error | Should -BeNullOrEmpty
            }
            finally {
                $shell.Dispose()
            }
        }
        Invoke-Constrained "Import-Module '$module'; $($emulator.ConnectLine)"
    }

    AfterAll {
        $runspace.Dispose()
    }

    It 'is what this tests' {
        Invoke-Constrained '$ExecutionContext.SessionState.LanguageMode' | Should -Be 'ConstrainedLanguage'
    }

    It 'reads, shows and writes' {
        Invoke-Constrained '(Get-MewsMessageThread -First 1 -CreatedAfter 2022-01-01).Id' | Should -Be (Get-MewsMessageThread -First 1).Id
        Invoke-Constrained 'Get-MewsMessageThread -First 1 | Format-Table | Out-String -Width 120' | Should -Match '\n\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ '
        Invoke-Constrained 'Get-MewsMessageThread -First 1 | Format-List | Out-String' | Should -Match '\nUpdatedUtc +: \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ'
        Invoke-Constrained "(New-MewsMessageThread 'Jane Doe' 'Constrained').Subject" | Should -Be 'Constrained'
        Invoke-Constrained 'Get-MewsMessageThread -First 5 | Get-MewsMessage | ForEach-Object Text' | Should -Not -BeNullOrEmpty
        Invoke-Constrained '(Invoke-MewsOperation messageThreads/getAll @{ UpdatedUtc = @{ StartUtc = (Get-Date).AddDays(-30); EndUtc = Get-Date } } -All).Count' |
            Should -BeGreaterThan 0
    }

    It 'completes' {
        Invoke-Constrained '$line = "Get-MewsMessage -EnterpriseId "; (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText' |
            Should -Be $connection.EnterpriseId
        Invoke-Constrained '$hotel = Get-MewsConnection; $line = "Get-MewsMessage -Connection "; (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText' |
            Should -Be '$hotel'
    }
}

Describe 'Culture <_>' -ForEach 'de-DE', 'tr-TR', 'ar-SA', 'th-TH' {
    BeforeAll {
        $before = [cultureinfo]::CurrentCulture, [cultureinfo]::CurrentUICulture
        [cultureinfo]::CurrentCulture = [cultureinfo]::CurrentUICulture = [cultureinfo]::new($_)
    }

    AfterAll {
        [cultureinfo]::CurrentCulture, [cultureinfo]::CurrentUICulture = $before
    }

    It 'changes nothing of what is asked' {
        (Get-Culture).Name | Should -Be $_
        Connect-Emulator $emulator
        $from, $to = [datetimeoffset]::UtcNow.AddDays(-60), [datetimeoffset]::UtcNow.AddDays(-30)
        $threads = @(Get-MewsMessageThread -CreatedAfter $from -CreatedBefore $to)
        $all = @(Get-MewsMessageThread | Where-Object { $_.CreatedUtc -ge $from -and $_.CreatedUtc -lt $to })
        $threads.Count | Should -BeGreaterThan 0
        $threads.Id | Should -Be $all.Id
        @(Invoke-MewsOperation messageThreads/getAll @{ CreatedUtc = @{ StartUtc = $from; EndUtc = $to } } -All).Count | Should -BeIn ($threads.Count, ($threads.Count + 1))
    }

    It 'changes nothing of what is shown and said' {
        $table = (Get-MewsMessageThread -First 1 | Format-Table | Out-String -Width 120).Trim() -split '\r?\n'
        $table[2] | Should -Match "^$([datetime]::UtcNow.ToString('yyyy-', [cultureinfo]::InvariantCulture))\d\d-\d\d \d\d:\d\d:\d\dZ "
        { Get-MewsMessageThread -CreatedAfter 2026-02-01Z -CreatedBefore '2026-01-01 00:00:00Z' } | Should -Throw -ExpectedMessage '*2026-02-01 00:00:00Z*2026-01-01 00:00:00Z*'
        (Get-Help Get-MewsMessage).examples.example.Count | Should -BeGreaterOrEqual 3
    }

    It 'takes <_> for what it is in ISO 8601' -ForEach '2026-02-01', '2026-02-01 00:00:00Z', '2026-02-01T00:00:00Z' {
        $instant = [datetimeoffset]::Parse($_, [cultureinfo]::InvariantCulture).UtcDateTime.ToString('u', [cultureinfo]::InvariantCulture)
        { Get-MewsMessageThread -CreatedAfter $_ -CreatedBefore 2000-01-01 } | Should -Throw -ErrorId 'MewsInvalidArgument,*' -ExpectedMessage "*$instant*"
        { Get-MewsMessageThread -UpdatedAfter $_ -UpdatedBefore 2000-01-01 } | Should -Throw -ErrorId 'MewsInvalidArgument,*' -ExpectedMessage "*$instant*"
    }

    It 'keeps a file that was exported readable' {
        $csv = Join-Path $TestDrive 'threads.csv'
        $threads = Get-MewsMessageThread -First 10
        $threads | Export-Csv $csv -NoTypeInformation -Encoding utf8
        $rows = Import-Csv $csv -Encoding utf8
        ($rows | Get-MewsMessageThread).Id | Should -Be $threads.Id
        (Get-MewsMessageThread -CreatedAfter $rows[0].CreatedUtc -First 1000).Id | Should -Contain $threads[0].Id
        $rows.Subject | Should -BeExactly $threads.Subject
    }

    It 'creates what is given, letter for letter' {
        $subject = "Iı İi ßẞ $(Get-Random)"
        (New-MewsMessageThread 'İpek Işık' $subject).Subject | Should -BeExactly $subject
        (Get-MewsMessageThread -First 1).OriginalSender | Should -BeExactly 'İpek Işık'
    }
}

Describe 'Time zone <_>' -ForEach $timeZones {
    BeforeAll {
        $before = $env:TZ
        $env:TZ = $_
        [TimeZoneInfo]::ClearCachedData()
    }

    AfterAll {
        $env:TZ = $before
        [TimeZoneInfo]::ClearCachedData()
    }

    It 'leaves "an hour ago" an hour ago' {
        [TimeZoneInfo]::Local.Id | Should -Be $_
        $created = New-MewsMessageThread 'Jane Doe' "Now, in $_"
        (Get-MewsMessageThread -CreatedAfter (Get-Date).AddHours(-1)).Id | Should -Contain $created.Id
        @(Get-MewsMessageThread -CreatedAfter (Get-Date).AddHours(1)).Count | Should -Be 0
        (Get-MewsMessageThread -CreatedBefore (Get-Date).AddHours(-1) -First 1).Id | Should -Not -Be $created.Id
        [math]::Abs(($created.CreatedUtc - [datetimeoffset]::UtcNow).TotalMinutes) | Should -BeLessThan 5
        $created.CreatedUtc.Offset | Should -Be ([timespan]::Zero)
    }

    It 'keeps a time read back from a file the same instant' {
        $csv = Join-Path $TestDrive 'threads.csv'
        $thread = Get-MewsMessageThread -First 1
        $thread | Export-Csv $csv -NoTypeInformation
        $since = (Import-Csv $csv).CreatedUtc
        (Get-MewsMessageThread -CreatedAfter $since).Id | Should -Contain $thread.Id
    }
}
