#requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessage('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester hands variables from block to block')]
param()

BeforeDiscovery {
    $hasAnalyzer = [bool](Get-Module PSScriptAnalyzer -ListAvailable)
    $root = (Resolve-Path "$PSScriptRoot/../..").Path
    $paths = @(
        Join-Path $root out/MewsThreads/MewsThreads.psd1
        Get-ChildItem $root -Filter *.ps1 | ForEach-Object FullName
        Get-ChildItem $PSScriptRoot -Filter *.ps1 | ForEach-Object FullName
    )
}

Describe 'The rules of the gallery' -Skip:(-not $hasAnalyzer) {
    It 'are kept by <_>' -ForEach $paths {
        $found = Invoke-ScriptAnalyzer -Path $_ -Settings PSGallery
        $found | ForEach-Object { "$($_.ScriptName):$($_.Line) $($_.RuleName): $($_.Message)" } | Should -BeNullOrEmpty
    }
}
