#requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessage('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester hands variables from block to block')]
param()

# The commands in a session as users have it: credentials, completion, views, preferences.

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
