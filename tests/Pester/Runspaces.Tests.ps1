#requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessage('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester hands variables from block to block')]
param()

# The same commands in runspaces of another kind: jobs, parallel ones, a constrained language.

BeforeDiscovery {
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
}

AfterAll {
    Stop-Emulator $emulator
    Remove-Module MewsThreads
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
