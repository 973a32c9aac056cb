#requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessage('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester hands variables from block to block')]
param()

# The same commands where cultures and clocks differ.

BeforeDiscovery {
    # Windows goes by the time zone of the machine alone.
    $timeZones = if ($PSVersionTable.Platform -eq 'Unix') { 'America/New_York', 'Asia/Kathmandu', 'Pacific/Kiritimati' } else { @() }
}

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

Describe 'The ends of the calendar' {
    It 'are times in <zone>' -ForEach @(@{ Zone = 'Asia/Tokyo' }, @{ Zone = 'America/Los_Angeles' }, @{ Zone = 'Pacific/Kiritimati' }, @{ Zone = 'UTC' }) {
        $before = $env:TZ
        try {
            $env:TZ = $zone
            [TimeZoneInfo]::ClearCachedData()
            $zoned = @{ CreatedAfter = [datetime]::MinValue; CreatedBefore = [datetime]::MaxValue; UpdatedAfter = [datetime]::MinValue; UpdatedBefore = [datetime]::MaxValue }
            # Not which three: Mews does not say in which order threads come under an update filter.
            @(Get-MewsMessageThread @zoned -First 3).Count | Should -Be 3
            # .NET Framework has no such dates.
            if ($dateOnly = 'System.DateOnly' -as [type]) {
                @(Get-MewsMessageThread -CreatedAfter $dateOnly::MinValue -CreatedBefore $dateOnly::MaxValue -First 3).Count | Should -Be 3
            }
            @(Get-MewsMessageThread -CreatedAfter 0001-01-01 -CreatedBefore 9999-12-31T23:59:59 -First 3).Count | Should -Be 3
        }
        finally {
            $env:TZ = $before
            [TimeZoneInfo]::ClearCachedData()
        }
    }
}
