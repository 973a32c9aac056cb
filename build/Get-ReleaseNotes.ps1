<#
.SYNOPSIS
Returns the section of CHANGELOG.md that a tag releases, or ends with an error if the tag, the manifest and the changelog disagree.

.PARAMETER Tag
The tag, such as v1.2.3.

.PARAMETER Root
The folder with the manifest and the changelog: the root of the repository, unless said otherwise.

.EXAMPLE
./build/Get-ReleaseNotes.ps1 v1.2.3
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Tag,
    [string] $Root = (Split-Path $PSScriptRoot)
)

$ErrorActionPreference = 'Stop'
if ($Tag -cnotmatch '^v(?<version>\d+\.\d+\.\d+)$') {
    throw "The tag $Tag is not of the form v1.2.3."
}

$version = $Matches.version
$inManifest = (Import-PowerShellDataFile (Join-Path $Root 'MewsThreads.psd1')).ModuleVersion
if ($inManifest -ne $version) {
    throw "The tag $Tag is not the version of MewsThreads.psd1, $inManifest. Set ModuleVersion or the tag right."
}

$changelog = Get-Content (Join-Path $Root 'CHANGELOG.md') -Raw -Encoding utf8
$section = [regex]::Match($changelog, "(?ms)^## \[$([regex]::Escape($version))\] - \d{4}-\d\d-\d\d\r?\n(?<notes>.*?)(?=^## |^\[[^]]+\]: |\z)")
if (-not $section.Success) {
    throw "CHANGELOG.md has no section '## [$version] - yyyy-mm-dd'. Move what is released there from [Unreleased]."
}

$notes = $section.Groups['notes'].Value.Trim()
if (-not $notes) {
    throw "The section of $version in CHANGELOG.md is empty."
}

$notes
