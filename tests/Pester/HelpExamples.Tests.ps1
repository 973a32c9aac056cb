#requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessage('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester hands variables from block to block')]
param()

# Every example of the help, as Get-Help shows it, run as it stands against an emulator.

BeforeDiscovery {
    . "$PSScriptRoot/Module.ps1"
    $examples = foreach ($command in Get-Command -Module MewsThreads) {
        foreach ($example in (Get-Help $command.Name).examples.example) {
            @{ Cmdlet = $command.Name; Title = $example.title; Code = $example.code }
        }
    }
    # In a topic, what is indented twice is code.
    $examples += foreach ($topic in (Get-Help about_MewsThreads*).Name) {
        foreach ($block in [regex]::Matches((Get-Help $topic), '(?m)^ {8}.*(\r?\n {8}.*)*')) {
            $code = $block.Value -replace '(?m)^ {8}'
            @{ Cmdlet = $topic; Title = ($code -split '\r?\n')[0]; Code = $code }
        }
    }
}

BeforeAll {
    . "$PSScriptRoot/Emulator.ps1"
    # Examples with -Parallel import the module as users' sessions do, from the module path.
    $modulePath = $env:PSModulePath
    . "$PSScriptRoot/Module.ps1"
    $env:PSModulePath = (Split-Path $module), $env:PSModulePath -join [System.IO.Path]::PathSeparator

    # The ids in the examples' files name no thread here.
    $emulator = Start-Emulator '--limit 0', '--unknown-ids ignore', '--threads 1000'
    $plain = [regex]::Matches($emulator.ConnectLine, "'([^']+)'") | ForEach-Object { $_.Groups[1].Value }
    $clientToken, $accessToken = $plain | ForEach-Object { ConvertTo-SecureString $_ -AsPlainText -Force }
    $env:MEWS_CLIENT_TOKEN, $env:MEWS_ACCESS_TOKEN = $plain
    $env:MEWS_PLATFORM_ADDRESS = $emulator.Address
    Connect-Mews

    # What the world around a session has: someone at the prompt, and a vault.
    function Get-Credential { [pscredential]::new($plain[0], $accessToken) }
    function Get-Secret { param($Name) if ($Name -eq 'MewsClientToken') { $clientToken } else { $accessToken } }

    function Get-FileState { Get-ChildItem | Where-Object Length -GT 0 | ForEach-Object { "$($_.Name) $($_.Length)" } }

    # Conversations of today, one of them answered; and the files that a folder of work has.
    $today = 'Late check-in', 'Where is the key?', 'A taxi, please' | ForEach-Object { New-MewsMessageThread 'Jane Doe' $_ }
    $null = Invoke-MewsOperation messages/add @{ Messages = @($today | ForEach-Object { @{ MessageThreadId = $_.Id; Text = $_.Subject } }) }
    $null = Invoke-RestMethod "$($emulator.Address)emulator/answers" -Method Post -ContentType application/json -Body (
        @{ MessageThreadId = $today[1].Id; Text = 'It is in your room.' } | ConvertTo-Json)
    Push-Location $TestDrive
    $today.Id + [guid]::NewGuid() | Set-Content ids.txt
    Get-MewsMessageThread -First 20 | Export-Csv threads.csv -NoTypeInformation
    'OriginalSender,Subject', 'Jane Doe,A quiet room', 'John Smith,Parking' | Set-Content guests.csv
    'MessageThreadId,Text,Identifier', "$($today[0].Id),Thank you,1", "$($today[1].Id),Found it,2" | Set-Content messages.csv
    @{ MessageThreadIds = @($today.Id) } | ConvertTo-Json | Set-Content filter.json
    $given = (Get-ChildItem).Name
}

AfterAll {
    Pop-Location
    Stop-Emulator $emulator
    Remove-Item env:MEWS_CLIENT_TOKEN, env:MEWS_ACCESS_TOKEN, env:MEWS_PLATFORM_ADDRESS
    $env:PSModulePath = $modulePath
    Remove-Module MewsThreads
}

Describe 'The examples of <_>' -ForEach (Get-Command -Module MewsThreads).Name {
    It 'are three or more, each of which uses it' {
        $codes = @((Get-Help $_).examples.example.code | Sort-Object -Unique)
        $codes.Count | Should -BeGreaterOrEqual 3
        foreach ($code in $codes) {
            $ast = [System.Management.Automation.Language.Parser]::ParseInput($code, [ref] $null, [ref] $null)
            $commands = $ast.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandAst] }, $true)
            @($commands).GetCommandName() | Should -Contain $_ -Because $code
        }
    }
}

Describe '<Cmdlet>, <Title>' -ForEach $examples {
    BeforeEach {
        Connect-Mews
        $connection = Get-MewsConnection
        $newest = (Get-MewsMessageThread -First 1).Id
        Get-ChildItem | Where-Object Name -NotIn $given | Remove-Item
        $files = Get-FileState
    }

    It 'works and shows something' -Skip:($Code -match '-Parallel' -and $PSVersionTable.PSVersion.Major -lt 7) {
        # The demo environment is the emulator's address here; production, the default, is it by a variable.
        $script = [scriptblock]::Create($Code.Replace('-Environment Demo', "-PlatformAddress $($emulator.Address)"))
        $ErrorActionPreference = 'Stop'
        $output = @(& { Set-StrictMode -Version Latest; & $script })

        if ($Code -match '-WhatIf') {
            (Get-MewsMessageThread -First 1).Id | Should -Be $newest
        }
        else {
            $written = Get-FileState | Where-Object { $_ -notin $files }
            ($output.Count -gt 0) -or $written -or ((Get-MewsConnection) -ne $connection) | Should -BeTrue -Because 'otherwise there is nothing to see of it'
        }
    }
}
