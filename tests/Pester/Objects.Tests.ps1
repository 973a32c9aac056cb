#requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessage('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester hands variables from block to block')]
param()

BeforeAll {
    . "$PSScriptRoot/Emulator.ps1"
    . "$PSScriptRoot/Module.ps1"
    . "$PSScriptRoot/Shell.ps1"
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

    # In a process of its own, as users start it. What an error says is written as it is, since the views of errors break it into lines.
    function Invoke-Shell {
        param([string] $Script)
        $shell = Get-Shell
        $start = [System.Diagnostics.ProcessStartInfo]::new($shell.Program)
        $command = "`$ErrorActionPreference = 'Stop'; try { $Script } catch { [Console]::Out.WriteLine(`$_) }"
        # As one text: .NET Framework has no list of arguments.
        $start.Arguments = ($shell.Arguments + @('-NoProfile', '-NonInteractive', '-Command', $command) | ForEach-Object { """$_""" }) -join ' '
        $start.RedirectStandardOutput = $true
        $start.UseShellExecute = $false
        $process = [System.Diagnostics.Process]::Start($start)
        $process.StandardOutput.ReadToEnd()
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
    BeforeAll {
        # By its bytes, since each edition of PowerShell has other ways to make an assembly, and some have none that can name it. The metadata has a
        # version after the number of SHA-1 (ECMA-335, II.22.2).
        function Set-AssemblyVersion {
            [Diagnostics.CodeAnalysis.SuppressMessage('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'For tests alone')]
            [CmdletBinding()]
            param([string] $File, [version] $Version)

            # An encoding with a character for each byte.
            $latin1 = [System.Text.Encoding]::GetEncoding(28591)
            $before, $after = [System.Reflection.AssemblyName]::GetAssemblyName($File).Version, $Version | ForEach-Object {
                $numbers = 0x8004, 0, $_.Major, $_.Minor, $_.Build, $_.Revision
                $latin1.GetString([byte[]] ($numbers | ForEach-Object { [BitConverter]::GetBytes([uint16] $_) }))
            }
            $text = $latin1.GetString([System.IO.File]::ReadAllBytes($File))
            [System.IO.File]::WriteAllBytes($File, $latin1.GetBytes($text.Replace($before, $after)))
        }
    }

    It 'works where it is the same' {
        $copy = Join-Path $TestDrive 'copy'
        New-Item $copy -ItemType Directory | Out-Null
        Copy-Item $module $copy -Recurse
        Invoke-Shell "Import-Module '$module'; Import-Module '$copy/MewsThreads'; Import-Module '$copy/MewsThreads' -Force; (Get-Command Get-MewsMessage).Name" |
            Should -Be "Get-MewsMessage$([Environment]::NewLine)"
    }

    It 'asks for a new session where it is another version' {
        # The same assembly with another version, as a later release has it.
        $other = Join-Path $TestDrive 'other'
        New-Item "$other/MewsThreads" -ItemType Directory -Force | Out-Null
        Copy-Item "$((Get-Module MewsThreads).ModuleBase)/*" "$other/MewsThreads" -Recurse -Force
        $file = "$other/MewsThreads/bin/MewsThreads.PowerShell.dll"
        Set-AssemblyVersion $file 1.2.3.0
        [System.Reflection.AssemblyName]::GetAssemblyName($file).FullName | Should -BeLike 'MewsThreads.PowerShell, Version=1.2.3.0,*'

        $output = Invoke-Shell "Import-Module '$module'; Import-Module '$other/MewsThreads'"
        $output | Should -BeLike '*MewsThreads 1.2.3 from*already loaded MewsThreads*Start a new PowerShell session*'
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
