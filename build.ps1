<#
.SYNOPSIS
Builds, tests, packages or cleans MewsThreads: a thin layer over dotnet, for Windows PowerShell 5.1 and PowerShell 7.

.PARAMETER Task
Build stages out/MewsThreads; Test runs every test; Package makes the packages of the module and of the emulator, in out; Clean removes what
the others made. tests/Pester/Run.ps1 tests the packages in the shell that runs it, Windows PowerShell included.

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
        Invoke-DotNet 'test', $solution, '--configuration', $Configuration
    }
    'Package' {
        # Nothing that an earlier version staged may stay; what is packed is looked for before a build, so it has to be there by then.
        foreach ($project in 'MewsThreads.PowerShell', 'MewsThreads.Emulator' | ForEach-Object { Join-Path $PSScriptRoot "src/$_" }) {
            Invoke-DotNet 'clean', $project, '--configuration', $Configuration
            Invoke-DotNet 'build', $project, '--configuration', $Configuration
            Invoke-DotNet 'pack', $project, '--configuration', $Configuration, '--no-build', '--output', (Join-Path $PSScriptRoot 'out')
        }
    }
    'Clean' {
        Invoke-DotNet 'clean', $solution, '--configuration', $Configuration
        $out = Join-Path $PSScriptRoot 'out'
        if (Test-Path $out) {
            Remove-Item $out -Recurse
        }
    }
}
