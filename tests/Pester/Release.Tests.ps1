#requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessage('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester hands variables from block to block')]
param()

# What the release workflow checks before it builds anything.

BeforeAll {
    function Get-ReleaseNote {
        param([string] $Tag, [string] $Version = '1.2.3', [string] $Changelog)
        "@{ ModuleVersion = '$Version' }" | Set-Content (Join-Path $TestDrive 'MewsThreads.psd1')
        $Changelog | Set-Content (Join-Path $TestDrive 'CHANGELOG.md') -Encoding utf8
        & "$PSScriptRoot/../../build/Get-ReleaseNotes.ps1" $Tag -Root $TestDrive
    }

    $changelog = @'
# Changelog

## [Unreleased]

- Not yet.

## [1.2.30] - 2026-12-02

- Another one.

## [1.2.3] - 2026-12-01

### Added

- Zoë's wish.

## [1.2.2] - 2026-11-30

- Before.

[1.2.3]: https://example.org/1.2.3
'@
}

Describe 'A tag to release' {
    It 'has its notes in the changelog' {
        $notes = Get-ReleaseNote v1.2.3 -Changelog $changelog
        ($notes -split '\r?\n') -join '|' | Should -BeExactly "### Added||- Zoë's wish."
    }

    It 'has the notes of the last section, without what follows it' {
        Get-ReleaseNote v1.2.2 -Version 1.2.2 -Changelog $changelog | Should -BeExactly '- Before.'
    }

    It 'is refused if it is <_>' -ForEach 'v1.2', '1.2.3', 'v1.2.3-beta', 'V1.2.3', 'v1.2.3.4' {
        { Get-ReleaseNote $_ -Changelog $changelog } | Should -Throw "*$_ is not of the form*"
    }

    It 'is refused if the manifest says another version' {
        { Get-ReleaseNote v1.2.3 -Version 1.2.4 -Changelog $changelog } | Should -Throw '*not the version of MewsThreads.psd1, 1.2.4*'
    }

    It 'is refused if the changelog has no such section: <_>' -ForEach '## [Unreleased]', '## [1.2.30] - 2026-12-02', '## [1.2.3]', '## [1x2.3] - 2026-12-01' {
        { Get-ReleaseNote v1.2.3 -Changelog "$_`n`n- Something." } | Should -Throw "*no section '## ``[1.2.3``] - yyyy-mm-dd'*"
    }

    It 'is refused if its section is empty' {
        { Get-ReleaseNote v1.2.3 -Changelog "## [1.2.3] - 2026-12-01`n`n## [1.2.2] - 2026-11-30`n`n- Before." } | Should -Throw '*is empty*'
    }
}
