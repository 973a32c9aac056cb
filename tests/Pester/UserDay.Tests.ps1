#requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessage('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester hands variables from block to block')]
param()

BeforeAll {
    . "$PSScriptRoot/Emulator.ps1"
    . "$PSScriptRoot/Module.ps1"
    $emulator = Start-Emulator '--limit 0'
    $clientToken = ConvertTo-SecureString 'E0D439EE522F44368DC78E1BFB03710C-D24FB11DBE31D4621C4817E028D9E1D' -AsPlainText -Force
    $accessToken = ConvertTo-SecureString 'C66EF7B239D24632943D115EDE9CB810-EA00F8FD8294692C940F6B5A8F9453D' -AsPlainText -Force
    Connect-Mews -ClientToken $clientToken -AccessToken $accessToken -PlatformAddress $emulator.Address
}

AfterAll {
    Stop-Emulator $emulator
    Remove-Module MewsThreads
}

Describe 'Connecting' {
    It 'works with the line that the emulator prints' {
        Disconnect-Mews
        Get-MewsConnection | Should -BeNullOrEmpty
        Connect-Emulator $emulator
        (Get-MewsConnection).EnterpriseName | Should -Be 'Connector API Hotel'
    }

    It 'shows the connection without a trace of the tokens' {
        $connection = Get-MewsConnection
        $shown = @(
            $connection | Out-String
            $connection | Format-List * -Force | Out-String
            $connection | Format-Custom -Depth 5 | Out-String
            $connection | ConvertTo-Json -Depth 5
            $connection | Get-Member -Force | Out-String
            "$connection"
        ) -join "`n"
        $shown | Should -Match 'Connector API Hotel'
        $shown | Should -Not -Match 'E0D439EE|C66EF7B2'
    }

    It 'says which address refused a wrong token, and keeps the connection' {
        $wrong = ConvertTo-SecureString 'wrong' -AsPlainText -Force
        { Connect-Mews -ClientToken $wrong -AccessToken $wrong -PlatformAddress $emulator.Address } |
            Should -Throw -ErrorId 'MewsAuthenticationFailed,*' -ExpectedMessage "*$($emulator.Address.Authority)*"
        Get-MewsConnection | Should -Not -BeNullOrEmpty
    }
}

Describe 'Getting threads' {
    It 'prints a table with times in UTC' {
        $table = (Get-MewsMessageThread -First 3 | Out-String -Width 120).Trim() -split '\r?\n'
        $table[0] | Should -Match '^\W*Created\W+Sender\W+Subject\W+Resolved\W+Id'
        $table[-1] | Should -Match '^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ '
        ($table | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 120
    }

    It 'exports every thread, in the order of the API, and what was exported reads back' {
        $threads = Get-MewsMessageThread
        $csv = Join-Path $TestDrive 'threads.csv'
        Get-MewsMessageThread | Export-Csv $csv -NoTypeInformation -Encoding utf8
        $rows = Import-Csv $csv -Encoding utf8

        $rows.Count | Should -Be 2500
        ($rows.Id -join ' ') | Should -Be ($threads.Id -join ' ')
        ($rows.Subject -join '|') | Should -BeExactly ($threads.Subject -join '|')
        [DateTimeOffset]::Parse($rows[0].CreatedUtc) | Should -Be $threads[0].CreatedUtc
    }

    It 'makes one request for as many as Select-Object wants, with -ThrottleLimit <_>' -ForEach 1, 8 {
        $before = (Invoke-RestMethod "$($emulator.Address)emulator/requests").Count
        $records = & { Get-MewsMessageThread -ThrottleLimit $_ -Verbose | Select-Object -First 15 } 4>&1
        (Invoke-RestMethod "$($emulator.Address)emulator/requests").Count - $before | Should -Be 1
        $verbose = @($records | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] })
        @($records).Count - $verbose.Count | Should -Be 15
        @($verbose -match 'messageThreads/getAll').Count | Should -Be 1
    }

    It 'reads ids back from a file' {
        $csv = Join-Path $TestDrive 'some.csv'
        $some = Get-MewsMessageThread -First 5
        $some | Export-Csv $csv -NoTypeInformation
        (Import-Csv $csv | Get-MewsMessageThread).Id -join ' ' | Should -Be ($some.Id -join ' ')
    }

    It 'compares times with Get-Date as one expects' {
        $monthAgo = (Get-Date).AddMonths(-1)
        $recent = @(Get-MewsMessageThread -CreatedAfter $monthAgo)
        $recent.Count | Should -BeGreaterThan 0
        @(Get-MewsMessageThread | Where-Object { $_.CreatedUtc -ge $monthAgo }).Count | Should -Be $recent.Count
    }

    It 'collects the ids that do not exist in an error variable and returns the others' {
        $id = (Get-MewsMessageThread -First 1).Id
        $unknown = [guid]::NewGuid()
        $thread = $id, $unknown | Get-MewsMessageThread -ErrorAction SilentlyContinue -ErrorVariable missing
        $thread.Id | Should -Be $id
        $missing.TargetObject | Should -Be $unknown
        { Get-MewsMessageThread $unknown -ErrorAction Stop } | Should -Throw -ErrorId 'MewsThreadNotFound,*'
    }

    It 'runs under strict mode and says what is missing without a connection' {
        Set-StrictMode -Version Latest
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("Import-Module '$module'; Get-MewsMessageThread").Invoke()
            "$($shell.Streams.Error)" | Should -Match 'Connect-Mews'
        }
        finally {
            $shell.Dispose()
        }
    }
}

Describe 'Creating threads' {
    It 'creates one for every row of a file' {
        $guests = Join-Path $TestDrive 'guests.csv'
        @'
OriginalSender,Subject,Room
Jane Doe,"Late check-in, please",101
"Müller, Zoë",Where is the key?,102
'@ | Set-Content $guests -Encoding utf8
        $created = Import-Csv $guests -Encoding utf8 | New-MewsMessageThread
        $created.Subject | Should -Be 'Late check-in, please', 'Where is the key?'
        (Get-MewsMessageThread -First 2).Id | Sort-Object | Should -Be ($created.Id | Sort-Object)
    }

    It 'creates nothing with -WhatIf' {
        $before = (Get-MewsMessageThread -First 1).Id
        New-MewsMessageThread 'Jane Doe' 'Late check-in' -WhatIf | Should -BeNullOrEmpty
        (Get-MewsMessageThread -First 1).Id | Should -Be $before
    }
}

Describe 'Any other operation' {
    It 'lists what Get-MewsMessageThread lists, in as many requests, from a body in JSON' {
        $body = @{ CreatedUtc = @{ StartUtc = (Get-Date).AddMonths(-2); EndUtc = Get-Date } }
        $records = & { Invoke-MewsOperation messageThreads/getAll ($body | ConvertTo-Json) -All -Verbose } 4>&1
        $verbose = @($records | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] })
        $items = @($records | Where-Object { $_ -isnot [System.Management.Automation.VerboseRecord] })
        $threads = Get-MewsMessageThread -CreatedAfter $body.CreatedUtc.StartUtc -CreatedBefore $body.CreatedUtc.EndUtc
        $items.Id -join ' ' | Should -Be ($threads.Id -join ' ')
        $verbose.Count | Should -Be 1
    }

    It 'makes one request for as many as Select-Object wants, with times as they are on the wire' {
        $body = [pscustomobject]@{ MessageThreadIds = (Get-MewsMessageThread -First 30).Id }
        $records = & { Invoke-MewsOperation messageThreads/getAll $body -All -PageSize 10 -Verbose | Select-Object -First 5 } 4>&1
        @($records -match 'messageThreads/getAll: page').Count | Should -Be 1
        $item = $records | Where-Object { $_ -isnot [System.Management.Automation.VerboseRecord] } | Select-Object -First 1
        $item.CreatedUtc | Should -BeOfType string
        $item.CreatedUtc | Should -Match '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$'
    }
}
