#requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessage('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester hands variables from block to block')]
param()

BeforeAll {
    . "$PSScriptRoot/Emulator.ps1"
    . "$PSScriptRoot/Module.ps1"
    $emulator = Start-Emulator '--limit 0'
    Connect-Emulator $emulator

    # A colour that PowerShell's own headers do not have, the clipboard, C1, a bell, a backspace and an override of direction.
    $esc = [char] 0x1B
    $hostile = "$esc[35;41m$esc]52;c;cm0=$([char] 7)$([char] 0x9B)31m`b$([char] 0x202E)gnp"
    $thread = New-MewsMessageThread $hostile $hostile
    $message = $thread | Add-MewsMessage -Text "$hostile`nsecond line" -Identifier $hostile
    $conversation = $thread | Get-MewsConversation
    $row = $thread | Get-MewsConversation -ExpandMessage

    # Otherwise PowerShell itself takes colours out of what is no terminal.
    if ($PSVersionTable.PSVersion.Major -ge 7) {
        $rendering = $PSStyle.OutputRendering
        $PSStyle.OutputRendering = 'Ansi'
    }

    function Assert-Safe {
        param([string] $Shown)

        # A table breaks it.
        ($Shown -replace '\s').Contains('\u001B[35;41m') | Should -BeTrue -Because 'it is shown, and escaped'
        $Shown.Contains("$esc[35") -or $Shown.Contains("$esc]") | Should -BeFalse
        $Shown | Should -Not -Match '[\x00-\x08\x7F-\x9F\u202A-\u202E\u2066-\u2069]'
    }
}

AfterAll {
    if ($PSVersionTable.PSVersion.Major -ge 7) {
        $PSStyle.OutputRendering = $rendering
    }
    Stop-Emulator $emulator
    Remove-Module MewsThreads
}

Describe 'What a guest wrote' {
    It 'is escaped in the <_> of a thread, of a message and of a conversation' -TestCases 'table', 'list' {
        $format = if ($_ -eq 'table') { { $input | Format-Table -Wrap } } else { { $input | Format-List } }
        Assert-Safe ($thread | & $format | Out-String -Width 400)
        Assert-Safe ($message | & $format | Out-String -Width 400)
        Assert-Safe ($conversation | & $format | Out-String -Width 400)
        Assert-Safe ($row | & $format | Out-String -Width 400)
    }

    It 'keeps its lines in the list of a message, and is one line in the table' {
        ($message | Format-List | Out-String -Width 400) | Should -Match '(?m)^\s+second line'
        ($message | Format-Table -Wrap | Out-String -Width 400).Replace("`r", '').Replace("`n", '') -replace '\s' |
            Should -Match 'gnp\\nsecondline'
    }

    It 'is escaped in a transcript' {
        Assert-Safe ($conversation | ConvertTo-MewsTranscript | Out-String -Width 400)
        Assert-Safe ($conversation | ConvertTo-MewsTranscript -As Html | Out-String -Width 4000)
    }

    It 'is escaped where objects of several types come one after another' {
        Assert-Safe ($thread, $message, (Get-MewsConnection) | Out-String -Width 400)
        Assert-Safe ((Get-Date), $message, $thread | Out-String -Width 400)
        Assert-Safe ($message, $thread | Format-List | Out-String -Width 400)
        Assert-Safe ((Get-Date), $conversation, $row | Out-String -Width 400)
    }

    It 'is escaped in objects of another session' {
        $serializer = [System.Management.Automation.PSSerializer]
        $other = $serializer::Deserialize($serializer::Serialize(@($thread, $message, $conversation, $row), 2))
        $other[0].PSTypeNames[0] | Should -Be 'MewsThreads.MessageThread'
        $other | ForEach-Object { Assert-Safe ($_ | Format-List | Out-String -Width 400) }
    }

    It 'is escaped in Constrained Language Mode' {
        $shell = [powershell]::Create()
        try {
            $shown = $shell.AddScript({
                param($module, $items)
                Import-Module $module
                if ($PSStyle) { $PSStyle.OutputRendering = 'Ansi' }
                $ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'
                $items | Format-List | Out-String -Width 400
            }).AddArgument($module).AddArgument(@($thread, $message)).Invoke()
            $shell.Streams.Error | Should -BeNullOrEmpty
            Assert-Safe "$shown"
        }
        finally {
            $shell.Dispose()
        }
    }

    It 'is escaped in each view of an error' {
        { Sync-MewsMessageThread "$hostile.txt" -ErrorAction Stop } | Should -Throw -ErrorId 'MewsInvalidArgument,*'
        $failure = $Error[0]
        foreach ($view in 'NormalView', 'CategoryView', 'ConciseView') {
            $ErrorView = $view
            if ($view -ne 'ConciseView' -or $PSVersionTable.PSVersion.Major -ge 7) {
                $shown = $failure | Out-String -Width 2000
                $shown.Contains("$esc[35") -or $shown.Contains("$esc]") | Should -BeFalse -Because $view
                $shown | Should -Not -Match '[\x00-\x08\x7F-\x9F\u202A-\u202E]' -Because $view
            }
        }
    }

    It 'is escaped where a batch that failed is shown' {
        $failed = [pscustomobject]@{ MessageThreadId = [guid]::NewGuid(); Text = $hostile; Identifier = $hostile } |
            Add-MewsMessage -ErrorAction SilentlyContinue -ErrorVariable failures
        $failed | Should -BeNullOrEmpty
        $failures[0].TargetObject[0].Text | Should -BeExactly $hostile
        Assert-Safe ($failures[0].TargetObject | Format-List | Out-String -Width 400)
        Assert-Safe ($failures[0].TargetObject | Format-Table -Wrap | Out-String -Width 400)
    }

    It 'is as it was in values, JSON and CSV, with no property more' {
        $thread.Subject | Should -BeExactly $hostile
        $message.Identifier | Should -BeExactly $hostile
        ($thread | ConvertTo-Json | ConvertFrom-Json).Subject | Should -BeExactly $hostile
        ($thread | ConvertTo-Csv -NoTypeInformation | ConvertFrom-Csv).Subject | Should -BeExactly $hostile
        ($thread | Select-Object *).PSObject.Properties.Name -join ' ' | Should -Be 'Id OriginalSender Subject CreatedUtc UpdatedUtc IsResolved'
        $row.Text | Should -BeExactly "$hostile`nsecond line"
        $thread, $message, $conversation, $row | Get-Member -Name Displayed* | Should -BeNullOrEmpty
        $thread, $message, $conversation, $row | ConvertTo-Json -Depth 3 | Should -Not -Match 'Displayed'
    }
}
