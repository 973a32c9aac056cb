# Starts the built emulator on a free port for a Pester file, and connects this session to it.

function Start-Emulator {
    [Diagnostics.CodeAnalysis.SuppressMessage('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'For tests alone')]
    [CmdletBinding()]
    param([string[]] $ArgumentList = @())

    $assembly = Get-ChildItem (Join-Path $PSScriptRoot '../../src/MewsThreads.Emulator/bin') -Recurse -Filter MewsThreads.Emulator.dll |
        Sort-Object LastWriteTime | Select-Object -Last 1
    if (-not $assembly) {
        throw 'The emulator is not built: run dotnet build first.'
    }

    $start = [System.Diagnostics.ProcessStartInfo]::new('dotnet')
    $start.Arguments = (@("`"$($assembly.FullName)`"", '--urls', 'http://127.0.0.1:0') + $ArgumentList) -join ' '
    $start.RedirectStandardOutput = $true
    $start.UseShellExecute = $false
    $process = [System.Diagnostics.Process]::Start($start)

    # The banner ends with a Connect-Mews line to paste; what follows -PlatformAddress is where it listens.
    $banner = @()
    while ($null -ne ($line = $process.StandardOutput.ReadLine())) {
        $banner += $line
        if ($line -match 'Connect-Mews.*-PlatformAddress\s+(\S+)') {
            return [pscustomobject]@{ Process = $process; Address = [uri] $Matches[1]; ConnectLine = $line.Trim() }
        }
    }

    throw "The emulator did not start: $($banner -join [Environment]::NewLine)"
}

function Stop-Emulator {
    [Diagnostics.CodeAnalysis.SuppressMessage('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'For tests alone')]
    [CmdletBinding()]
    param($Emulator)

    $Emulator.Process.Kill()
    $Emulator.Process.WaitForExit()
}

# As users do: by running the line that the emulator prints.
function Connect-Emulator {
    [CmdletBinding()]
    param($Emulator, $Options)

    . ([scriptblock]::Create("$($Emulator.ConnectLine) $Options"))
}
