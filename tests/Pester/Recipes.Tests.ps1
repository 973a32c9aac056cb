#requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessage('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester hands variables from block to block')]
param()

# The recipes of the README, run as they stand there.

BeforeAll {
    . "$PSScriptRoot/Emulator.ps1"
    . "$PSScriptRoot/Packages.ps1"
    $modulePath = $env:PSModulePath
    . "$PSScriptRoot/Module.ps1"
    $env:PSModulePath = (Split-Path $module), $env:PSModulePath -join [System.IO.Path]::PathSeparator

    $readme = Get-Content "$PSScriptRoot/../../README.md" -Raw -Encoding utf8
    function Get-Recipe {
        param([string] $Heading)
        $found = [regex]::Match($readme, "(?s)\n### $([regex]::Escape($Heading))\r?\n.*?\n``````(powershell|yaml)\r?\n(?<code>.*?)\n``````")
        $found.Success | Should -BeTrue -Because "the README has a recipe '$Heading'"
        $found.Groups['code'].Value
    }

    function Invoke-Recipe {
        param([string] $Code, [hashtable] $Parameters = @{})
        $ErrorActionPreference = 'Stop'
        Set-StrictMode -Version Latest
        & ([scriptblock]::Create($Code)) @Parameters
    }

    # What the world around a script has: a vault, the assets of an automation account, a mail server.
    function Get-Secret { param($Name) if ($Name -eq 'MewsClientToken') { $clientToken } else { $accessToken } }
    function Get-AutomationPSCredential { param($Name) if ($Name -eq 'Mews') { [pscredential]::new($plain[0], $accessToken) } }
    function Get-AutomationVariable { param($Name) if ($Name -eq 'MewsThreadsFile') { Join-Path (Get-Location) 'share.csv' } }
    function Send-MailMessage {
        [Diagnostics.CodeAnalysis.SuppressMessage('PSAvoidOverwritingBuiltInCmdlets', '', Justification = 'There is no mail server')]
        [CmdletBinding()]
        param($From, $To, $Subject, $SmtpServer, $Body, [switch] $BodyAsHtml, $Encoding)
        $PSBoundParameters
    }

    function Send-Answer {
        param($Thread, $Text)
        Invoke-RestMethod "$($emulator.Address)emulator/answers" -Method Post -ContentType application/json -Body (
            @{ MessageThreadId = $Thread.Id; Text = $Text } | ConvertTo-Json)
    }
}

AfterAll {
    $env:PSModulePath = $modulePath
    Remove-Module MewsThreads
}

Describe 'A recipe of the README' {
    BeforeEach {
        $emulator = Start-Emulator '--limit 0'
        $plain = [regex]::Matches($emulator.ConnectLine, "'([^']+)'") | ForEach-Object { $_.Groups[1].Value }
        $clientToken, $accessToken = $plain | ForEach-Object { ConvertTo-SecureString $_ -AsPlainText -Force }
        $env:MEWS_CLIENT_TOKEN, $env:MEWS_ACCESS_TOKEN = $plain
        $env:MEWS_PLATFORM_ADDRESS = $emulator.Address
        $folder = New-Item (Join-Path $TestDrive ([guid]::NewGuid())) -ItemType Directory
        Push-Location $folder
    }

    AfterEach {
        Pop-Location
        Stop-Emulator $emulator
        Remove-Item env:MEWS_CLIENT_TOKEN, env:MEWS_ACCESS_TOKEN, env:MEWS_PLATFORM_ADDRESS
    }

    It 'mails the open threads that are older than a day' {
        $mail = Invoke-Recipe (Get-Recipe 'Unresolved threads older than a day, mailed as a table')
        $open = @(Get-MewsMessageThread -CreatedAfter (Get-Date).AddMonths(-1) -CreatedBefore (Get-Date).AddDays(-1) | Where-Object { -not $_.IsResolved })
        $open.Count | Should -BeGreaterThan 0
        $mail.Subject | Should -Be "$($open.Count) threads wait for an answer"
        $mail.BodyAsHtml | Should -BeTrue
        foreach ($thread in $open) {
            $mail.Body | Should -Match $thread.Id
        }
    }

    It 'syncs a file in a runbook, and the next night only what changed' {
        $recipe = Get-Recipe 'Nightly sync in Azure Automation'
        $first = Invoke-Recipe $recipe
        $first.Added | Should -Be 2500
        $new = New-MewsMessageThread 'Jane Doe' 'Late check-in'
        $second = Invoke-Recipe $recipe
        $second.Added | Should -Be 1
        $second.Requests | Should -BeLessThan $first.Requests
        (Import-Csv share.csv).Id | Should -Contain $new.Id
    }

    It 'exports the threads of a day in a workflow' -Skip:(-not (Get-Command Save-PSResource -ErrorAction Ignore)) {
        $yaml = Get-Recipe 'GitHub Actions with secrets'
        $yaml | Should -Match 'MEWS_CLIENT_TOKEN: \$\{\{ secrets'
        $yaml | Should -Match 'retention-days: 1\r?\n?$'
        $steps = [regex]::Matches($yaml, '(?m)run: \|\r?\n((?: {10}.*(\r?\n|$))+)') | ForEach-Object { $_.Groups[1].Value }
        $null = New-MewsMessageThread 'Jane Doe' 'Late check-in' -Connection (Connect-Mews -PassThru)
        $null = New-Item packages -ItemType Directory
        Copy-Item "$(Get-PackageFolder)/MewsThreads.?.*.nupkg" packages

        $steps.Count | Should -Be 2
        try {
            $steps | ForEach-Object { Invoke-InShell "Set-StrictMode -Version Latest; $_" }
        }
        finally {
            if (-not $isListOfItsOwn) {
                Invoke-InShell 'Unregister-PSResourceRepository Packages'
            }
        }

        (Import-Csv threads.csv).Subject | Should -Contain 'Late check-in'
    }

    It 'reads ten properties in parallel' -Skip:($PSVersionTable.PSVersion.Major -lt 7) {
        $null = New-MewsMessageThread 'Jane Doe' 'Late check-in' -Connection (Connect-Mews -PassThru)
        'Secret', (1..10 | ForEach-Object { "Property$_" }) | ForEach-Object { $_ } | Set-Content properties.csv
        Invoke-Recipe (Get-Recipe 'Ten properties in parallel')
        $rows = Import-Csv week.csv
        @($rows | Where-Object Subject -EQ 'Late check-in').Count | Should -Be 10
        $rows.Property | Sort-Object -Unique | Should -Be 'Connector API Hotel'
        $requests = Invoke-RestMethod "$($emulator.Address)emulator/requests"
        @($requests | Where-Object Operation -EQ 'messageThreads/getAll').Count | Should -Be 10
    }

    It 'creates a thread with its first message for every row' {
        @'
OriginalSender,Subject,Text,Reservation
Jane Doe,Your arrival,"When will you arrive, please?",R-1
"Müller, Zoë",Your arrival,Do you need a cot?,R-2
'@ | Set-Content arrivals.csv -Encoding utf8
        Connect-Mews
        Invoke-Recipe (Get-Recipe 'A thread and its first message for every row of a file')
        $sent = Import-Csv sent.csv
        $sent.Identifier | Should -Be 'R-1', 'R-2'
        $threads = $sent | Get-MewsMessageThread
        $threads.OriginalSender | Sort-Object | Should -Be ('Jane Doe', 'Müller, Zoë')
        (Get-MewsMessage $threads).Text | Sort-Object | Should -Be 'Do you need a cot?', 'When will you arrive, please?'
        $requests = Invoke-RestMethod "$($emulator.Address)emulator/requests"
        @($requests | Where-Object Operation -EQ 'messages/add').Count | Should -Be 1
    }

    It 'answers the threads whose messages a webhook names' {
        Connect-Mews
        $threads = 'One', 'Two' | ForEach-Object { New-MewsMessageThread 'Jane Doe' $_ }
        $answers = $threads | ForEach-Object { Send-Answer $_ "An answer to $($_.Subject)" }
        $body = @{
            EnterpriseId = (Get-MewsConnection).EnterpriseId
            Events       = @(
                @{ Discriminator = 'MessageAdded'; Value = @{ Id = $answers[0].Id } }
                @{ Discriminator = 'CustomerAdded'; Value = @{ Id = $answers[1].Id } }
            )
        } | ConvertTo-Json -Depth 4

        $sent = Invoke-Recipe (Get-Recipe 'Answering threads from a webhook''s ids') @{ WebhookData = @{ RequestBody = $body } }

        @($sent).Count | Should -Be 1
        $sent.MessageThreadId | Should -Be $threads[0].Id
        @(Get-MewsMessage $threads[1]).Count | Should -Be 1
    }
}
