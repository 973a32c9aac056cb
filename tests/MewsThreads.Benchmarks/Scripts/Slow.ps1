# Runs one case against a server: once to warm up, and once more when a line of input says that the server is slow now. It writes how many
# milliseconds that took, and the most managed memory in megabytes. With the defaults of the module, with other parameters, or without it.
param([string] $Case, [string] $Parameters = '', [switch] $WithoutModule)

$ErrorActionPreference = 'Stop'
$now = [datetime]::UtcNow
$file = Join-Path ([IO.Path]::GetTempPath()) "mewsthreads-$([guid]::NewGuid()).csv"

# All pages of a list, as one would write it without the module.
function Get-Page {
    param([string] $Operation, [string] $Property, [hashtable] $Body)

    $Body.ClientToken = $env:MEWS_CLIENT_TOKEN
    $Body.AccessToken = $env:MEWS_ACCESS_TOKEN
    $Body.Client = 'Benchmark 1.0'
    $Body.Limitation = @{ Count = 1000 }
    do {
        $page = Invoke-RestMethod "${env:MEWS_PLATFORM_ADDRESS}api/connector/v1/$Operation" -Method Post -ContentType application/json -Body ($Body | ConvertTo-Json)
        $page.$Property
        $Body.Limitation.Cursor = $page.Cursor
    } while ($page.Cursor)
}

# Mews takes three months at most.
function Get-Thread {
    param([datetime] $After)

    for ($end = $now; $end -gt $After; $end = $start) {
        $start = if ($end.AddMonths(-3) -gt $After) { $end.AddMonths(-3) } else { $After }
        Get-Page messageThreads/getAll MessageThreads @{ CreatedUtc = @{ StartUtc = $start.ToString('o'); EndUtc = $end.ToString('o') } }
    }
}

# A thousand ids at a time.
function Get-ById {
    param([string] $Operation, [string] $Property)

    for ($at = 0; $at -lt $ids.Count; $at += 1000) {
        Get-Page $Operation $Property @{ MessageThreadIds = $ids[$at..([math]::Min($at + 999, $ids.Count - 1))] }
    }
}

$lastMonths = @{ CreatedUtc = @{ StartUtc = $now.AddDays(-80); EndUtc = $now } }
$scripts = @{
    all      = "Get-MewsMessageThread $Parameters | Out-Null", { Get-Thread 2022-01-01Z | Out-Null }
    year     = "Get-MewsMessageThread -CreatedAfter `$now.AddDays(-365) $Parameters | Out-Null", { Get-Thread $now.AddDays(-365) | Out-Null }
    ids      = "`$ids | Get-MewsMessageThread $Parameters | Out-Null", { Get-ById messageThreads/getAll MessageThreads | Out-Null }
    messages = "`$ids | Get-MewsMessage $Parameters | Out-Null", { Get-ById messages/getAll Messages | Out-Null }
    first    = "Remove-Item `$file* ; Sync-MewsMessageThread `$file $Parameters", { Get-Thread 2022-01-01Z | Export-Csv $file }
    nightly  = "Sync-MewsMessageThread `$file $Parameters", { Get-Thread 2022-01-01Z | Export-Csv $file }
    pages    = "Invoke-MewsOperation messageThreads/getAll `$lastMonths -All $Parameters | Out-Null", { Get-Thread $now.AddDays(-80) | Out-Null }
}
$script = if ($WithoutModule) { $scripts[$Case][1] } else { [scriptblock]::Create($scripts[$Case][0]) }

Import-Module MewsThreads
# With the limit that Mews has, 200 requests in 30 seconds, the longest lists would measure the waiting.
Connect-Mews -RequestLimit 100000
$ids = if ($Case -in 'ids', 'messages') { (Get-MewsMessageThread).Id }
& $script
'warm'
$null = [Console]::In.ReadLine()

[GC]::Collect()
$memory = [hashtable]::Synchronized(@{ Peak = 0 })
$sampling = [powershell]::Create().AddScript({
        param($memory)
        while (-not $memory.IsOver) {
            $memory.Peak = [math]::Max($memory.Peak, [GC]::GetTotalMemory($false))
            [Threading.Thread]::Sleep(5)
        }
    }).AddArgument($memory)
$sampled = $sampling.BeginInvoke()
$watch = [Diagnostics.Stopwatch]::StartNew()
& $script
$time = $watch.Elapsed.TotalMilliseconds
$memory.IsOver = $true
$sampling.EndInvoke($sampled)
Remove-Item "$file*"
"$time $($memory.Peak / 1e6)"
