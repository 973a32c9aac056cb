#requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessage('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester hands variables from block to block')]
param()

BeforeDiscovery {
    $hasPSResourceGet = [bool](Get-Module Microsoft.PowerShell.PSResourceGet -ListAvailable)
    $hasPowerShellGet = [bool](Get-Module PowerShellGet -ListAvailable)
}

BeforeAll {
    . "$PSScriptRoot/Emulator.ps1"
    $emulator = Start-Emulator '--limit 0'
    $feed = Join-Path $TestDrive 'feed'
    $packed = dotnet pack "$PSScriptRoot/../../src/MewsThreads.PowerShell" --no-build --output $feed
    if ($LASTEXITCODE -ne 0) {
        throw "dotnet pack failed: $packed"
    }

    # In a process of its own, since the assemblies of this one may be loaded; it finds the module as users do, by the module path.
    function Invoke-Installed {
        param([string] $ModulePath, [string] $Command)
        $before = $env:PSModulePath
        $env:PSModulePath = $ModulePath + [System.IO.Path]::PathSeparator + $before
        try {
            $shell = (Get-Process -Id $PID).Path
            & $shell -NoProfile -NonInteractive -Command "`$ErrorActionPreference = 'Stop'; $Command"
            $LASTEXITCODE | Should -Be 0
        }
        finally {
            $env:PSModulePath = $before
        }
    }

    function Assert-WorkingModule {
        param([string] $ModulePath)
        $said = Invoke-Installed $ModulePath @"
            $($emulator.ConnectLine)
            (Get-Module MewsThreads).ModuleBase
            (Get-MewsMessageThread -First 15).Count
            (Get-Help Get-MewsMessageThread).examples.example.Count -ge 3
            Get-MewsMessageThread -First 1 | Format-Table | Out-String -Width 120
"@
        # The module path may go through a link, as /var does on a Mac.
        $said[0] | Should -BeLike "*$(Split-Path $ModulePath -Leaf)*MewsThreads*"
        $said[1] | Should -Be 15
        $said[2] | Should -Be 'True'
        "$($said[3..99])" | Should -Match '\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ '
    }
}

AfterAll {
    Stop-Emulator $emulator
}

Describe 'The package' {
    It 'works where it is unpacked' {
        $package = Get-ChildItem $feed -Filter *.nupkg
        $version = $package.BaseName -replace '^MewsThreads\.'
        $path = Join-Path $TestDrive "unpacked/MewsThreads/$version"
        Add-Type -AssemblyName System.IO.Compression.FileSystem
        [System.IO.Compression.ZipFile]::ExtractToDirectory($package.FullName, $path)
        (Test-ModuleManifest "$path/MewsThreads.psd1").Version | Should -Be $version
        Assert-WorkingModule (Join-Path $TestDrive 'unpacked')
    }

    It 'installs from a folder with PSResourceGet, and works' -Skip:(-not $hasPSResourceGet) {
        Register-PSResourceRepository MewsThreadsTest $feed -Trusted
        try {
            (Find-PSResource MewsThreads -Repository MewsThreadsTest).Version | Should -Be (Import-PowerShellDataFile "$PSScriptRoot/../../MewsThreads.psd1").ModuleVersion
            $path = (New-Item (Join-Path $TestDrive 'saved') -ItemType Directory).FullName
            Save-PSResource MewsThreads -Repository MewsThreadsTest -Path $path
            Assert-WorkingModule $path
        }
        finally {
            Unregister-PSResourceRepository MewsThreadsTest
        }
    }

    It 'installs from a folder with PowerShellGet, and works' -Skip:(-not $hasPowerShellGet) {
        Register-PSRepository MewsThreadsTest -SourceLocation $feed -InstallationPolicy Trusted
        try {
            $path = (New-Item (Join-Path $TestDrive 'gotten') -ItemType Directory).FullName
            Save-Module MewsThreads -Repository MewsThreadsTest -Path $path
            Assert-WorkingModule $path
        }
        finally {
            Unregister-PSRepository MewsThreadsTest
        }
    }
}
