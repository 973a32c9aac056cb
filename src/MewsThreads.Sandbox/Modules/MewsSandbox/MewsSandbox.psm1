<#
The set-up of the sandbox. It does what you would do in your own PowerShell:

    Import-Module MewsThreads
    Connect-Mews

The sandbox has set the environment variables MEWS_PLATFORM_ADDRESS, MEWS_CLIENT_TOKEN and MEWS_ACCESS_TOKEN, which Connect-Mews reads.
#>
try {
    Import-Module MewsThreads, MewsEmulator -Global -ErrorAction Stop
    Connect-Mews -ErrorAction Stop
}
catch {
    # A session without a connection is of no use, and PowerShell does not show what fails in a set-up.
    [Console]::Error.WriteLine("The sandbox could not be set up: $_")
    [Environment]::Exit(1)
}

# Colours are for a terminal, not for a file or another program.
if ([Console]::IsOutputRedirected) {
    $PSStyle.OutputRendering = 'PlainText'
}

# PowerShell asks for a prompt only where somebody types.
function global:prompt {
    if (-not [Console]::IsInputRedirected) {
        # A session with a configuration file starts without it. What you try here stays out of your own history.
        Import-Module PSReadLine -Global
        Set-PSReadLineOption -HistorySaveStyle SaveNothing
    }
    Write-Host "PowerShell $($PSVersionTable.PSVersion) with MewsThreads $((Get-Module MewsThreads).Version), connected to the emulator at $env:MEWS_PLATFORM_ADDRESS"
    Write-Host "'Get-Command -Module Mews*' lists the commands, 'Get-Help Get-MewsMessageThread -Examples' explains one, 'exit' ends."
    function global:prompt { 'PS mews> ' }
    prompt
}
