# For the tests that install a package: where it is, and a shell that has nothing loaded.

. "$PSScriptRoot/Shell.ps1"

# The folder that MEWSTHREADS_PACKAGES names, as Run.ps1 sets it; otherwise the one in which build.ps1 -Task Package makes them.
function Get-PackageFolder {
    $folder = if ($env:MEWSTHREADS_PACKAGES) { $env:MEWSTHREADS_PACKAGES } else { (Resolve-Path "$PSScriptRoot/../../out").Path }
    if (-not (Test-Path "$folder/MewsThreads.*.nupkg")) {
        throw "There is no package in ${folder}: run ./build.ps1 -Task Package first."
    }

    $folder
}

# On Windows, the list of the user cannot be moved.
$isListOfItsOwn = $PSVersionTable.Platform -eq 'Unix'

# In a process of its own, of the same shell, since the module may be loaded in this one. It has a list of repositories of its own where that is
# possible.
function Invoke-InShell {
    param([string] $Command, [string] $ModulePath)

    $before = $env:PSModulePath, $env:XDG_DATA_HOME
    # A folder that is not there would be ignored, and the list written to the current location.
    $env:XDG_DATA_HOME = (New-Item (Join-Path $TestDrive 'data') -ItemType Directory -Force).FullName
    if ($ModulePath) {
        $env:PSModulePath = $ModulePath, $env:PSModulePath -join [System.IO.Path]::PathSeparator
    }

    try {
        $shell = Get-Shell
        $arguments = $shell.Arguments
        & $shell.Program @arguments -NoProfile -NonInteractive -Command "`$ErrorActionPreference = 'Stop'; $Command"
        $LASTEXITCODE | Should -Be 0
    }
    finally {
        $env:PSModulePath, $env:XDG_DATA_HOME = $before
    }
}
