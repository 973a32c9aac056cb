<#
.SYNOPSIS
Installs the packages of a folder into an empty one, and runs the tests of this folder against what was installed, in this shell.

.DESCRIPTION
Exits with 0 when all tests passed, with 1 when tests failed, and with 2 when a file could not be read, set up or torn down.

.PARAMETER Packages
The folder with the packages of the module and of the emulator, as build.ps1 -Task Package makes them.

.PARAMETER Destination
An empty folder, or one that does not exist yet. The results are written to results.xml in it, as JUnit XML.

.PARAMETER Pester
The manifest of Pester, where it is not on the module path.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Packages,
    [Parameter(Mandatory)] [string] $Destination,
    [string] $Pester = 'Pester'
)

$ErrorActionPreference = 'Stop'
Import-Module $Pester
$Packages = (Resolve-Path $Packages).Path
$Destination = (New-Item $Destination -ItemType Directory -Force).FullName
if (Get-ChildItem $Destination) {
    throw "$Destination is not empty."
}

$version = (Import-PowerShellDataFile "$PSScriptRoot/../../MewsThreads.psd1").ModuleVersion
Add-Type -AssemblyName System.IO.Compression.FileSystem
[System.IO.Compression.ZipFile]::ExtractToDirectory("$Packages/MewsThreads.$version.nupkg", "$Destination/modules/MewsThreads/$version")
dotnet tool install MewsThreads.Emulator --version $version --tool-path "$Destination/tools" --source $Packages
if ($LASTEXITCODE -ne 0) {
    throw "The emulator could not be installed from $Packages."
}

# Module.ps1, Emulator.ps1 and Package.Tests.ps1 go by these.
$env:MEWSTHREADS_MODULE = "$Destination/modules/MewsThreads"
$env:MEWSTHREADS_EMULATOR = (Get-Command "$Destination/tools/mews-emulator").Source
$env:MEWSTHREADS_PACKAGES = $Packages

$PSVersionTable.PSVersion.ToString()
$result = Invoke-Pester -Configuration @{
    Run        = @{ Path = $PSScriptRoot; PassThru = $true }
    Output     = @{ Verbosity = 'Detailed' }
    TestResult = @{ Enabled = $true; OutputFormat = 'JUnitXml'; OutputPath = "$Destination/results.xml" }
}

# The results hold tests alone; what went wrong around them is in the output.
$broken = $result.FailedContainersCount + $result.FailedBlocksCount
exit $(if ($broken -gt 0) { 2 } elseif ($result.Result -ne 'Passed') { 1 } else { 0 })
