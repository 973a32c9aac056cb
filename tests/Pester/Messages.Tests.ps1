#requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessage('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester hands variables from block to block')]
param()

BeforeAll {
    . "$PSScriptRoot/Emulator.ps1"
    . "$PSScriptRoot/Module.ps1"
    # A batch with a message that cannot be written is rejected as a whole: a test sends such a batch again.
    $emulator = Start-Emulator '--limit 0', '--bad-messages reject-all'
    $clientToken = ConvertTo-SecureString 'E0D439EE522F44368DC78E1BFB03710C-D24FB11DBE31D4621C4817E028D9E1D' -AsPlainText -Force
    $accessToken = ConvertTo-SecureString 'C66EF7B239D24632943D115EDE9CB810-EA00F8FD8294692C940F6B5A8F9453D' -AsPlainText -Force
    $portfolioToken = ConvertTo-SecureString '5F56B9903A834F199E28AD20015E58CA-5C6A1A00550634911534AD6A098E8B7' -AsPlainText -Force
    Connect-Mews -ClientToken $clientToken -AccessToken $accessToken -PlatformAddress $emulator.Address

    # The property's side of a conversation.
    function Send-Control {
        param([string] $Path, [hashtable] $Body)
        Invoke-RestMethod "$($emulator.Address)emulator/$Path" -Method Post -Body ($Body | ConvertTo-Json) | Out-Null
    }
}

AfterAll {
    Stop-Emulator $emulator
    Remove-Module MewsThreads
}

Describe 'The customer-messaging day' {
    It 'creates a thread, adds the first message and reads the answer' {
        $first = New-MewsMessageThread 'Penelope' 'Late arrival' | Add-MewsMessage -Text 'I will be arriving late tonight'
        $first.Sender | Should -Be 'Application'
        Send-Control answers @{ MessageThreadId = $first.MessageThreadId; Text = 'What time do you expect to arrive?' }

        $answer = $first | Get-MewsMessage | Where-Object Sender -EQ Enterprise
        $answer.Text | Should -Be 'What time do you expect to arrive?'

        $answer | Add-MewsMessage -Text 'Around 11pm. Please hold my room, thank you.' | Out-Null
        Send-Control resolutions @{ MessageThreadId = $first.MessageThreadId; IsResolved = $true }
        ($answer | Get-MewsMessageThread).IsResolved | Should -BeTrue
        ($answer | Get-MewsMessage | Sort-Object CreatedUtc).Count | Should -Be 3
    }

    It 'sends each row of a file and returns it with its identifier' {
        $threads = Get-MewsMessageThread -First 3
        $csv = Join-Path $TestDrive 'messages.csv'
        $rows = foreach ($thread in $threads) {
            [pscustomobject]@{ MessageThreadId = $thread.Id; Text = "Dear $($thread.OriginalSender),`n""your room"" is ready: 1€"; Identifier = "row $($thread.Subject.Length)"; Room = 101 }
        }
        $rows | Export-Csv $csv -NoTypeInformation -Encoding utf8

        $added = Import-Csv $csv -Encoding utf8 | Add-MewsMessage

        $added.Identifier | Should -Be $rows.Identifier
        $added.MessageThreadId | Should -Be $rows.MessageThreadId
        # Not as the newest ones: in some worlds, messages of the same second come in any order.
        $read = $threads | Get-MewsMessage
        $added.Id | Where-Object { $_ -notin $read.Id } | Should -BeNullOrEmpty
        ($read | Where-Object Id -EQ $added[0].Id).Text | Should -BeExactly $rows[0].Text
    }

    It 'lists each message with -WhatIf and writes none' {
        $threads = Get-MewsMessageThread -First 3
        $before = ($threads | Get-MewsMessage).Count
        $path = Join-Path $TestDrive 'whatif.txt'
        Start-Transcript $path | Out-Null
        try {
            $threads | Add-MewsMessage -Text 'Good morning' -WhatIf | Should -BeNullOrEmpty
        }
        finally {
            Stop-Transcript | Out-Null
        }
        $shown = Get-Content $path -Raw
        foreach ($thread in $threads) {
            $shown | Should -Match "Add message.*'Good morning' in $($thread.Id)"
        }
        ($threads | Get-MewsMessage).Count | Should -Be $before
    }

    It 'collects a rejected batch in an error variable, from where it can be sent again' {
        $id = (Get-MewsMessageThread -First 1).Id
        $unknown = [guid]::NewGuid()
        $added = $unknown, $id, $id | Add-MewsMessage -Text 'Hello' -BatchSize 2 -ErrorAction SilentlyContinue -ErrorVariable failed
        @($added).Count | Should -Be 1
        $failed.TargetObject.MessageThreadId | Should -Be $unknown, $id
        $again = $failed.TargetObject | Where-Object MessageThreadId -NE $unknown | Add-MewsMessage
        $again.MessageThreadId | Should -Be $id
    }

    It 'says of a lost answer that its outcome is unknown, and how to check it' {
        $id = (Get-MewsMessageThread -First 1).Id
        Send-Control faults @{ Faults = @(@{ Kind = 'LostAnswer'; Operation = 'messages/add'; Times = 1 }) }
        $id | Add-MewsMessage -Text "It's done" -ErrorAction SilentlyContinue -ErrorVariable unknown
        $unknown.FullyQualifiedErrorId | Should -BeLike 'MewsOutcomeUnknown,*'
        $check = $unknown[0].ErrorDetails.RecommendedAction -replace '^.*Run: '
        (& ([scriptblock]::Create($check))).Text | Should -Contain "It's done"
    }

    It 'prints a table with times in UTC' {
        $table = (Get-MewsMessageThread -First 3 | Get-MewsMessage -First 3 | Out-String -Width 120).Trim() -split '\r?\n'
        $table[0] | Should -Match '^\W*Created\W+Sender\W+Text\W+MessageThreadId'
        ($table | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 120
    }
}

Describe 'A portfolio' {
    BeforeAll {
        $portfolio = Connect-Mews -ClientToken $clientToken -AccessToken $portfolioToken -PlatformAddress $emulator.Address -PassThru
    }

    It 'is told apart' {
        $portfolio.IsPortfolio | Should -BeTrue
    }

    It 'lists the threads of its enterprises' {
        $enterprises = Invoke-MewsOperation enterprises/getAll -All
        $enterprises.Count | Should -Be 2
        $first = $enterprises | Where-Object Name -EQ 'Connector API Hotel'
        $threads = $first | Get-MewsMessageThread
        $threads.Count | Should -BeGreaterThan 1000
        ($threads.Id -join ' ') | Should -Be ((Get-MewsMessageThread -EnterpriseId $first.Id).Id -join ' ')
        @($enterprises | Get-MewsMessageThread).Count | Should -Be @(Get-MewsMessageThread).Count
    }

    It 'lists those of the rows of a file' {
        $csv = Join-Path $TestDrive 'enterprises.csv'
        Invoke-MewsOperation enterprises/getAll -All | Select-Object Name, @{ Name = 'EnterpriseId'; Expression = 'Id' } | Export-Csv $csv -NoTypeInformation
        (Import-Csv $csv | Get-MewsMessageThread -First 5).Id | Should -Be (Get-MewsMessageThread -First 5).Id
    }

    It 'keeps an enterprise as it is on the wire' {
        $enterprise = Invoke-MewsOperation enterprises/getAll -All | Select-Object -First 1
        $enterprise | ConvertTo-Json -Depth 5 | Should -Not -Match 'EnterpriseId'
        $enterprise | ConvertTo-Csv -NoTypeInformation | Select-Object -First 1 | Should -Not -Match 'EnterpriseId'
        ($enterprise | Format-List * | Out-String) | Should -Not -Match 'EnterpriseId'
    }
}
