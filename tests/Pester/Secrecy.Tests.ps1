#requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessage('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester hands variables from block to block')]
param()

BeforeAll {
    . "$PSScriptRoot/Emulator.ps1"
    . "$PSScriptRoot/Module.ps1"
    $emulator = Start-Emulator '--limit 0'

    # Not written here: a dump that quotes this script would then hold them without any fault of the module.
    $quoted = [regex]::Matches($emulator.ConnectLine, "'([^']+)'")
    $plain = @{
        Client = $quoted[0].Groups[1].Value
        Access = $quoted[1].Groups[1].Value
        Wrong  = -join $quoted[0].Groups[1].Value[20..0]
    }
    $clientToken = ConvertTo-SecureString $plain.Client -AsPlainText -Force
    $accessToken = ConvertTo-SecureString $plain.Access -AsPlainText -Force
    $wrongToken = ConvertTo-SecureString $plain.Wrong -AsPlainText -Force
    $credential = [pscredential]::new($plain.Client, $accessToken)

    # Success and failure of every command, everything that can be switched on switched on.
    function Invoke-Everything {
        $connect = @{ PlatformAddress = $emulator.Address; MaximumRetryCount = 0; PassThru = $true; Verbose = $true; Debug = $true }
        foreach ($step in @(
                { Connect-Mews -ClientToken $wrongToken -AccessToken $wrongToken @connect }
                { Connect-Mews -Credential $credential @connect }
                { Connect-Mews -ClientToken $clientToken -AccessToken $accessToken @connect }
                { Connect-Mews -ClientToken $clientToken -AccessToken 'not a secure string' @connect }
                { Get-MewsConnection | Format-List * -Force }
                { Get-MewsMessageThread -First 2 -Verbose -Debug }
                { Get-MewsMessageThread -Id (New-Guid) -Verbose -Debug }
                { Get-MewsMessageThread -EnterpriseId (New-Guid) -Verbose -Debug }
                { New-MewsMessageThread 'Jane Doe' 'Late check-in' -Verbose -Debug }
                { Get-MewsMessageThread -First 2 | Get-MewsMessage -First 2 -Verbose -Debug }
                { Get-MewsMessageThread -First 2 | Add-MewsMessage -Text 'Hello' -Verbose -Debug }
                { Add-MewsMessage (New-Guid) 'Hello' -Verbose -Debug }
                { Invoke-MewsOperation enterprises/getAll -All -Verbose -Debug | Get-MewsMessageThread -First 1 }
                { Connect-Mews -ClientToken $clientToken -AccessToken $accessToken -PlatformAddress http://127.0.0.1:1 -MaximumRetryCount 0 -Verbose -Debug }
            )) {
            try { & $step } catch { $_ }
        }
    }

    function Assert-NoToken {
        param([string] $Text)
        $Text.Length | Should -BeGreaterThan 200
        foreach ($token in $plain.Values) {
            $forms = $token, [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($token)), ($token.ToCharArray() -join "`0")
            foreach ($form in $forms) {
                $Text.IndexOf($form, [StringComparison]::OrdinalIgnoreCase) | Should -Be -1
            }
        }
    }
}

AfterAll {
    Stop-Emulator $emulator
    Remove-Module MewsThreads
}

Describe 'No token is seen' {
    It 'in any stream' {
        Assert-NoToken (Invoke-Everything *>&1 | Out-String -Width 500)
    }

    It 'in any form of any object or error' {
        $Error.Clear()
        $objects = @(Invoke-Everything *>&1) + @($Error)
        $objects.Count | Should -BeGreaterThan 20

        # Not every object can be shown in every way; what cannot be shown is not seen.
        $ways = @(
            { $object | Format-List * -Force | Out-String -Width 500 }
            { $object | Format-Custom * -Depth 3 -Force | Out-String -Width 500 }
            { $object | ConvertTo-Json -Depth 4 -WarningAction SilentlyContinue }
            { [System.Management.Automation.PSSerializer]::Serialize($object, 4) }
        )
        foreach ($object in $objects) {
            $shown = foreach ($way in $ways) {
                try { & $way } catch { "Cannot be shown: $_" }
            }
            @($shown -notmatch '^Cannot be shown').Count | Should -BeGreaterThan 1
            Assert-NoToken ($shown -join "`n")
        }
    }

    It 'in what Get-Error shows' -Skip:(-not (Get-Command Get-Error -ErrorAction Ignore)) {
        $Error.Clear()
        Invoke-Everything *> $null
        Assert-NoToken (Get-Error -Newest 20 | Out-String -Width 500)
    }

    It 'in a transcript' {
        $path = Join-Path $TestDrive 'transcript.txt'
        Start-Transcript $path | Out-Null
        try {
            Invoke-Everything *>&1 | Out-Default
        }
        finally {
            Stop-Transcript | Out-Null
        }
        Assert-NoToken (Get-Content $path -Raw)
    }

    It 'in a trace of parameter binding' {
        $path = Join-Path $TestDrive 'trace.txt'
        Trace-Command -Name ParameterBinding, ParameterBinderBase, ParameterBinderController, TypeConversion, CommandProcessor, Cmdlet -Option All -FilePath $path -Expression {
            Invoke-Everything *> $null
        } *> $null
        $trace = Get-Content $path -Raw
        $trace | Should -Match 'BIND arg \[System.Security.SecureString\]'
        Assert-NoToken $trace
    }
}
