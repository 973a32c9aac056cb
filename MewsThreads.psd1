@{
    RootModule             = 'bin/MewsThreads.PowerShell.dll'
    ModuleVersion          = '0.1.0'
    GUID                   = '2bc776a5-69c2-484a-87d8-8d1d5197aa67'
    Author                 = 'The MewsThreads authors'
    CompanyName            = 'Community'
    Copyright              = '(c) The MewsThreads authors. MIT licence.'
    Description            = 'The message threads of the Mews Connector API as pipeline objects: complete answers or a clear error, lazy, and without a token in any log.'
    PowerShellVersion      = '5.1'
    DotNetFrameworkVersion = '4.7.2'
    CompatiblePSEditions   = @('Desktop', 'Core')
    NestedModules          = @('MewsThreads.OneVersion.psm1')
    FormatsToProcess       = @('MewsThreads.Format.ps1xml')
    CmdletsToExport        = @(
        'Add-MewsMessage'
        'Connect-Mews'
        'ConvertTo-MewsTranscript'
        'Disconnect-Mews'
        'Get-MewsConnection'
        'Get-MewsConversation'
        'Get-MewsMessage'
        'Get-MewsMessageThread'
        'Invoke-MewsOperation'
        'New-MewsMessageThread'
        'Sync-MewsMessageThread'
    )
    FunctionsToExport      = @()
    AliasesToExport        = @()
    VariablesToExport      = @()
    PrivateData            = @{
        PSData = @{
            Tags         = @('Mews', 'ConnectorAPI', 'Hospitality', 'Hotel', 'Messaging', 'API', 'PSEdition_Desktop', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            ProjectUri   = 'https://github.com/mewsthreads/MewsThreads.PowerShell'
            LicenseUri   = 'https://github.com/mewsthreads/MewsThreads.PowerShell/blob/main/LICENSE'
            ReleaseNotes = 'https://github.com/mewsthreads/MewsThreads.PowerShell/blob/main/CHANGELOG.md'
        }
    }
}
