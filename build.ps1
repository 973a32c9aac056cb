<#
.SYNOPSIS
Builds, tests, packages or cleans MewsThreads: a thin layer over dotnet and Pester, for Windows PowerShell 5.1 and PowerShell 7.

.PARAMETER Task
Build stages out/MewsThreads; Test runs every test; Package makes the nupkg of the module; Clean removes what the others made.

.PARAMETER Configuration
The build configuration, Release unless said otherwise.

.EXAMPLE
./build.ps1 -Task Test
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Package', 'Clean')]
    [string] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release'
)

$ErrorActionPreference = 'Stop'
$solution = Join-Path $PSScriptRoot 'MewsThreads.PowerShell.sln'

function Invoke-DotNet {
    param([string[]] $ArgumentList)

    & dotnet @ArgumentList
    if ($LASTEXITCODE -ne 0) {
        throw "dotnet $($ArgumentList[0]) failed with exit code $LASTEXITCODE."
    }
}

switch ($Task) {
    'Build' {
        Invoke-DotNet 'build', $solution, '--configuration', $Configuration
    }
    'Test' {
        # Runs the Pester suite, too, where a pwsh with Pester is on the PATH; here it is, unless this is Windows PowerShell.
        Invoke-DotNet 'test', $solution, '--configuration', $Configuration
        if ($PSVersionTable.PSEdition -eq 'Desktop') {
            Import-Module Pester -MinimumVersion 5.0
            $result = Invoke-Pester -Path (Join-Path $PSScriptRoot 'tests/Pester') -PassThru
            if ($result.FailedCount -gt 0) {
                throw "$($result.FailedCount) Pester tests failed."
            }
        }
    }
    'Package' {
        # Nothing that an earlier version staged may stay.
        $project = Join-Path $PSScriptRoot 'src/MewsThreads.PowerShell'
        Invoke-DotNet 'clean', $project, '--configuration', $Configuration
        Invoke-DotNet 'build', $project, '--configuration', $Configuration
        Invoke-DotNet 'pack', $project, '--configuration', $Configuration, '--no-build', '--output', (Join-Path $PSScriptRoot 'out')
    }
    'Clean' {
        Invoke-DotNet 'clean', $solution, '--configuration', $Configuration
        $out = Join-Path $PSScriptRoot 'out'
        if (Test-Path $out) {
            Remove-Item $out -Recurse
        }
    }
}
