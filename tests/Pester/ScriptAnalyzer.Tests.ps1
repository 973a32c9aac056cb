#requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessage('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester hands variables from block to block')]
param()

Describe 'The rules of the gallery' {
    It 'are kept by the manifest and by each script' {
        if (-not (Get-Module PSScriptAnalyzer -ListAvailable)) {
            Set-ItResult -Skipped -Because 'PSScriptAnalyzer is not on the module path'
        }

        . "$PSScriptRoot/Module.ps1"
        $root = (Resolve-Path "$PSScriptRoot/../..").Path
        $scripts = $root, "$root/build", $PSScriptRoot | ForEach-Object { Get-ChildItem $_ -Filter *.ps1 }
        $paths = @((Get-Module MewsThreads).Path -replace 'dll$', 'psd1'; $scripts.FullName)
        $found = $paths | ForEach-Object { Invoke-ScriptAnalyzer -Path $_ -Settings PSGallery }
        $found | ForEach-Object { "$($_.ScriptName):$($_.Line) $($_.RuleName): $($_.Message)" } | Should -BeNullOrEmpty
    }
}
