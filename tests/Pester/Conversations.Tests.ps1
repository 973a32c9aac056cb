#requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessage('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester hands variables from block to block')]
param()

BeforeAll {
    . "$PSScriptRoot/Emulator.ps1"
    . "$PSScriptRoot/Module.ps1"
    $emulator = Start-Emulator '--limit 0', '--threads 0'
    Connect-Emulator $emulator

    # An open question of two messages, a conversation with a reply, and a thread in which nobody has written.
    $asked, $answered, $silent = 'Late check-in', 'Where is the key?', 'Parking' | ForEach-Object { New-MewsMessageThread 'Jane Doe' $_ }
    $null = $asked | Add-MewsMessage -Text 'We land at 23:40.'
    $null = $asked | Add-MewsMessage -Text "Is the desk open?`nOr is there a night porter?"
    $null = $answered | Add-MewsMessage -Text 'I cannot find it.'
    $null = Invoke-RestMethod "$($emulator.Address)emulator/answers" -Method Post -ContentType application/json -Body (
        @{ MessageThreadId = $answered.Id; Text = 'It is in your room.' } | ConvertTo-Json)
    $conversations = @($asked, $answered, $silent | ForEach-Object { Get-MewsConversation $_ })
    $rows = @($conversations | ForEach-Object { Get-MewsConversation $_ -ExpandMessage })
}

AfterAll {
    Stop-Emulator $emulator
    Remove-Module MewsThreads
}

Describe 'A table of conversations' {
    It 'shows within 80 columns who is waiting, and since when' {
        $lines = ($conversations | Format-Table | Out-String -Width 80) -split '\r?\n' | Where-Object { $_ }
        $lines | ForEach-Object { $_.Length | Should -BeLessOrEqual 80 }
        $lines[0].Trim() -split '\s+' | Select-Object -First 4 | Should -Be 'WaitingSince', 'LastSender', 'Sender', 'Subject'
        $lines[2] | Should -Match ('^{0:u} Application +Jane Doe +Late check-in' -f $conversations[0].WaitingSince)
        $lines[3] | Should -Match '^ +Enterprise +Jane Doe +Where is the key\?'
        $lines[4] | Should -Match '^ +Jane Doe +Parking'
    }

    It 'shows each message of the rows' {
        $lines = ($rows | Format-Table | Out-String -Width 80) -split '\r?\n' | Where-Object { $_ }
        $lines | ForEach-Object { $_.Length | Should -BeLessOrEqual 80 }
        $lines.Count | Should -Be 6
        $lines[2] | Should -Match 'Application +Late check-in +We land at 23:40\.'
    }

    It 'has room for the id in 120 columns' {
        $conversations | Format-Table | Out-String -Width 120 | Should -Match $asked.Id
    }
}

Describe 'A list of conversations' {
    It 'has a line for each message, from the first on' {
        $list = $conversations[0] | Format-List | Out-String -Width 120
        $list | Should -Match '(?m)^Messages +: \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ Application: We land at 23:40\.\r?$'
        $list | Should -Match '(?m)^ +\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ Application: Is the desk open\?\\nOr is there a night porter\?\r?$'
    }
}

Describe 'Files of conversations' {
    It 'have a row each, and no name of a type' {
        $csv = $conversations | ConvertTo-Csv -NoTypeInformation
        $csv | Should -Not -Match 'MewsThreads|System\.'
        $read = @($csv | ConvertFrom-Csv)
        $read.Id | Should -Be "$($asked.Id)", "$($answered.Id)", "$($silent.Id)"
        $read[0].PSObject.Properties.Name -join ' ' | Should -Be ('Id OriginalSender Subject CreatedUtc UpdatedUtc IsResolved FirstMessageUtc LastMessageUtc ' +
            'LastSender WaitingSince FirstReplyAfter Messages')
        [datetimeoffset] $read[0].WaitingSince | Should -Be $conversations[0].WaitingSince
        [timespan] $read[1].FirstReplyAfter | Should -Be $conversations[1].FirstReplyAfter
        @($read[1].Messages -split "`n").Count | Should -Be 2
        $read[1].Messages | Should -Match 'Enterprise: It is in your room\.$'
        $read[2].Messages, $read[2].WaitingSince, $read[2].LastSender | Should -Be '', '', ''
    }

    It 'have a row for each message with its thread, as it was written' {
        $csv = $rows | ConvertTo-Csv -NoTypeInformation
        $csv | Should -Not -Match 'MewsThreads|System\.'
        $read = @($csv | ConvertFrom-Csv)
        $read[0].PSObject.Properties.Name -join ' ' | Should -Be 'MessageThreadId Subject OriginalSender Id CreatedUtc Sender Text'
        $read.Text | Should -Be 'We land at 23:40.', "Is the desk open?`nOr is there a night porter?", 'I cannot find it.', 'It is in your room.'
        $read.Subject | Should -Be 'Late check-in', 'Late check-in', 'Where is the key?', 'Where is the key?'
    }

    It 'as JSON have each message whole' {
        $one = $conversations[0] | ConvertTo-Json -WarningVariable warnings
        $all = $conversations | ConvertTo-Json -Depth 3 -WarningVariable +warnings
        $warnings | Should -BeNullOrEmpty
        "$one $all" | Should -Not -Match 'MewsThreads|System\.'
        ($one | ConvertFrom-Json).Messages.Text | Should -Be $conversations[0].Messages.Text
        ($all | ConvertFrom-Json).Messages.Text | Should -Be $conversations.Messages.Text
        @(($all | ConvertFrom-Json)[2].Messages).Count | Should -Be 0
    }

    It 'as JSON of the usual depth have no name of a type either' {
        $conversations | ConvertTo-Json -WarningAction SilentlyContinue | Should -Not -Match 'MewsThreads|System\.'
    }
}

Describe 'A transcript' {
    It 'is a page that reads the same in each encoding' -ForEach @(
        @{ Encoding = 'ascii' }, @{ Encoding = 'utf8' }, @{ Encoding = 'unicode' }, @{ Encoding = 'default' }
    ) {
        $file = Join-Path $TestDrive "$Encoding.html"
        $thread = New-MewsMessageThread 'Zoe' "$([char] 0x05E9)$([char] 0x05DC) $([char] 0xFC)"
        $page = Get-MewsConversation $thread | ConvertTo-MewsTranscript -As Html
        $page | Set-Content $file -Encoding $Encoding
        Get-Content $file | Should -Be $page
        $page -match '<h2' | Should -Match '&#x5E9;&#x5DC; &#xFC;</h2>'
    }

    It 'takes what comes back from a file' {
        $file = Join-Path $TestDrive 'kept.xml'
        $conversations | Export-Clixml $file
        Import-Clixml $file | ConvertTo-MewsTranscript | Should -Be ($conversations | ConvertTo-MewsTranscript)
        ConvertTo-MewsTranscript (Import-Clixml $file) -As Html | Should -Be (ConvertTo-MewsTranscript $conversations -As Html)
    }

    It 'stops where enough was seen' {
        @($conversations | ConvertTo-MewsTranscript | Select-Object -First 3).Count | Should -Be 3
    }
}

Describe 'Conversations that come back from <_>' -ForEach 'a file of Export-Clixml', 'a job' {
    BeforeAll {
        $back = if ($_ -eq 'a job') {
            @(Start-Job {
                . "$using:PSScriptRoot/Emulator.ps1"
                Import-Module $using:module
                Connect-Emulator $using:emulator
                $using:asked, $using:answered, $using:silent | ForEach-Object { Get-MewsConversation $_ }
                $using:asked, $using:answered | ForEach-Object { Get-MewsConversation $_ -ExpandMessage }
            } | Receive-Job -Wait -AutoRemoveJob)
        }
        else {
            $file = Join-Path $TestDrive 'conversations.xml'
            $conversations + $rows | Export-Clixml $file
            @(Import-Clixml $file)
        }
    }

    It 'are conversations and rows, and say the same to the last digit' {
        $back.Count | Should -Be 7
        $same = { "$_ $($_.Subject) $($_.CreatedUtc.UtcTicks) $($_.UpdatedUtc.UtcTicks) $($_.WaitingSince.UtcTicks) $($_.FirstReplyAfter.Ticks) $($_.LastSender) $($_.IsResolved)" }
        $back[0..2] | ForEach-Object { $_ -is [MewsThreads.Conversation] | Should -BeTrue }
        $back[3..6] | ForEach-Object { $_ -is [MewsThreads.ConversationMessage] | Should -BeTrue }
        $back | ForEach-Object $same | Should -Be ($conversations + $rows | ForEach-Object $same)
        $back[0].Messages.Text | Should -Be $conversations[0].Messages.Text
        $back[1].Messages | ForEach-Object { "$_ $($_.CreatedUtc.UtcTicks)" } | Should -Be ($conversations[1].Messages | ForEach-Object { "$_ $($_.CreatedUtc.UtcTicks)" })
        $back[2].Messages.Count | Should -Be 0
    }

    It 'display as before, and stand for their threads' {
        $back[0..2] | Format-List | Out-String -Width 120 | Should -Be ($conversations | Format-List | Out-String -Width 120)
        $back[3..6] | Out-String -Width 120 | Should -Be ($rows | Out-String -Width 120)

        # What a job returns has properties more.
        $back[0..2] | Select-Object Id, WaitingSince, Messages | ConvertTo-Csv -NoTypeInformation |
            Should -Be ($conversations | Select-Object Id, WaitingSince, Messages | ConvertTo-Csv -NoTypeInformation)
        ($back[0] | Get-MewsMessageThread).Id | Should -Be $asked.Id
        ($back[6] | Get-MewsMessageThread).Id | Should -Be $answered.Id
    }
}
