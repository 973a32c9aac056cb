#requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessage('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester hands variables from block to block')]
param()

BeforeAll {
    . "$PSScriptRoot/Emulator.ps1"
    . "$PSScriptRoot/Module.ps1"
    $emulator = Start-Emulator '--limit 0'
    Connect-Emulator $emulator
    $live = Get-MewsMessageThread -First 40
    $messages = $live | Get-MewsMessage -First 40
    $job = Start-Job {
        . "$using:PSScriptRoot/Emulator.ps1"
        Import-Module $using:module
        Connect-Emulator $using:emulator
        $threads = Get-MewsMessageThread -First 40
        $threads
        $threads | Get-MewsMessage -First 40
        $threads | Select-Object Id, Subject, CreatedUtc
    }
    $fromJob = Receive-Job $job -Wait -AutoRemoveJob

    # In a process of its own, as users start it.
    function Invoke-Shell {
        param([string] $Script)
        $start = [System.Diagnostics.ProcessStartInfo]::new([Environment]::ProcessPath)
        if ([System.IO.Path]::GetFileNameWithoutExtension($start.FileName) -eq 'dotnet') {
            $start.ArgumentList.Add('exec')
            $start.ArgumentList.Add((Join-Path $PSHOME 'pwsh.dll'))
        }
        '-NoProfile', '-NonInteractive', '-Command', $Script | ForEach-Object { $start.ArgumentList.Add($_) }
        $start.RedirectStandardOutput = $true
        $start.RedirectStandardError = $true
        $start.Environment['NO_COLOR'] = '1'
        $process = [System.Diagnostics.Process]::Start($start)
        $failure = $process.StandardError.ReadToEndAsync()
        $process.StandardOutput.ReadToEnd() + $failure.Result
    }
}

AfterAll {
    Stop-Emulator $emulator
    Remove-Module MewsThreads
}

Describe 'Threads and messages that come back from <way>' -ForEach @(
    @{ Way = 'a file of Export-Clixml' }
    @{ Way = 'a job' }
) {
    BeforeAll {
        $back, $backMessages = switch ($way) {
            'a file of Export-Clixml' {
                $file = Join-Path $TestDrive 'threads.xml'
                @{ Threads = $live; Messages = $messages } | Export-Clixml $file -Depth 3
                $read = Import-Clixml $file
                , @($read.Threads)
                , @($read.Messages)
            }
            'a job' {
                , @($fromJob | Where-Object { $_ -is [MewsThreads.MessageThread] })
                , @($fromJob | Where-Object { $_ -is [MewsThreads.Message] })
            }
        }
    }

    It 'are as many' {
        $back.Count | Should -Be 40
        $backMessages.Count | Should -Be $messages.Count
    }

    It 'say the same to the last digit' {
        $same = { "$_ $($_.OriginalSender) $($_.IsResolved) $($_.CreatedUtc.ToString('o')) $($_.UpdatedUtc.UtcTicks) $($_.MessageThreadId) $($_.Identifier)" }
        ($back | ForEach-Object $same) | Should -Be ($live | ForEach-Object $same)
        ($backMessages | ForEach-Object $same) | Should -Be ($messages | ForEach-Object $same)
    }

    It 'sort by time' {
        ($back | Sort-Object { Get-Random } | Sort-Object CreatedUtc -Descending).Id | Should -Be ($live | Sort-Object CreatedUtc -Descending).Id
    }

    It 'compare with local times' {
        $limit = $live[20].CreatedUtc.LocalDateTime
        @($back | Where-Object CreatedUtc -GE $limit).Count | Should -Be @($live | Where-Object CreatedUtc -GE $limit).Count
        @($back | Where-Object { $_.CreatedUtc -gt (Get-Date).AddYears(-100) }).Count | Should -Be 40
    }

    It 'bind as times, arguments and pipeline input' {
        (Get-MewsMessageThread -CreatedAfter $back[3].CreatedUtc).Id | Should -Be (Get-MewsMessageThread -CreatedAfter $live[3].CreatedUtc).Id
        (Get-MewsMessage $back[0]).Id | Should -Be (Get-MewsMessage $live[0]).Id
        ($back | Get-MewsMessage).Id | Should -Be ($live | Get-MewsMessage).Id
        (Get-MewsMessageThread $backMessages[0]).Id | Should -Be $messages[0].MessageThreadId
    }

    It 'display as before' {
        ($back | Out-String -Width 120) | Should -Be ($live | Out-String -Width 120)
        ($backMessages | Out-String -Width 120) | Should -Be ($messages | Out-String -Width 120)
    }
}

Describe 'What Select-Object made of threads' {
    BeforeAll {
        $selected = $live | Select-Object Id, Subject, CreatedUtc
        $file = Join-Path $TestDrive 'selected.csv'
        $live | Export-Csv $file -NoTypeInformation
    }

    It 'stands for the threads as an argument, and so do rows of a file' {
        $row = Import-Csv $file
        (Get-MewsMessage $selected[0]).Id | Should -Be (Get-MewsMessage $live[0]).Id
        (Get-MewsMessage $selected).Id | Should -Be (Get-MewsMessage $live).Id
        (Get-MewsMessage $row[0]).Id | Should -Be (Get-MewsMessage $live[0]).Id
        (Get-MewsMessageThread $row[0]).Id | Should -Be $live[0].Id
    }

    It 'has times that bind after it was in another process' {
        $clixml = Join-Path $TestDrive 'selected.xml'
        $selected | Export-Clixml $clixml
        $fromFile = Import-Clixml $clixml
        $selectedInJob = @($fromJob | Where-Object { $_.PSTypeNames -contains 'Deserialized.Selected.MewsThreads.MessageThread' })
        $selectedInJob.Count | Should -Be 40
        foreach ($again in $fromFile, $selectedInJob) {
            (Get-MewsMessageThread -CreatedAfter $again[3].CreatedUtc).Id | Should -Be (Get-MewsMessageThread -CreatedAfter $live[3].CreatedUtc).Id
            (Get-MewsMessage $again[0]).Id | Should -Be (Get-MewsMessage $live[0]).Id
        }
    }
}

Describe 'Objects that PowerShell compares by text' {
    BeforeAll {
        $twins = 1..2 | ForEach-Object { New-MewsMessageThread 'Jane Doe' 'The same' }
        $same = $twins[0], $twins[0] | Add-MewsMessage -Text 'The same'
    }

    It 'are two where they have two ids' {
        @($twins | Sort-Object -Unique).Count | Should -Be 2
        @($twins | Group-Object).Count | Should -Be 2
        @(Compare-Object $twins[0] $twins[1]).Count | Should -Be 2
        @($same | Sort-Object -Unique).Count | Should -Be 2
        @($same | Group-Object).Count | Should -Be 2
        @(Compare-Object $same[0] $same[1]).Count | Should -Be 2
    }

    It 'are one where they have the same id' {
        Compare-Object $twins[0] (Get-MewsMessageThread $twins[0].Id) | Should -BeNullOrEmpty
    }
}

Describe 'A second copy of the module in one session' {
    It 'works where it is the same' {
        $copy = Join-Path $TestDrive 'copy'
        New-Item $copy -ItemType Directory | Out-Null
        Copy-Item $module $copy -Recurse
        Invoke-Shell "Import-Module '$module'; Import-Module '$copy/MewsThreads'; Import-Module '$copy/MewsThreads' -Force; (Get-Command Get-MewsMessage).Name" |
            Should -Be "Get-MewsMessage$([Environment]::NewLine)"
    }

    It 'asks for a new session where it is another version' {
        # An assembly of the same name, as a later release would have it.
        $other = Join-Path $TestDrive 'other'
        New-Item "$other/MewsThreads" -ItemType Directory -Force | Out-Null
        Copy-Item "$((Get-Module MewsThreads).ModuleBase)/*" "$other/MewsThreads" -Recurse -Force
        $name = [System.Reflection.AssemblyName]@{ Name = 'MewsThreads.PowerShell'; Version = '1.2.3.0' }
        $builder = [System.Reflection.Emit.PersistedAssemblyBuilder]::new($name, [object].Assembly, $null)
        $null = $builder.DefineDynamicModule('MewsThreads.PowerShell')
        $builder.Save("$other/MewsThreads/bin/MewsThreads.PowerShell.dll")
        $output = Invoke-Shell "Import-Module '$module'; Import-Module '$other/MewsThreads'" | Out-String
        ($output -replace '\s*\|?\s*\r?\n\s*\|?\s*', ' ') | Should -BeLike '*MewsThreads 1.2.3 from*already loaded MewsThreads*Start a new PowerShell session*'
        $output | Should -Not -BeLike '*already present*'
    }

    It 'leaves no variable behind and imports in constrained language mode' {
        Invoke-Shell @"
            `$ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'
            `$before = (Get-Variable).Name
            Import-Module '$module'
            (Get-Variable).Name | Where-Object { `$_ -notin `$before -and `$_ -ne 'before' }
            (Get-Command Get-MewsMessage).Name
"@ | Should -Be "Get-MewsMessage$([Environment]::NewLine)"
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
            @(Get-MewsMessageThread -CreatedAfter ([DateOnly]::MinValue) -CreatedBefore ([DateOnly]::MaxValue) -First 3).Count | Should -Be 3
            @(Get-MewsMessageThread -CreatedAfter 0001-01-01 -CreatedBefore 9999-12-31T23:59:59 -First 3).Count | Should -Be 3
        }
        finally {
            $env:TZ = $before
            [TimeZoneInfo]::ClearCachedData()
        }
    }
}
