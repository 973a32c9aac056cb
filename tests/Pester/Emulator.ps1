# Starts the emulator on a free port for a Pester file, and connects this session to it: the program that MEWSTHREADS_EMULATOR names, as
# Run.ps1 installs it, otherwise the one that dotnet build has made. MEWSTHREADS_WORLD runs all tests in another world: strict, or random:SEED.

function Start-Emulator {
    [Diagnostics.CodeAnalysis.SuppressMessage('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'For tests alone')]
    [CmdletBinding()]
    param([string[]] $ArgumentList = @())

    $program = if ($env:MEWSTHREADS_EMULATOR) { $env:MEWSTHREADS_EMULATOR } else { Get-BuiltEmulator }
    $start = [System.Diagnostics.ProcessStartInfo]::new($program)
    # Visible at once: the tests read what they have just written. The property tests write into worlds where it is visible late.
    $world = @(if ($env:MEWSTHREADS_WORLD) { '--world', $env:MEWSTHREADS_WORLD, '--visible-after-seconds', '0' })
    $start.Arguments = (@('--urls', 'http://127.0.0.1:0') + $world + $ArgumentList) -join ' '
    $start.RedirectStandardOutput = $true
    $start.UseShellExecute = $false
    $process = [System.Diagnostics.Process]::Start($start)

    # Otherwise a file of tests waits for the limit of its token: 200 requests in half a minute.
    $PSDefaultParameterValues['Connect-Mews:RequestLimit'] = 100000
    $PSDefaultParameterValues['Connect-Mews:RequestLimitSec'] = 1

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

function Get-BuiltEmulator {
    $built = Get-ChildItem "$PSScriptRoot/../../src/MewsThreads.Emulator/bin" -Recurse -Include MewsThreads.Emulator, MewsThreads.Emulator.exe |
        Sort-Object LastWriteTime | Select-Object -Last 1
    if (-not $built) {
        throw 'The emulator is not built: run dotnet build first.'
    }

    $built.FullName
}

function Stop-Emulator {
    [Diagnostics.CodeAnalysis.SuppressMessage('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'For tests alone')]
    [CmdletBinding()]
    param($Emulator)

    $PSDefaultParameterValues.Remove('Connect-Mews:RequestLimit')
    $PSDefaultParameterValues.Remove('Connect-Mews:RequestLimitSec')
    $Emulator.Process.Kill()
    $Emulator.Process.WaitForExit()
}

# As users do: by running the line that the emulator prints.
function Connect-Emulator {
    [CmdletBinding()]
    param($Emulator, $Options)

    . ([scriptblock]::Create("$($Emulator.ConnectLine) $Options"))
}
