#requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessage('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester hands variables from block to block')]
param()

BeforeAll {
    . "$PSScriptRoot/Emulator.ps1"
    . "$PSScriptRoot/Module.ps1"
    $emulator = Start-Emulator '--limit 0'
    Connect-Emulator $emulator
}

AfterAll {
    Stop-Emulator $emulator
    Remove-Module MewsThreads
}

Describe 'Syncing a file' {
    BeforeEach {
        $path = Join-Path $TestDrive "$([guid]::NewGuid()).csv"
    }

    It 'writes what Import-Csv reads back as it is in Mews' {
        $awkward = 'a,b', 'say "hi"', "two`r`nlines", ' spaced ', '=1+1', '"', '#', 'Müller 🍳', "tab`t"
        $awkward | ForEach-Object { New-MewsMessageThread 'Zoë' $_ } | Out-Null
        Sync-MewsMessageThread $path | Should -BeNullOrEmpty

        $threads = @(Get-MewsMessageThread | Sort-Object CreatedUtc, { "$($_.Id)" })
        $rows = @(Import-Csv $path -Encoding utf8)
        $rows.Count | Should -Be $threads.Count
        ($rows.Id -join ' ') | Should -Be ($threads.Id -join ' ')
        ($rows.Subject -join '|') | Should -BeExactly ($threads.Subject -join '|')
        ($rows.OriginalSender -join '|') | Should -BeExactly ($threads.OriginalSender -join '|')
        ($rows.IsResolved -join ' ') | Should -Be ($threads.IsResolved -join ' ')
        $rows[0].CreatedUtc | Should -Match '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$'
        ($rows | ForEach-Object { [DateTimeOffset] $_.UpdatedUtc }) -join ' ' | Should -Be ($threads.UpdatedUtc -join ' ')
        $rows.Subject | Should -Contain "two`r`nlines"
    }

    It 'brings only what has changed, and keeps the other rows to the byte' {
        $first = Sync-MewsMessageThread $path -PassThru
        $before = [System.Collections.Generic.HashSet[string]] (Get-Content $path)
        $first.Added | Should -Be $first.Total
        New-MewsMessageThread 'Jane Doe' 'A new one' | Out-Null
        $answered = (Get-MewsMessageThread -First 2)[1].Id
        Invoke-RestMethod "$($emulator.Address)emulator/resolutions" -Method Post -Body (
            @{ MessageThreadId = $answered; IsResolved = $true } | ConvertTo-Json) | Out-Null

        $second = Sync-MewsMessageThread $path -PassThru
        $second.Added | Should -Be 1
        $second.Updated | Should -Be 1
        $second.Requests | Should -Be 2
        $now = Get-Content $path
        @($now | Where-Object { -not $before.Contains($_) }).Count | Should -Be 2
        (Import-Csv $path | Where-Object Id -EQ $answered).IsResolved | Should -Be 'True'
    }

    It 'writes a thread a line as JSON' {
        $path = [IO.Path]::ChangeExtension($path, '.jsonl')
        Sync-MewsMessageThread $path
        $rows = Get-Content $path -Encoding utf8 | ConvertFrom-Json
        ($rows.Id | Sort-Object) -join ' ' | Should -Be (((Get-MewsMessageThread).Id.Guid | Sort-Object) -join ' ')
    }

    It 'goes by the location of the session and takes the path literally' {
        $folder = New-Item (Join-Path $TestDrive "[1] it's") -ItemType Directory
        Push-Location -LiteralPath $folder.FullName
        try {
            Sync-MewsMessageThread 'threads [2].csv'
        }
        finally {
            Pop-Location
        }
        Test-Path -LiteralPath (Join-Path $folder.FullName 'threads [2].csv') | Should -BeTrue
    }

    It 'refuses a file that was edited, and builds it anew with -Full' {
        Sync-MewsMessageThread $path
        (Get-Content $path -Raw).Replace('True', 'true') | Set-Content $path -NoNewline
        { Sync-MewsMessageThread $path } | Should -Throw -ErrorId 'MewsSyncFileChanged,*' -ExpectedMessage '*edited*'
        Sync-MewsMessageThread $path -Full
        (Get-Content $path -Raw).Contains(',true,') | Should -BeFalse
        (Sync-MewsMessageThread $path -PassThru).Added | Should -Be 0
    }

    It 'says what it would do with -WhatIf, and does not' {
        $result = Sync-MewsMessageThread $path -WhatIf
        $result.Added | Should -BeGreaterThan 2000
        Test-Path "$path*" | Should -BeFalse
    }

    It 'defuses formulas on request' {
        Sync-MewsMessageThread $path -SpreadsheetSafe -Utf8Bom
        (Import-Csv $path).Subject | Should -Contain "'=1+1"
        (Import-Csv $path).Subject | Should -Contain 'Müller 🍳'
    }

    It 'states the checksum that Get-FileHash finds' {
        Sync-MewsMessageThread $path
        (Get-Content "$path.state.json" | ConvertFrom-Json).Sha256 | Should -Be (Get-FileHash $path).Hash
    }

    It 'shows its result in one line of a console' {
        $shown = (Sync-MewsMessageThread $path -PassThru | Out-String -Width 120).Trim() -split '\r?\n'
        $shown.Count | Should -Be 3
        $shown[0] | Should -Match 'To +Added Updated Unchanged +Total Requests Path'
    }
}
