#requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessage('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester hands variables from block to block')]
param()

BeforeDiscovery {
    $hasPSResourceGet = [bool](Get-Module Microsoft.PowerShell.PSResourceGet -ListAvailable)
    $hasPowerShellGet = [bool](Get-Module PowerShellGet -ListAvailable)
}

BeforeAll {
    . "$PSScriptRoot/Emulator.ps1"
    . "$PSScriptRoot/Packages.ps1"
    $emulator = Start-Emulator '--limit 0'
    $version = (Import-PowerShellDataFile "$PSScriptRoot/../../MewsThreads.psd1").ModuleVersion
    $packages = Get-PackageFolder
    $repository = "MewsThreads-$([guid]::NewGuid())"

    function Assert-WorkingModule {
        param([string] $ModulePath)
        $said = Invoke-InShell -ModulePath $ModulePath @"
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

Describe 'The package of the module' {
    It 'is published with PSResourceGet, as the release does it, installs from there, and works' -Skip:(-not $hasPSResourceGet) {
        $feed, $path = 'feed', 'saved' | ForEach-Object { (New-Item (Join-Path $TestDrive $_) -ItemType Directory).FullName }
        $found = Invoke-InShell @"
            Register-PSResourceRepository $repository '$feed' -Trusted
            try {
                Publish-PSResource -NupkgPath '$packages/MewsThreads.$version.nupkg' -Repository $repository
                (Find-PSResource MewsThreads -Repository $repository).Version.ToString()
                Save-PSResource MewsThreads -Repository $repository -Path '$path'
            }
            finally {
                Unregister-PSResourceRepository $repository
            }
"@
        $found | Should -Be $version
        Assert-WorkingModule $path
    }

    It 'installs from a folder with PowerShellGet, and works' -Skip:(-not $hasPowerShellGet) {
        $path = (New-Item (Join-Path $TestDrive 'gotten') -ItemType Directory).FullName
        Invoke-InShell @"
            Register-PSRepository $repository -SourceLocation '$packages' -InstallationPolicy Trusted
            try {
                Save-Module MewsThreads -Repository $repository -Path '$path'
            }
            finally {
                Unregister-PSRepository $repository
            }
"@
        Assert-WorkingModule $path
    }
}

Describe 'The package of the emulator' {
    It 'installs from a folder as a .NET tool, and works' {
        $env:MEWSTHREADS_EMULATOR | Should -Not -BeNullOrEmpty -Because 'Run.ps1 installs it so'
        $installed = Start-Emulator
        try {
            $installed.Process.MainModule.FileName | Should -BeLike '*mews-emulator*'
            (Invoke-RestMethod "$($installed.Address)emulator/requests").Count | Should -Be 0
        }
        finally {
            Stop-Emulator $installed
        }
    }
}
