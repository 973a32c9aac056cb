# A day with MewsThreads: each line is shown as typed, run, and compared with what is expected. It ends with 1 at the first surprise.
$steps = @(
    @{
        Title  = 'List the newest threads'
        Lines  = { Get-MewsMessageThread -First 5 }
        Expect = { $output.Count -eq 5 }
    }
    @{
        Title  = 'Export every thread there is'
        Lines  = {
            Get-MewsMessageThread | Export-Csv threads.csv
            Get-Content threads.csv -TotalCount 4
            (Import-Csv threads.csv).Count
        }
        Expect = { $output[0] -match '^"Id","OriginalSender","Subject"' -and $output[-1] -eq 2500 }
    }
    @{
        Title  = 'What was updated in the last month and is not resolved yet'
        Lines  = {
            $open = Get-MewsMessageThread -UpdatedAfter (Get-Date).AddMonths(-1) | Where-Object IsResolved -EQ $false
            $open.Count
            $open | Sort-Object UpdatedUtc -Descending | Select-Object UpdatedUtc, OriginalSender, Subject -First 3
        }
        Expect = { $output[0] -gt 3 -and $output.Count -eq 4 }
    }
    @{
        Title  = 'The same threads as in a file, as they are now'
        Lines  = { Import-Csv threads.csv | Select-Object -First 3 | Get-MewsMessageThread }
        Expect = { -not (Compare-Object $output.Id (Import-Csv threads.csv | Select-Object -First 3).Id) }
    }
    @{
        Title  = 'A guest writes: first what would happen, then a thread with its first message'
        Lines  = {
            New-MewsMessageThread 'Grace Hopper' 'Airport transfer' -WhatIf
            $message = New-MewsMessageThread 'Grace Hopper' 'Airport transfer' | Add-MewsMessage -Text 'We land at 23:40. Is that too late?'
            $message
        }
        Expect = { $output.Count -eq 1 -and $output[0].Sender -eq 'Application' }
    }
    @{
        Title  = 'The property replies and resolves the thread, which here the emulator does; then read the conversation'
        Lines  = {
            $message | Send-EmulatorReply 'The driver waits for you.'
            $message | Set-EmulatorThread -IsResolved $true
            $message | Get-MewsMessage | Sort-Object CreatedUtc
            (Get-MewsMessageThread -Id $message.MessageThreadId).IsResolved
        }
        Expect = { $output[0..1].Text -contains 'The driver waits for you.' -and $output[-1] -eq $true }
    }
    @{
        Title  = 'Keep a file up to date: the first run reads everything, the next one what has changed since'
        Lines  = {
            Sync-MewsMessageThread current.csv -PassThru
            $null = New-MewsMessageThread 'Ada Lovelace' 'Early breakfast'
            Sync-MewsMessageThread current.csv -PassThru
        }
        Expect = { $output[0].Total -eq 2501 -and $output[1].Total -eq 2502 -and $output[1].Added -eq 1 }
    }
    @{
        Title  = 'An unknown id is an error of its own; the others still come'
        Lines  = { $message.MessageThreadId, '00000000-0000-0000-0000-000000000001' | Get-MewsMessageThread }
        Errors = 1
        Expect = { $output.Count -eq 1 -and $Error[0].CategoryInfo.Category -eq 'ObjectNotFound' }
    }
    @{
        Title  = 'Mews refuses a request for a second: the module waits and sends it again'
        Lines  = {
            Add-EmulatorFault TooManyRequests -RetryAfterSeconds 1 -Times 1
            Get-MewsMessageThread -First 1
            Get-EmulatorRequest | Select-Object -Last 2
        }
        Expect = { $output[1].Status -eq 429 -and $output[2].Status -eq 200 }
    }
)

Write-Host "A tour of MewsThreads $((Get-Module MewsThreads).Version) in PowerShell $($PSVersionTable.PSVersion). The emulator is a local Mews with 2,500 threads."
$folder = New-Item (Join-Path ([IO.Path]::GetTempPath()) "mewsthreads-tour-$PID") -ItemType Directory
Push-Location $folder
try {
    foreach ($step in $steps) {
        Write-Host "`n# $([array]::IndexOf($steps, $step) + 1). $($step.Title)" -ForegroundColor Cyan
        $requests = @(Get-EmulatorRequest).Count
        $Error.Clear()
        $output = [Collections.Generic.List[object]]::new()
        foreach ($line in $step.Lines.Ast.EndBlock.Statements.Extent.Text) {
            Write-Host 'PS mews> ' -ForegroundColor DarkGray -NoNewline
            Write-Host $line -ForegroundColor Yellow
            . ([scriptblock]::Create($line)) | ForEach-Object { $output.Add($_); $_ } | Out-Default
        }
        $sent = Get-EmulatorRequest | Select-Object -Skip $requests | Group-Object Operation -NoElement
        Write-Host "# Requests: $($sent | ForEach-Object { "$($_.Count) $($_.Name)" } | Join-String -Separator ', ')" -ForegroundColor DarkGray
        if ($Error.Count -ne [int] $step.Errors -or -not (. $step.Expect)) {
            throw 'this is not what it should do.'
        }
    }
}
catch {
    $Host.UI.WriteErrorLine("The tour ended at '$($step.Title)': $_")
    exit 1
}
finally {
    Pop-Location
    Remove-Item $folder -Recurse
}

Write-Host @'

# What to try next
  dotnet run --project src/MewsThreads.Sandbox -- -Interactive     your own lines, in this shell
  Get-Help Get-MewsMessageThread -Examples                         in it: what a command can do
  Get-Help about_MewsThreads                                       in it: the module as a whole
  README.md                                                        recipes for runbooks, and how to connect to Mews
'@
