# Writes the same threads without asking for them; only the first run in a process lists them.
if (-not $global:threads) {
    $global:threads = & "$PSScriptRoot/Threads.Module.ps1"
}

$global:threads
